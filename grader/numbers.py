"""Numbers as people write them, with their digits: `−0.0077`, `8.99×10⁻⁴`, `0,57869`, `57.9 %`, `≈ 1/3`.

Digits and the worth of the last place are counted on the text as written, never through a float.
"""

import re
import unicodedata
from typing import NamedTuple, TypeAlias

EXACT = 17
"""The figures of a number that has no last place: a fraction."""
LONGEST = 400
"""A longer text is not a number."""


class Number(NamedTuple):
    """A number read from a text."""

    value: float
    text: str
    """As written, exactly."""
    unit: float
    """The worth of one unit in the last place as written; 0 where the number is exact."""
    figures: int
    """Significant figures as written."""
    note: str = ""
    """What a person should know of how it was read."""


class Unreadable(NamedTuple):
    """A text that is not a number, and why."""

    text: str
    reason: str


Read: TypeAlias = "Number | Unreadable | None"
Nested: TypeAlias = "list[Nested] | Number | Unreadable | None"

_BLANKS = frozenset(
    {"", "-", "--", "—", "–", "?", "??", "???", "n/a", "na", "n.a.", "none", "null", "tbd", "todo", "...", "…"}
)
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?", re.ASCII)
_MINUS = str.maketrans(dict.fromkeys("−–—‐‑‒﹣－⁻", "-") | dict.fromkeys("＋﹢⁺", "+") | {"⁄": "/", "∕": "/"})
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_MANTISSA = r"[-+]?(?:\d[\d.,' ]*|[.,]\d+)"
_POWER = re.compile(
    rf"(?P<mantissa>{_MANTISSA})\s*(?:[*×·xX]|\\times|\\cdot)\s*10\s*(?:\^|\*\*)?\s*[{{(]?\s*(?P<power>[-+]?\d{{1,4}})\s*[}})]?",
    re.ASCII,
)
_FRACTION = re.compile(r"(?P<sign>[-+]?)(?:(?P<whole>\d+)\s+)?(?P<above>\d+)\s*/\s*(?P<below>\d+)", re.ASCII)
_LEADING = re.compile(r"^(?:≈|≃|≅|=|~|approx\.?|ca\.?|about|\\approx)\s*", re.IGNORECASE)
_NUMBER = re.compile(rf"(?P<number>{_MANTISSA}(?:[eE][-+]?\d{{1,4}})?)\s*(?P<percent>%|percent)?", re.ASCII)
_WORDS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|[^\W\d_][^\d=+*/^()]*|[,;]\s*[^\W\d_][^=+*/^()]*)?\s*[.;,?!]*\s*")
_FORBIDDEN = re.compile(r"[-+]?(?:nan|inf|infinity|∞|0[xXbBoO][0-9a-fA-F]+)", re.IGNORECASE)


def read_number(text: str) -> Read:
    """The number a text says, None if it is blank, or why it is not a number.

    >>> read_number("−0.0077")
    Number(value=-0.0077, text='−0.0077', unit=0.0001, figures=2, note='')
    >>> read_number("8.99×10⁻⁴")[:4]
    (0.000899, '8.99×10⁻⁴', 1e-06, 3)
    >>> read_number("about right")
    Unreadable(text='about right', reason='not a number')
    """
    stripped = text.strip()
    if _PLAIN.fullmatch(stripped):
        return _plain(stripped, text)
    return _careful(text)


def number_of(value: float, text: str = "") -> Number | Unreadable:
    """A spreadsheet's number: its digits are those of its shortest decimal text.

    >>> number_of(0.7875).unit
    0.0001
    """
    shown = repr(float(value))
    shown = shown[:-2] if shown.endswith(".0") else shown
    if not _PLAIN.fullmatch(shown):
        return Unreadable(text or shown, "not a finite number")
    return _plain(shown, text or shown)


def read_numbers(text: str) -> list[Nested] | None:
    """The numbers of a vector or matrix in one cell, nested as written; None if the text is not a list.

    >>> [n.value for n in read_numbers("(-1.7, 0.1)")]
    [-1.7, 0.1]
    """
    body = _clean(text).strip()
    if len(body) > 20 * LONGEST or not body:
        return None
    if body[0] in "[({⟨<" and body[-1] in "])}⟩>":
        return _list(body[1:-1])
    if re.fullmatch(rf"(?:{_PLAIN.pattern}[\s;,]+)+{_PLAIN.pattern}", body, re.ASCII) and not _grouped(body):
        return _list(body)
    return None


def _grouped(body: str) -> bool:
    """Whether it is one number written with separators: 1,234.5 or 0,57869."""
    return bool(re.fullmatch(r"[-+]?\d{1,3}(?:[, ]\d{3})*(?:\.\d+)?|[-+]?\d+,\d+", body))


