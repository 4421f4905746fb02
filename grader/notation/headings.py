"""Headings of a sheet that say which problem follows, or that what follows comes after the update."""

import re

from grader.notation.characters import ascii_of

_PROBLEM = re.compile(
    r"^\W*(?:(?:problem|question|exercise|task|part|q|p|aufgabe|frage|ejercicio|problema|pregunta|exercice|esercizio|"
    r"probleme|exercicio|quest(?:a|atilde)o|quesito|opgave|vraag|zadanie|pytanie|soru|задача|задание|вопрос|第|题目|题|問題|問)"
    r"[\s.:#_-]*\(?(?P<named>\d+[a-z]?|[a-z])[题題問]?|(?P<bare>\d+)\s*[.):]|(?P<letter>[a-z])\s*\))"
    r"(?=\W|$)(?!\s*\)?\s*=)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PASS = r"(?:\w+ )?(?:pass|forward|iteration|step|epoch|round|model|network|table|state|prediction|output|loss|error)"
_WITHIN = r" (?:the )?(?:activation|relu|sigmoid|tanh|softmax|applying|adding|rounding|bias)"
"""What comes before a step is over."""
_AFTER = re.compile(
    rf"^\W*(?:new|next)\W*$|\b(?:new (?:weight|parameter|value|bias)|(?:new|next|second|2nd) {_PASS})|"
    rf"\bafter(?:wards)?\b(?!{_WITHIN})|"
    r"\b(?:updated?|nach|neue?s?|aktualisiert\w*|actualizad[oa]s?|despues|nuev[oa]s?|"
    r"nouve(?:aux?|lles?)|apres|mise? a jour|atualizad[oa]s?|depois|apos|nov[oa]s?|aggiornat[aeio]|dopo|nuov[aeio]|"
    r"bijgewerkte?|nieuwe?|zaktualizowan\w*|now[aey]|guncel\w*|sonra|yeni|после|обновл\w*|нов\w{2,3})\b|更新|新",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\bfirst {_PASS}|"
    r"\b(?:initial|before|old|start(?:ing)?|vor|inicial(?:es)?|iniciais|initiaux|iniziali?|avant|antes|prima|до)\b|"
    r"初始|更新前",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!?]\s*$|(?:\S+\s+){9}")
"""What is no heading: a sentence, or more words than a heading has."""
_LONGEST = 120


def problem_heading(text: str) -> str | None:
    """The problem that a heading names, or None.

    >>> problem_heading("Problem 2"), problem_heading("2."), problem_heading("Aufgabe 3: Netz"), problem_heading("0.5")
    ('2', '2', '3', None)
    >>> problem_heading("Part (a)"), problem_heading("b)"), problem_heading("(b) Numbers"), problem_heading("p(a) = 1")
    ('a', 'b', 'b', None)
    """
    found = _PROBLEM.match(ascii_of(text)) if len(text) <= _LONGEST else None
    if not found or (not found["named"] and re.match(r"\s*\d", found["rest"])):
        return None
    return (found["named"] or found["bare"] or found["letter"]).casefold()


def after_update(text: str) -> bool | None:
    """Whether a heading says that what follows is after the update (True) or before it (False); None if neither.

    >>> after_update("Updated Model"), after_update("Initial model"), after_update("h1")
    (True, False, None)
    >>> after_update("Second layer:"), after_update("Second pass"), after_update("Then the updated weights follow.")
    (None, True, None)
    """
    if len(text) > _LONGEST or _SENTENCE.match(text):
        return None
    plain = ascii_of(text)
    if "更新前" in plain:
        return False
    return True if _AFTER.search(plain) else False if _BEFORE.search(plain) else None
