"""Words that make something else of the name beside them: of h1 its net input, its error, its gradient."""

import re

NET, ERROR, SLOPE = "(net)", "(error)", "(gradient)"

_WORDS = (
    (
        NET,
        r"net|(?:(?:net|total)\s*)?input|(?:weighted\s*)?sum|gewichtete\s*summe|suma\s*ponderada|somme\s*pond[eé]r[eé]e|"
        r"logits?|(?:before|pre|vor)\s*-?\s*(?:(?:the|der)\s*)?"
        r"(?:activation|aktivierung|sigmoid|relu|tanh|softmax|nonlinearity)|"
        r"加[权權]和|净输入|nettoeingabe|netzeingabe|eingang|entrada(?:\s*neta)?|entr[eé]e\s*nette",
    ),
    (ERROR, r"(?:local\s*)?(?:error|delta|fehler|erreur)(?:\s*(?:signal|term))?"),
    (
        SLOPE,
        r"(?:the\s*)?(?:gradiente?s?|grad|derivative|ableitung|d[eé]riv[eé]e|derivada|derivata|afgeleide)",
    ),
)
"""In whatever spacing: behind a name in brackets there is none left."""
_AMONG = [(said, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for said, words in _WORDS]
_BRACKETED = [(said, re.compile(rf"\((?:{words})\)$", re.IGNORECASE)) for said, words in _WORDS]
_THE = r"\W*(?:(?:the|its|der|die|das|la|le|el)\s+)?"
_WHOLE = [(said, re.compile(rf"{_THE}(?:{words})s?\W*(?:δ\W*)?", re.IGNORECASE)) for said, words in _WORDS]
_IN = re.compile(r"\(in\)$")


def among(words: str) -> str:
    """What words beside a name make of it: one of `NET`, `ERROR` and `SLOPE`; empty where they make nothing of it.

    >>> among("net input"), among("hidden unit 1, weighted sum"), among("the activation")
    ('(net)', '(net)', '')
    """
    return next((said for said, pattern in reversed(_AMONG) if pattern.search(words)), "")


def bracketed(key: str) -> str:
    """What the remark in brackets behind a key makes of it, likewise.

    >>> bracketed("h_1(netinput)"), bracketed("w_1(grad)"), bracketed("h_1(rounded)")
    ('(net)', '(gradient)', '')
    """
    return NET if _IN.search(key) else next((said for said, pattern in _BRACKETED if pattern.search(key)), "")


def heads_another(heading: str) -> str:
    """What a heading that says nothing else makes of the names beside its numbers, likewise.

    >>> heads_another("The error"), heads_another("delta (δ)"), heads_another("error of h1"), heads_another("Output")
    ('(error)', '(error)', '', '')
    """
    return next((said for said, pattern in _WHOLE if pattern.fullmatch(heading)), "")


def makes_another(heading: str) -> bool:
    """Whether a heading over numbers makes them the net inputs of what they are said of, and not the things themselves.

    >>> makes_another("Net input"), makes_another("Output")
    (True, False)
    """
    return among(heading) == NET
