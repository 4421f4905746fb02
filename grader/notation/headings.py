"""Headings of a sheet that say which problem follows, or that what follows comes after the update."""

import re
from unicodedata import normalize

from grader.notation.characters import ascii_of
from grader.notation.gated import without_cells

_A_PROBLEM = (
    r"(?:(?:problem[ae]?|question|exercise|task|part|aufgabe|frage|ejercicio|pregunta|"
    r"cuestion|exercice|exercici|esercizio|domanda|exercicio|quest(?:a|atilde)o|quesito|opgave|oefening|vraag|"
    r"oppgave|[øo]velse|uppgift|ovning|fraga|sporsmal|spørsmal|tehtava|harjoitus|zadanie|cwiczenie|pytanie|zadatak|"
    r"naloga|uloha|priklad|cviceni|feladat|soru|al[ıi]st[ıi]rma|задача|задание|упражнение|вопрос|"
    r"вправа|завдання)(?![^\W\d_])|ex\.|ex(?=\s?\d)|q|p|"
    rf"{normalize('NFKD', '문제|문항')}|第|题目|题|問題|問|習題|习题|練習|练习|مسالة|سوال|تمرين)"
)
"""Without accents; a word ends where its letters do: the a of `Problema 2` is no problem's letter.

Words that rather count whole sheets, homework and assignment, are none of them."""
_PROBLEM = re.compile(
    rf"^\W*(?:{_A_PROBLEM}"
    r"[\s.:#_-]*\(?(?P<named>\d+[a-z]?|[a-z])[题題問]?|(?P<bare>\d+)\s*[.):]|(?P<letter>[a-z])\s*\))"
    r"(?=\W|$)(?!\s*\)?\s*=(?!=+\s*$))(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ITEM = re.compile(
    rf"\s*(?:[-–•*]\s+|{_A_PROBLEM}[\s.:#_-]*\(?(?:\d{{1,2}}(?:\.\d{{1,2}})*\.?\s?\(?[a-z]?|[a-z])(?:\s?[.):–-]+\s*|\)?\s+)|"
    r"\(?(?:\d{1,2}(?:\.\d{1,2})*\.?[a-z]?|[a-z]|[ivx]{1,4})\s?[.)]\s+)(?=[^\W\d]|[∂∇\\$])",
    re.IGNORECASE,
)
"""What lists an answer: a bullet, a number or a letter, with a word for a problem before it or none."""
_PASS = r"(?:\w+ )?(?:pass|forward|iteration|step|epoch|round|model|network|table|state|prediction|output|loss|error)"
_WITHIN = (
    r"(?:[ ']+(?:the|der|dem|das|die|la|le|el|il|lo|l|de|du|da|di|della|dell|a|o)\b){0,2}[ ']*"
    r"(?:activation|activacion|ativacao|attivazione|activatie|aktivierung|"
    r"aktywacj|aktivasyon|активаци|non-?linear|pooling|softmax|sigmoid|relu|tanh|leaky|gelu|elu|softplus|"
    r"applying|adding|rounding|bias|激活|池化)"
)
"""What comes before a step is over."""
_STEP = (
    r"(?:updat|step|iterat|epoch|train|descent|backprop|back-prop|backward|learn|optimi|adjust|chang|correct|round|"
    r"(?<!forward )pass\b|"
    r"sgd|gd\b|adam|sample|example|schritt|aktualisier|lern|durchlauf|anpass|ander|korrektur|runde|probe|beispiel|abstieg|ruckw|"
    r"actualiz|paso|iterac|entrena|descens|aprendi|retroprop|ajust|correc|muestra|ejemplo|epoca|"
    r"mise a jour|etape|pas\b|appren|entrain|descente|epoque|echantillon|exemple|retour|"
    r"aggiorn|passo|passagg|addestr|discesa|correzion|campione|esempio|atualiz|etapa|treina|treino|descida|amostra|exemplo|"
    r"stap\b|bijwerk|krok|aktualizac|uczeni|adim|guncelle|egitim|обновл|шаг|итерац|обучен|эпох|тренир|"
    r"更新|迭代|训练|تحديث|خطوة|تدريب)"
)
"""What may be over, in any language, by how its words begin."""
_OVER = rf"(?=\W*$|\W+(?:[\w.-]+\W+){{0,4}}?\w{{0,16}}{_STEP})"
"""Behind a word for after: nothing, or words for a step."""
_AFTER = re.compile(
    rf"^\W*(?:new|next)\W*$|\b(?:new (?:weight|parameter|value|bias)|(?:new|next|second|2nd) {_PASS})|"
    rf"\bafterwards\b|\b(?:after|nach|despues|apres|depois|apos|dopo|после|بعد)\b{_OVER}|"
    r"\b(?:update[ds]?|nachher|neue?s?|aktualisier(?:t\w*|ung\w*)|actualiza(?:d[oa]s?|cion(?:es)?)|nuev[oa]s?|"
    r"nouve(?:aux?|lles?)|mise? a jour|atualiza(?:d[oa]s?|cao|coes)|nov[oa]s?|aggiorna(?:t[aeio]|ment[oi])|nuov[aeio]|"
    r"bijgewerkte?|nieuwe?|zaktualizowan\w*|now[aey]|guncel\w*|yeni|обновл\w*|нов\w{2,3}|المحدث\w*|الجديد\w*)\b|更新|新|"
    + normalize("NFKD", "업데이트|갱신|새로운"),
    re.IGNORECASE,
)
_TURKISH = re.compile(rf"^\W*sonra|{_STEP}\w*\W+sonra\b", re.IGNORECASE)
"""In Turkish the word for after comes last."""
_EARLIER = re.compile(
    rf"\b(?:before|prior\s+to|pre(?=-?update)|vor|vorher|avant|antes|prima|voor|przed|до|قبل)\b(?!{_WITHIN})|更新前|"
    + normalize("NFKD", "업데이트 전|갱신 전"),
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:after|afterwards|post(?=-?update)|nach|nachher|despues|apres|depois|apos|dopo|po|sonra|после)\b|更新后", re.I
)
_BEFORE = re.compile(
    rf"\bfirst {_PASS}|\b(?:initial|old|start(?:ing)?|inicial(?:es)?|iniciais|initiaux|iniziali?|alte?[rsnm]?|"
    r"ancien(?:ne)?s?|anterior(?:es)?|vecchi[aoe]?|oude?|star[aey]|eski|стар\w{2,3})\b|初始|旧|舊",
    re.IGNORECASE,
)
_ON_THE_WAY = re.compile(
    r"\b(?:back-?(?:ward|prop)\w*|retroprop\w*|ruckwarts\w*)\b(?: pass)?[\s:,(–-]+(?:\w+ ){0,3}updates?\b",
    re.IGNORECASE,
)
"""A part of the way back that leads to an update, `Backward pass (layer updates)`: its deltas are before that."""
_NUMBERED = re.compile(r"\W*[^\W\d]\S{0,30}\s+[-+−]?\d*[.,]\d")
"""A name and its number: `b2 0.46 after the update`."""
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!?]\s*$|(?:\S+\s+){9}")
"""What is no heading: a sentence, or more words than a heading has."""
_SAMPLE = (
    r"(?:training\s+)?(?:samples?|examples?|patterns?|data\s*points?|instance|observation|probe|stichprobe|beispiel|datenpunkt|"
    r"muestra|ejemplo|dato|patron|muster|echantillon|exemple|amostra|exemplo|campione|esempio|voorbeeld|probka|przyklad|ornek|пример)"
)
_WORDS = {
    **dict.fromkeys(("first", "erste", "primera?", "premier", "prim[ao]"), 1),
    **dict.fromkeys(("second", "zweite", "segund[ao]", "deuxieme", "second[ao]"), 2),
    **dict.fromkeys(("third", "dritte", "tercer[ao]?", "troisieme", "terz[ao]"), 3),
    **dict.fromkeys(("fourth", "vierte", "cuart[ao]", "quatrieme", "quart[ao]"), 4),
}
_OF_SAMPLE = re.compile(
    rf"(?:{_SAMPLE}[\s#:._-]*(?:n[or]\.?\s*)?\(?(?P<number>\d{{1,4}})\)?(?:\s+of\s+\d+)?|"
    rf"(?:(?P<nth>\d{{1,4}})(?:st|nd|rd|th|\.)?|(?:the\s+)?(?P<word>{'|'.join(_WORDS)}))[\s-]+{_SAMPLE}|"
    r"x\^\{?\((?P<raised>\d{1,4})\)\}?)",
    re.IGNORECASE,
)
_HEADS_SAMPLE = re.compile(r"\s*(?:$|[:.,;(|*-]|(?:for|back)ward\b)", re.IGNORECASE)
_BARE_INPUT = re.compile(r"\W*x_?\{?(\d{1,4})\}?\s*:\s*(?=[^\W\d][^=]*=)", re.IGNORECASE)
"""`x1: z = …`: what is said of an input by its name."""
_EVERY = re.compile(
    r"\b(?:totals?|sum(?:s|med|ming|me|a)?|averag\w*|means?|batch|all|both|every|overall|combined|samples|updates?|updated|"
    r"gesamt\w*|mittel\w*|alle|beide|somme|moyenne|tous|promedio|media|todas|todos|ambas)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?P<head>.*?\S)\s*(?:\(\s*(?:for\s+)?{_SAMPLE}[\s#:._-]*(?P<number>\d{{1,4}})\s*\)|"
    rf"[\s,]+(?:for|of|in)\s+(?:the\s+)?{_SAMPLE}[\s#:._-]*(?P<bare>\d{{1,4}}))",
    re.IGNORECASE | re.DOTALL,
)
_SIGN = re.compile(r"[=≈←]|\d[.,]\d")
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|ich|wir|mein\w*|unser\w*|je|nous)\b", re.IGNORECASE)
_LONGEST = 120
_LONGEST_QUESTION = 400
"""Characters of a heading that says what is asked; what is answered has a sign."""
_LONGEST_LINE = 600


