"""One number as people write it: with decimal commas, powers of ten, per cent, fractions, units and remarks."""

import re
from typing import TypeAlias

from grader.numbers.dates import A_DATE, is_date
from grader.numbers.number import DECIMAL, EXACT, Number, Unreadable, counted
from grader.numbers.remarks import COMMENTED, passed_over
from grader.numbers.spelling import bare, clean, unboxed

Read: TypeAlias = "Number | Unreadable | None"

LONGEST = 400
"""A longer text is not a number."""

_BLANKS = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "?",
        "??",
        "???",
        "n/a",
        "na",
        "n.a.",
        "none",
        "null",
        "tbd",
        "todo",
        ".",
        "..",
        "...",
        "=",
        "≈",
    }
)
_PLAIN = re.compile(DECIMAL, re.ASCII)
_COMMA = re.compile(r"[-+]?\d+,\d+", re.ASCII)
_LEADING = re.compile(
    r"(?:[≈≃≅≐≒=~:约約]|大约|(?:approx(?:imately)?|about|around|roughly|circa|ca|c|ungefähr|etwa|rund|rd|environ|env|"
    r"aprox(?:imad\w*)?|ongeveer|około|yaklaşık|около|примерно)\b\.?)\s*(?=\S)",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"[-+]?\s*(?:nan|inf|infinity|∞|0[xXbBoO][0-9a-fA-F]+)", re.IGNORECASE)
_FRACTION = re.compile(r"([-+]?)\s*(?:(\d{1,40})\s+)?(\d{1,40})\s*/\s*(\d{1,40})(?P<rest>\D.*)?", re.ASCII | re.DOTALL)
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<mantissa>\d[\d.,' \u00a0]*|[.,]\d+)"
    r"(?:\s*[eE]\s?(?P<e>[-+]?\s?\d{1,4})"
    r"|\s*(?:[*×·∙⋅xX])\s*10\s*(?:\^|\*\*)\s*[{(]?\s*(?P<power>[-+]?\s?\d{1,4})\s*[})]?"
    r"|\s*[×xX·∙⋅]\s*10\s*(?P<fallen>[-+]\d{1,4}))?"
    rf"(?P<per>\s*(?:%(?<!\s%)|(?!{COMMENTED})%|‰|(?:percento?|per cent|pct|prozent|procent|por ciento|pour cent)\b))?",
    re.ASCII | re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?<=\d)\s*\.{2,}$")
_RAISED_POINT = re.compile(r"(?<![\d.,])0[·∙⋅](?=\d)")
_AGAIN = re.compile(r"\s+\((-?\d{1,20}\.(\d{1,20}))\)", re.ASCII)
"""The same number to more or to fewer digits: 0.79 (0.7875)."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ ',.])\d{3})(?:\1\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3}", re.ASCII)
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)


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
    if len(stripped) <= LONGEST and _PLAIN.fullmatch(stripped):
        return counted(stripped, text)
    if len(stripped) < LONGEST and _COMMA.fullmatch(stripped):
        mantissa, note = _decimal(stripped.lstrip("+-"))
        return counted(f"{'-' if stripped[0] == '-' else ''}{mantissa}", text, note)
    return _careful(text)


def _careful(text: str) -> Read:
    if len(text) > LONGEST:
        return Unreadable(text, "too long to be a number") if text.strip() else None
    body = bare(unboxed(bare(clean(text))))
    while found := _LEADING.match(body):
        body = bare(body[found.end() :])
    if body.casefold() in _BLANKS:
        return None
    if _FORBIDDEN.fullmatch(body):
        return Unreadable(text, "not a finite decimal number")
    if is_date(body):
        return Unreadable(text, A_DATE)
    return _fraction(body, text) or _number(body, text) or Unreadable(text, "not a number")


def _fraction(body: str, text: str) -> Read:
    found = _FRACTION.fullmatch(body)
    said = passed_over(found["rest"] or "") if found else None
    if not found or said is None:
        return None
    whole, above, below = int(found[2] or 0), int(found[3]), int(found[4])
    if below == 0:
        return Unreadable(text, "a division by zero")
    value = (whole * below + above) / below
    return Number(-value if found[1] == "-" else value, text, 0.0, EXACT, _joined("a fraction", said))


def _number(body: str, text: str) -> Read:
    goes_on = "its digits go on" if _GOES_ON.search(body) else ""
    body = _RAISED_POINT.sub("0.", _GOES_ON.sub("", body))
    found = _NUMBER.match(body)
    if not found:
        return None
    mantissa, note = _decimal(found["mantissa"])
    if mantissa is None:
        return None
    exponent, said = _exponent(found)
    digits = f"{found['sign']}{mantissa}e{exponent}" if exponent else found["sign"] + mantissa
    number = counted(digits, text, _joined(note, said, goes_on))
    rest = (" " if found[0][-1].isspace() else "") + body[found.end() :]
    if rest[:1] == "!" and mantissa.isdigit():
        return Unreadable(text, "an exclamation mark or a factorial?")
    return number if isinstance(number, Unreadable) else _with(number, rest)


def _with(number: Number, rest: str) -> Number | None:
    """A number and the text after it; None where that may not be passed over."""
    again = _AGAIN.fullmatch(rest)
    if again and abs(float(again[1]) - number.value) <= max(number.unit, 10.0 ** -len(again[2])):
        return number._replace(note=_joined(number.note, f"'{rest.strip()}' after it was passed over"))
    said = passed_over(rest)
    return None if said is None else number._replace(note=_joined(number.note, said))


def _exponent(found: re.Match[str]) -> tuple[int, str]:
    """The power of ten by which the mantissa is multiplied, and what there is to say of it."""
    exponent = int((found["e"] or found["power"] or found["fallen"] or "0").replace(" ", ""))
    said = f"read as a power of ten, 10^{exponent}" if found["fallen"] else ""
    per = found["per"] or ""
    return exponent - (3 if "‰" in per else 2 if per else 0), _joined(said, "percent" if per else "")


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _decimal(digits: str) -> tuple[str | None, str]:
    """Digits with `.` for their decimal sign and nothing between groups, and what there is to say of it."""
    body = digits.replace("\u00a0", " ").rstrip(" '")
    if len(re.findall("[.,]", body)) > 1 or body.endswith(","):
        body = body.removesuffix(".").removesuffix(",").rstrip()
    if body.isdigit() or re.fullmatch(r"\d*\.\d*", body):
        return body, ""
    if re.fullmatch(r"\d*,\d+", body):
        unsure = _AMBIGUOUS.fullmatch(body)
        note = f"read '{body}' with a decimal comma; it could be a thousand" if unsure else "decimal comma"
        return body.replace(",", "."), note
    return _ungrouped(body)


def _ungrouped(body: str) -> tuple[str | None, str]:
    """`1,234.5`, `1.234,5`, `1 234,5`, `1'234.5`, `1,234,567`: the last sign is decimal unless it parts groups too."""
    whole, sign, decimals = re.fullmatch(r"(.*?)(?:([.,])(\d*))?", body, re.DOTALL).groups("")  # type: ignore[union-attr]
    for groups, rest in ((body, ""), (whole, decimals)):
        if _GROUPED.fullmatch(groups) and (groups == body or sign not in groups):
            note = f"read '{body}' as one number; it could be two" if groups.count(" ") == 1 else "digits in groups"
            return re.sub(r"\D", "", groups) + (f".{rest}" if rest else ""), note
    return None, ""
