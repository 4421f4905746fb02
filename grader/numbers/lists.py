r"""Vectors and matrices in one cell: `[-1.7, 0.1]`, `(1, 2; 3, 4)`, `[[1. 2.]\n [3. 4.]]`, a LaTeX pmatrix."""

import re
from itertools import takewhile
from typing import TypeAlias

from grader.numbers.number import DECIMAL, Number, Unreadable
from grader.numbers.reading import read_number
from grader.numbers.spelling import clean, unboxed

Nested: TypeAlias = "list[Nested] | Number | Unreadable | None"

LONGEST = 8_000
_BARE = re.compile(rf"{DECIMAL}(?:(?:\s*[,;]\s*|\s+){DECIMAL})+", re.ASCII)
_TIMES_TEN = r"(?:[eE][-+]?\d{1,4}|[*×·∙⋅]10\^[-+]?\d{1,4}|%)"
_ONE = re.compile(
    rf"(?:[-+]?\d{{1,3}}(?:[, ]\d{{3}})+(?:\.\d+)?|[-+]?\d*,\d+|[-+]?[1-9]\d{{0,2}}(?: \d{{3}})+,\d+){_TIMES_TEN}?",
    re.ASCII,
)
"""One number written with separators: 1,234.5 or 0,57869 or 1,441e-01."""
_COMMA = re.compile(rf"[-+]?\d*,\d+{_TIMES_TEN}?", re.ASCII)
_WHOLE = re.compile(rf"[-+]?\d+{_TIMES_TEN}?", re.ASCII)
_APART = re.compile(r",\s|\s,")
"""A comma that is the sign of no number: a space is beside it."""
_ENVIRONMENT = re.compile(
    r"(?:\\left\s*\\?[\[({|.]\s*)?\\begin\{(?P<kind>[a-z]*matrix\*?|array)\}(?:\{[^{}]*\}|\[[^\[\]]*\])?(?P<rows>.*)"
    r"\\end\{(?P=kind)\}(?:\s*\\right\s*\\?[\])}|.])?\s*(?P<turned>\^\s*\{?\s*(?:T|\\top|\\intercal)\s*\}?)?",
    re.DOTALL,
)
"""A matrix of LaTeX's, or an array between brackets."""
_BAR = rf"\|\s*{DECIMAL}(?:(?:\s*[,;]\s*|\s+){DECIMAL})+\s*\|"
_RULED = re.compile(rf"{_BAR}(?:\s*{_BAR})*", re.ASCII)
"""A matrix drawn with bars around each of its rows; `|-0.5|` is the size of a number."""
_NUMBER = r"[-+]?(?:\d+(?:[.,]\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?"
_PARTED = re.compile(rf"\|?\s*({_NUMBER}(?:\s*\|\s*{_NUMBER})+)\s*\|?", re.ASCII)
"""A row whose numbers bars part."""
_BETWEEN_BARS = re.compile(r"\|\s*\|")
_OPENS = re.compile(r"[\[({]")
_DEEPEST = 6
"""So many axes has no array of a homework."""
_WITHIN = re.compile(r"(?:(?:np|numpy|torch|jnp|tf)\.)?(?:array|tensor|Tensor)\(\s*(\[[^()]*\])(?:,[^()]*)?\)")
"""An array among others, as Python shows a list of arrays."""
_OF_R = re.compile(r"matrix\(\s*c\((?P<items>[^()]*)\)(?P<said>[^()]*)\)", re.IGNORECASE)
"""`matrix(c(1, 2, 3, 4), nrow = 2)`, which R fills column by column."""
_TURNED = re.compile(r"(?:\^\{?\s*(?:T|\\top)\s*\}?|\.T|ᵀ)$")


def read_numbers(text: str) -> list[Nested] | None:
    """The numbers of a vector or matrix in one cell, nested as written; None if the text is not a list.

    >>> [n.value for n in read_numbers("(-1.7, 0.1)")]
    [-1.7, 0.1]
    >>> [[n.value for n in row] for row in read_numbers("[1 2; 3 4]")]
    [[1.0, 2.0], [3.0, 4.0]]
    >>> [n.value for n in read_numbers("[0.1 0.2 ... 0.8 0.9]")]
    [0.1, 0.2]
    >>> [[n.value for n in row] for row in read_numbers("(0.1, 0.2 / 0.3, 0.4)")]
    [[0.1, 0.2], [0.3, 0.4]]
    >>> [n.value for n in read_numbers("| 0,1 | -0,25 |")]
    [0.1, -0.25]
    """
    if len(text) > LONGEST:
        return None
    body = text.strip()
    if found := _ENVIRONMENT.fullmatch(body.strip("$ ")):
        rows = found["rows"].replace("&", " , ").replace("\\hline", " ").replace("\\\\", " ; ").strip(" ;\n")
        body = f"[{rows}]{'.T' if found['turned'] else ''}"
    if (found := _OF_R.fullmatch(body)) and (filled := _filled(found["items"], found["said"])):
        return filled
    body = clean(body.replace("ᵀ", ".T")).strip().strip("$`").strip()
    if _RULED.fullmatch(body):
        body = f"[[{_BETWEEN_BARS.sub('] [', body.strip('|'))}]]"
    elif parted := _PARTED.fullmatch(body):
        return [read_number(item.strip()) for item in parted[1].split("|")]
    if (inner := unboxed(body)) != body:
        body = inner if inner[:1] in ("[", "(") else f"[{inner}]"
    body = _WITHIN.sub(r"\1", body)
    turned = _TURNED.search(body)
    if turned:
        body = body[: turned.start()].rstrip()
    values = _enclosed(body)
    return _transposed(values) if turned and values else values