def problem_heading(text: str) -> str | None:
    r"""The problem that a heading names, or None.

    >>> problem_heading("Problem 2"), problem_heading("2."), problem_heading("Aufgabe 3: Netz"), problem_heading("0.5")
    ('2', '2', '3', None)
    >>> problem_heading("Part (a)"), problem_heading("b)"), problem_heading("(b) Numbers"), problem_heading("p(a) = 1")
    ('a', 'b', 'b', None)
    >>> problem_heading("=== Problem 2 ==="), problem_heading("Ex. 2"), problem_heading("exp"), problem_heading("Q2 =")
    ('2', '2', None, None)
    >>> [problem_heading(text) for text in ("Problème 2", "Problema 2: rete", "Oppgave 2", "Pa", "Problem")]
    ['2', '2', '2', 'a', None]
    >>> problem_heading(r"\section*{Problem 2}"), problem_heading(r"\paragraph{(b)}")
    ('2', 'b')
    """
    asks = len(text) <= _LONGEST_QUESTION and not (_SIGN.search(text) or _FIRST_PERSON.search(text))
    short = len(text) <= _LONGEST or asks
    found = _PROBLEM.match(ascii_of(text)) if short else None
    if not found or (not found["named"] and re.match(r"\s*\d", found["rest"])):
        return None
    return (found["named"] or found["bare"] or found["letter"]).casefold()


