"""Symbols among words that say what they are: `hidden unit 1, activation h1`, `s1: weighted sum`, `prediction (ŷ)`."""

import re

from grader.notation.characters import ascii_of

_LONGEST = 80
_AFTER = re.compile(r"(?P<symbol>[^\s:,]{1,30}?)\s*(?::|,\s|\s[-–—]+\s)\s*(?P<words>[^\W\d_]{2,}[^=]*)")
_BEFORE = re.compile(r"(?P<words>[^\W\d_]{2,}[^=()\[\]/*+]*?)[\s:,–—-]+(?P<symbol>\S{1,30})")
_BRACKETED = re.compile(r"(?P<words>[^\W\d_]{2,}[^=()\[\]/*+]*?)\s*[(\[](?P<symbol>[^\s()\[\]]{1,20})[)\]]")
_SYMBOL = re.compile(r"[A-Za-z∂∇d][\w{}^,'/∂∇]*", re.ASCII)
_SYMBOLIC = re.compile(r"\d|[_^'/]|hat$|bar$|^[A-Z]{2,}$|^[A-Z][a-z]{1,2}$")
"""What a symbol has and a word has not."""
_KINDS = re.compile(
    r"\b(?:loss|cost|objective|gate|state|candidate|prediction|verlust|kosten|p[eé]rdida|coste?|perte|co[uû]t|perdita|perda|"
    r"custo|verlies|strata|koszt)\b",
    re.IGNORECASE,
)
"""Words after which a single letter is a symbol; after others it is more often a word, or the name of a part."""
_OTHER = re.compile(
    r"\b(?:deriv\w*|ableit\w*|d[eé]riv\w*|partial|slope|delta|change|änderung|step|schritt|paso|pas|old|alt\w*|initial|start\w*|"
    r"squared?|sum|total|mean|average|mittel\w*|times|minus|plus|of|von|des?|del|du|di|in|to|for|für|at|by|from|per|with|and|"
    r"und|et|sigmoid|relu|tanh|softmax|exp|log|rate|local|sign|max|min|see|siehe|uses?|using|as|than|is|not|no)\b",
    re.IGNORECASE,
)
"""Words before a symbol by which something else may be meant than the symbol; `of`, and what relates two things."""
_RELATING = re.compile(
    r"\b(?:and|und|et|times|minus|plus|with|see|siehe|uses?|using|as|than|is|not|no)\b", re.IGNORECASE
)
"""Those by which something else may be meant than a gradient."""
_SUM = re.compile(r"weighted sum|gewichtete summe|suma ponderada|somme pond[eé]r[eé]e", re.IGNORECASE)
_REMARKS = (
    (re.compile(r"\b(?:new|neue?[rsnm]?|updated?|nuev\w*|nouv\w*|aktualisiert\w*|actualizad\w*)\b", re.I), " (new)"),
    (re.compile(r"\b(?:gradiente?s?|grad)\b", re.I), " (gradient)"),
    (re.compile(r"\b(?:error|fehler|erreur)\b", re.I), " (error)"),
    (
        re.compile(r"\b(?:net|input|logits?|pre-?activation)\b|before (?:the )?(?:activation|sigmoid|relu)", re.I),
        " (net)",
    ),
)
"""Words that make another thing of a symbol, and what is written in brackets for them."""
_CHANGED = re.compile(
    r"\b(?:deriv\w*|ableit\w*|d[eé]riv\w*|delta|change|änderung|step|old|alt|initial|minus)\b", re.IGNORECASE
)
"""Words after a symbol by which something else may be meant."""


def described(text: str) -> tuple[str, ...]:
    """The symbol that a text of words and one symbol is about, with a remark where the words make another of it.

    >>> described("hidden unit 1, activation h1"), described("s1: weighted sum"), described("Verlust (L)")
    (('h1',), ('s1 (net)',), ('L',))
    >>> described("gradient for w1"), described("sigmoid of s1"), described("my name"), described("net input h1")
    ((), (), (), ('h1 (net)',))
    """
    stripped = text.strip().rstrip(":=. ")
    if len(stripped) > _LONGEST or " " not in stripped:
        return ()
    for pattern, others in ((_AFTER, _CHANGED), (_BRACKETED, _OTHER), (_BEFORE, _OTHER)):
        found = pattern.fullmatch(stripped)
        others = _RELATING if found and "/" in found["symbol"] else others
        if (
            found
            and not others.search(_SUM.sub("net", found["words"]))
            and _is_symbol(found["symbol"], pattern, found["words"])
        ):
            return (
                found["symbol"]
                + next((said for words, said in _REMARKS if words.search(_SUM.sub("net", found["words"]))), ""),
            )
    return ()


def _is_symbol(text: str, pattern: re.Pattern[str], words: str) -> bool:
    plain = ascii_of(text).strip()
    if not _SYMBOL.fullmatch(plain):
        return False
    return bool(_SYMBOLIC.search(plain)) or (len(plain) == 1 and (pattern is not _BEFORE or bool(_KINDS.search(words))))