def _filled(items: str, said: str) -> list[Nested]:
    """The rows of a matrix of R's; nothing where it does not say how many there are."""
    if not (numbers := _items(items)):
        return []
    size = {name: int(count) for name, count in re.findall(r"\b(nrow|ncol)\s*=\s*(\d{1,3})", said)}
    unnamed = re.match(r"\s*,\s*(\d{1,3})\b", said)
    rows = size.get("nrow") or (int(unnamed[1]) if unnamed else 0) or len(numbers) // (size.get("ncol") or len(numbers))
    if not rows or len(numbers) % rows:
        return []
    across = len(numbers) // rows
    if re.search(r"\bbyrow\s*=\s*T", said):
        return [numbers[at : at + across] for at in range(0, len(numbers), across)]
    return [numbers[at::rows] for at in range(rows)]


def _enclosed(body: str) -> list[Nested] | None:
    if len(body) > 1 and body[0] in "[({<" and body[-1] in "])}>":
        return _list(body[1:-1].strip())
    if _BARE.fullmatch(body) and not _ONE.fullmatch(body):
        return _list(body)
    return None


def _transposed(values: list[Nested]) -> list[Nested]:
    rows = [row for row in values if isinstance(row, list)]
    if len(rows) != len(values) or len({len(row) for row in rows}) != 1:
        return values
    return [list(column) for column in zip(*rows, strict=True)]


def _list(body: str) -> list[Nested] | None:
    if rows := _bracketed(body):
        lists = [_list(row.strip()) if len(rows) == 1 or _OPENS.search(row) else _items(row) for row in rows]
        return None if None in lists else [*lists]
    if not body or re.search(r"[\[\]{}]|^[^(]*\)", body):
        return None
    if between := _between_strokes(body):
        return [*between]
    lines = [line for line in re.split(r"\s*[;\n]\s*", body) if line]
    if len(lines) > 1 and not _decimal_commas(lines) and all(re.search(r"[,\s]", line) for line in lines):
        return [_items(line) for line in lines]
    return _items(body)


def _between_strokes(body: str) -> list[list[Nested]]:
    """The rows of a matrix with strokes between them, `0.1, 0.2 / 0.3, 0.4`; nothing where they may be of fractions."""
    parts = _STROKE.split(body)
    if len(parts) < 2 or _FRACTION.search(body):
        return []
    rows = [_items(part) for part in parts]
    even = len({len(row) for row in rows}) == 1 and len(rows[0]) > 1
    return rows if even and all(isinstance(item, Number) for row in rows for item in row) else []


_STROKE = re.compile(r"\s+/\s+")
_FRACTION = re.compile(r"(?<![\d.,])\d+\s+/\s+\d+(?![\d.,]*[.,]\d)")


def _bracketed(body: str) -> list[str]:
    """What stands in each pair of brackets, where there are such pairs and nothing else but signs between them."""
    inner: list[str] = []
    opened, start = 0, 0
    for at, character in enumerate(body):
        if character in "[({":
            start = start if opened else at + 1
            opened += 1
        elif character in "])}" and opened:
            opened -= 1
            if not opened:
                inner.append(body[start:at])
        elif not opened and character not in " ,;\n\t\r":
            return []
        if opened > _DEEPEST:
            return []
    return [] if opened else inner


def _decimal_commas(items: list[str]) -> bool:
    """Whether these are numbers with decimal commas, and not pairs: 0,57 and 5,9e-05 but not 1,2."""
    return all(_COMMA.fullmatch(item) for item in items) and any(
        item.lstrip("+-").startswith(("0,", ",")) or len(item.partition(",")[2]) > 2 for item in items
    )


def _spaced(body: str) -> bool:
    """Whether spaces part the numbers, so that the commas between digits are decimal: `0  0,1587  5,49e-05`."""
    words = body.split()
    return (
        len(words) > 1
        and not _APART.search(body)
        and any(map(_COMMA.fullmatch, words))
        and all(_COMMA.fullmatch(word) or _WHOLE.fullmatch(word) for word in words)
    )


def _items(body: str) -> list[Nested]:
    body = body.strip()
    if ";" in body:
        items = re.split(r"\s*;\s*", body.strip(" ;"))
    elif _spaced(body):
        items = body.split()
    elif "," in body:
        items = re.split(r"\s*,\s*", body.removesuffix(","))
    else:
        items = body.split()
    return [read_number(item) for item in takewhile(_is_shown, items)]


def _is_shown(item: str) -> bool:
    """Whether an item stands for itself; behind those that are left out, `[0.1 ... 0.9]`, no place is known."""
    return item.strip(". ") != "" or "." not in item