def without_item(text: str) -> str:
    """A text without what lists it.

    >>> [without_item(text) for text in ("a) z", "(2) h1 = 0.5", "- w1", "Part a: z", "Q2.1 h1: 0.79", "2.1) h1")]
    ['z', 'h1 = 0.5', 'w1', 'z', 'h1: 0.79', 'h1']
    >>> [without_item(text) for text in ("h1: sigmoid", "h1 - h2", "-0.5", "2 h1", "p1 = 0.5", "q: 0.5", "Problem a")]
    ['h1: sigmoid', 'h1 - h2', '-0.5', '2 h1', 'p1 = 0.5', 'q: 0.5', 'Problem a']
    """
    found = _ITEM.match(text) if len(text) <= _LONGEST_LINE else None
    return text[found.end() :] if found else text


def after_update(text: str) -> bool | None:
    """Whether a heading says that what follows is after the update (True) or before it (False); None if neither.

    >>> after_update("Updated Model"), after_update("Initial model"), after_update("h1")
    (True, False, None)
    >>> [after_update(f"{word}:") for word in ("Update", "Actualización de pesos", "Aktualisierung", "Aggiornamento")]
    [True, True, True, True]
    >>> after_update("Second layer:"), after_update("Second pass"), after_update("Then the updated weights follow.")
    (None, True, None)
    >>> after_update("Update gate"), after_update("new hidden state")
    (None, None)
    >>> after_update("Backward pass (output layer updates)"), after_update("Forward pass after the update")
    (False, True)
    >>> after_update("Before the update"), after_update("before and after the update")
    (False, None)
    """
    if len(text) > _LONGEST or _SENTENCE.match(text) or _NUMBERED.match(text):
        return None
    plain = without_cells(text)
    if _EARLIER.search(plain):  # `before the update` is not after it, and `before and after` says neither
        return None if _LATER.search(plain) else False
    if "sonra" in plain and _TURKISH.search(plain):
        return True
    if _ON_THE_WAY.search(plain):
        return False
    return True if _AFTER.search(plain) else False if _BEFORE.search(plain) else None


