"""Headings of gradients: `Gradients`, `Ableitungen`, `dL/dw`, `Derivative of L with respect to`."""

import re

from grader.notation import after_update, key

_SLOPES = re.compile(
    r"\b(?:gradi[eë]nte?s?|gradienti|gradienten|grads?|derivatives?|ableitung(?:en)?|d[eé]riv[eé]es?|derivadas?|derivat[ae]|"
    r"afgeleiden?|градиент\w*|производн\w+)\b|梯度|勾配",
    re.IGNORECASE,
)
_GRADIENT = re.compile(r"d[^/]*/d[^/]*")
_OPEN = re.compile(r"\W*[∂d]\s*\w{1,12}\s*/\s*[∂d]\W*")
"""`dL/d…`, of what stands below."""
_CHANGED = re.compile(
    r"[*·×⋅∙+−ηαΔ]|^\W*-|\b(?:eta|alpha|lr|rate|step|times|negative|change|delta|lernrate|pas|paso)\b", re.I
)
"""`η · gradient` is the step, and no gradient."""
_LONGEST = 40
"""Characters of the heading of a column; a longer one is a sentence."""
_LONGEST_TITLE = 60
_FRAME = re.compile(r"^\W*[-–—=#*~_]{2,}\s*|\s*[-–—=#*~_]{2,}\s*$")
"""What programs print around a title: `--- gradients ---`."""
_MORE = re.compile(
    r"\b(?:and|und|et|y|e|en|и|forward|descent|abstieg|descente|descendente|descenso|check\w*|local|lokale?|activations?|"
    r"sigmoid|tanh|relu|functions?|funktion\w*)\b|[&,+]|σ",
    re.IGNORECASE,
)
"""A title of gradients and of something else, or of those of an activation by itself."""
_SHEET = re.compile(
    r"\b(?:homework|assignment|hw\W?\d*|hausaufgabe\w*|übungsblatt|devoir|tarea)\b",
    re.IGNORECASE,
)
"""A title of the whole sheet, which has more on it than gradients."""
_BACK = re.compile(
    r"\bback(?:ward)?s?\b|\bback-?prop\w*|\brückwärts\w*|\br[eé]tropropag\w*|\bpaso (?:hacia )?atrás|обратн\w*|反向",
    re.IGNORECASE,
)


def titles_backward(text: str) -> bool:
    """Whether a title says that the way back begins: of a name that was answered before, it is the gradient there.

    >>> titles_backward("Backward pass"), titles_backward("Forward and backward pass")
    (True, False)
    """
    return len(text) <= _LONGEST_TITLE and bool(_BACK.search(text)) and not (_MORE.search(text) or _SHEET.search(text))


def heads_gradients(text: str) -> bool:
    """Whether a heading over or beside numbers says that they are gradients.

    >>> heads_gradients("Gradient"), heads_gradients("dL/dw"), heads_gradients("eta * gradient")
    (True, True, False)
    """
    if len(text) > _LONGEST or not (_SLOPES.search(text) or _GRADIENT.fullmatch(key(text))):
        return False
    return not (after_update(text) or _CHANGED.search(text))


def titles_gradients(text: str) -> bool:
    """Whether a title says that what is named below it stands for the gradient of that, and for nothing else.

    >>> titles_gradients("Gradients"), titles_gradients("--- gradients ---"), titles_gradients("Gradient descent")
    (True, True, False)
    """
    text = _FRAME.sub("", text)
    if len(text) > _LONGEST_TITLE or _SHEET.search(text) or not (_SLOPES.search(text) or _OPEN.fullmatch(text)):
        return False
    text = re.sub(r"\bnach\W*$", "", text)  # `Ableitung von L nach` is of no later time
    return not (after_update(text) or _CHANGED.search(text) or _MORE.search(text))