def _list(body: str) -> list[Nested] | None:
    rows = re.findall(r"[\[({]([^\[\](){}]*)[\])}]", body)
    if rows:
        outside = re.sub(r"[\[({][^\[\](){}]*[\])}]", "", body)
        return [_list(row) or [] for row in rows] if not outside.strip(" ,;\n\t") else None
    if ";" in body and "," in body:
        return [_list(row) or [] for row in body.split(";")]
    items = re.split(r"\s*[,;]\s*" if re.search("[,;]", body) else r"\s+", body.strip())
    return [read_number(item) for item in items] if items != [""] else None


def _clean(text: str) -> str:
    """Compatibility forms, odd digits, signs and spaces made plain; what carries meaning (⁻⁴) is kept."""
    powers = re.sub(r"(?<=10)[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), text)
    folded = unicodedata.normalize("NFKC", powers).translate(_MINUS)
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in folded)
    plain = plain.replace("٫", ".").replace("٬", ",")
    return "".join(c for c in plain if unicodedata.category(c) != "Cf").replace("\u00a0", " ")


def _careful(text: str) -> Read:
    if len(text) > LONGEST:
        return Unreadable(text, "too long to be a number")
    body = _clean(text).strip().strip("$`").strip()
    if body.casefold() in _BLANKS:
        return None
    while (shorter := _LEADING.sub("", body)) != body:
        body = shorter
    if not body or body.casefold() in _BLANKS:
        return None
    if _FORBIDDEN.fullmatch(body):
        return Unreadable(text, "not a finite decimal number")
    for reader in (_as_fraction, _as_power, _as_number):
        found = reader(body, text)
        if found is not None:
            return found
    return Unreadable(text, "not a number")


def _as_fraction(body: str, text: str) -> Number | Unreadable | None:
    found = _FRACTION.fullmatch(body)
    if not found:
        return None
    whole, above, below = int(found["whole"] or 0), int(found["above"]), int(found["below"])
    if below == 0:
        return Unreadable(text, "a division by zero")
    try:
        value = (whole * below + above) / below
    except OverflowError:
        return Unreadable(text, "too large")
    return Number(-value if found["sign"] == "-" else value, text, 0.0, EXACT, "a fraction")


def _as_power(body: str, text: str) -> Number | Unreadable | None:
    found = _POWER.match(body)
    if not found or not _WORDS.fullmatch(body[found.end() :]):
        return None
    mantissa, note = _decimal(found["mantissa"])
    if mantissa is None:
        return None
    return _plain(f"{mantissa}e{int(found['power'])}", text, note)


def _as_number(body: str, text: str) -> Number | Unreadable | None:
    found = _NUMBER.match(body)
    if not found or not _WORDS.fullmatch(body[found.end() :]):
        return None
    digits = found["number"].rstrip()
    mantissa, exponent = re.fullmatch(r"(.*?)([eE][-+]?\d+)?", digits, re.DOTALL).groups(default="")  # type: ignore[union-attr]
    mantissa, note = _decimal(mantissa)
    if mantissa is None:
        return None
    if found["percent"]:
        exponent = f"e{int(exponent[1:] or 0) - 2}"
        note = "; ".join(filter(None, (note, "percent")))
    return _plain(mantissa + exponent, text, note)


def _decimal(digits: str) -> tuple[str | None, str]:
    """A mantissa with `.` for its decimal sign and no separators, and what there is to say of it."""
    body = digits.strip().rstrip(",'")
    spaced = re.fullmatch(r"([-+]?\d{1,3})((?:[ ']\d{3})+)(?:[.,](\d+))?", body)
    if spaced:
        return spaced[1] + re.sub("[ ']", "", spaced[2]) + (f".{spaced[3]}" if spaced[3] else ""), "digits in groups"
    if " " in body or "'" in body:
        return None, ""
    commas, points = body.count(","), body.count(".")
    if commas and points:
        decimal = max(body.rfind(","), body.rfind("."))
        sign = body[decimal]
        other = "," if sign == "." else "."
        if body.count(sign) > 1 or not re.fullmatch(rf"[-+]?\d{{1,3}}(?:\{other}\d{{3}})+", body[:decimal]):
            return None, ""
        return body[:decimal].replace(other, "") + "." + body[decimal + 1 :], "digits in groups"
    if commas > 1 or points > 1:
        mark = "," if commas else "."
        grouped = re.fullmatch(rf"[-+]?\d{{1,3}}(?:\{mark}\d{{3}})+", body)
        return (body.replace(mark, ""), "digits in groups") if grouped else (None, "")
    if commas:
        ambiguous = re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", body)
        note = f"read {body!r} with a decimal comma; it could be a thousand" if ambiguous else "decimal comma"
        return body.replace(",", "."), note
    return body, ""


def _plain(digits: str, text: str, note: str = "") -> Number | Unreadable:
    """A number in plain decimal notation, its last place counted on the text."""
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        return Unreadable(text, "too large to be a number")
    mantissa, _, exponent = digits.lower().partition("e")
    whole, _, decimals = mantissa.lstrip("+-").partition(".")
    place = int(exponent or 0) - len(decimals)
    figures = len((whole + decimals).lstrip("0"))
    return Number(value, text, float(f"1e{place}"), figures, note)