def sample_heading(text: str) -> tuple[int, str] | None:
    """The sample that a line heads, from 1, and what else the line says; 0 where it heads all of them; else None.

    >>> sample_heading("Sample 2"), sample_heading("3rd example:"), sample_heading("x^(1)"), sample_heading("Probe 2")
    ((2, ''), (3, ''), (1, ''), (2, ''))
    >>> sample_heading("Sample 1: z = 0.5"), sample_heading("Sum over the batch"), sample_heading("z = 0.5")
    ((1, 'z = 0.5'), (0, ''), None)
    """
    if len(text) > _LONGEST_LINE:
        return None
    plain = ascii_of(text)
    marks = re.match(r"[\W_]*", plain)
    start = marks.end() if marks else 0
    if found := _OF_SAMPLE.match(plain, start):
        if not (ends := _HEADS_SAMPLE.match(plain, found.end())):
            return None if "=" in plain or ":" in plain else (0, "")
        rest = text.partition(":")[2].strip() if plain[ends.end() - 1 : ends.end()] == ":" else ""
        rest = rest if re.search(r"\w", rest) else ""
        if re.match(r"[-+.\d]", ascii_of(rest)):
            return 0, ""  # `Sample 1: 0.5` is one of a list of numbers
        word = (found["word"] or "").casefold()
        nth = next((n for pattern, n in _WORDS.items() if word and re.fullmatch(pattern, word)), 0)
        return nth or int(found["number"] or found["nth"] or found["raised"]), rest
    if found := _BARE_INPUT.match(plain):
        return int(found[1]), text.partition(":")[2].strip()
    says = re.search(r"[=≈:]\s*\S", plain)
    return (0, "") if not says and len(plain) <= _LONGEST and _EVERY.search(plain) else None


def sample_behind(name: str) -> tuple[str, int] | None:
    """A name without the sample that stands behind it, and the sample.

    >>> sample_behind("z1_1 (sample 2)"), sample_behind("yhat for sample 1"), sample_behind("h1 (pre)")
    (('z1_1', 2), ('yhat', 1), None)
    """
    may = " " in name or "(" in name
    found = _BEHIND.fullmatch(ascii_of(name)) if may and len(name) <= _LONGEST and re.search(r"\d\W*$", name) else None
    return (found["head"], int(found["number"] or found["bare"])) if found else None
