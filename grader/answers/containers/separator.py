"""Which character separates the fields of a text, if any does."""

import re

from grader.answers.cases import condition

SEPARATORS = "\t;,"
"""In order of preference where they serve equally well: with decimal commas, a semicolon or a tab separates."""
GAP = "  "
"""Columns lined up with spaces, as programs print them."""
SPACE = " "
"""A name and numbers with a space between them."""
BORDER = "|"
"""A table drawn with lines."""
BORDERS = re.compile(r"[|│┃┆║]")
INNER, EDGE = re.compile(r"\s[|│┃┆║](?=\s)"), re.compile(r"^[|│┃┆║]\s|\s[|│┃┆║]$")
DRAWN = re.compile(r"[\s+|│┃┆║:=─━═\-┌┬┐├┼┤└┴┘┏┳┓┡╇┩┗┻┛╔╦╗╠╬╣╚╩╝╞╪╡╒╤╕╘╧╛╭╮╰╯]+")
SPACED = re.compile(
    r"\s*(?:\d+\s+)?[^\s\d=:≈.+−-][^\s=:≈]*(?:\s+[-+−]?(?:\d+[.,]\d*|\.\d+|\d+(?:[.,]\d*)?[eE][-+]?\d+))+\s*", re.ASCII
)
"""A row of these; its numbers have decimals, which `Problem 2` has not."""

HIDING = re.compile(
    r'"[^"\n]*"|(?<=_)\d{1,2},\d{1,2}(?=\'*\s*[=:≈])|\([^()\[\]{}\n]*\)|\[[^()\[\]{}\n]*\]|\{[^()\[\]{}\n]*\}'
)
"""Where a separator separates nothing: in quotes, brackets (innermost first), an index: `Div(ŷ, y)`, `W1_1,2 =`."""
HIDES = re.compile(r'["(\[{]|_\d+,')
ASSIGNMENT = re.compile(r"(?![^,;\t=:]*(?<![\w.:])\d{1,2}:\d\d:\d\d(?!\d))[^,;\t=:]*\S\s*[=:≈]\s*[^\s,;]")
"""What something is said to be; a time of day, with which each row of a form's responses begins, says nothing so."""
DECIMAL = re.compile(r"(?<![\w.,])[-+−]?\d+,\d+(?!\d|[.,]\d)")
"""A number with a decimal comma that stands by itself; not the `1,0` of `h1,0.79`."""
STATED_DECIMAL = re.compile(r"[=:≈]\s*[-+−]?\d+,\d+(?!\d|[.,]\d)")
STATED_AGAIN = re.compile(r",\s*[^\s,;=:≈][^,;=:≈]{0,60}[=:≈]\s*[^\s,;]")
"""A second name with its value in a line."""
FIELD = re.compile(r",\s*\"?[-+−]?\.?\d")
"""A comma and a number behind it."""
SPLIT = re.compile(r",(?!\s)|[,;]\s*\"?[-+−]?\.?\d")
"""What stands between fields, and not in prose, where a space and a word are behind a comma."""
COMMA = re.compile(r"(?<=\d),(?=\d)")
WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST_WORDS = 5
"""Words of a sentence."""
_EACH = r"[-+−]?\d+(?:,\d+)?(?:[eE][-+−]?\d+)?"
OWN_DECIMAL = re.compile(
    rf"(?:(?<=\s)|^(?={_EACH}(?:\s+{_EACH})*\s*$))([-+−]?\d+),(\d+(?:[eE][-+−]?\d+)?)(?![\w.]|,\d)"
)
"""A number with a decimal comma behind a space, as behind a name that no comma follows, `h1 0,79`, or among others."""
SURE = re.compile(r"\s[-+−]?(?:0,\d\d|\d+,0\d|\d+,\d{3})")
"""One that can hardly be the end of a name, and a value: `unit 1,5`."""
OF_SENTENCE = re.compile(r",(?=\s+[^\W\d])")
DECIMAL_POINT = re.compile(r"\d\.\d|(?<![\w.])\.\d")
LINED_UP = re.compile(r"\S {2,}\S")


def separator(lines: list[str]) -> str:
    r"""The separator of these lines: a tab, `;`, `,`, two spaces or more (`GAP`), or "" when a line is one field.

    >>> separator(["quantity;value", "h1;0,78751"]), separator(["h1,0.79,ok; fine", "h2,0.95"])
    (';', ',')
    >>> separator(["w_{1,2}\t0.3"]), separator(["h1 = 0,79", "h2 = 0,95"]), separator(["h1  z  .79", "h2  z  .95"])
    ('\t', '', '  ')
    """
    seen = [line[:2000] for line in lines[:200] if not line.isspace()]
    text = "".join(seen)
    if BORDERS.search(text) and 2 * sum(map(bool, map(bordered_row, seen))) > sum(not is_drawn(line) for line in seen):
        return BORDER
    seen = [_without_cases(line) for line in seen]
    if HIDES.search(text):
        seen = [_bare(line) for line in seen]
    seen = _without_commas(seen)
    counts = {mark: [line.count(mark) for line in seen] for mark in SEPARATORS}
    found = {mark: sum(map(bool, counts[mark])) for mark in SEPARATORS}
    if _is_prose(seen):
        return ""
    best = max(SEPARATORS, key=found.__getitem__)
    if best == ";" and found[","] == found[";"] and _first(seen, ",") > _first(seen, ";"):
        best = ","
    if best == "," and (other := _beside_decimal_commas(seen, counts)):
        return other
    if any(counts[best]):
        return "" if best == "," and _sentences(seen) else best
    spaced = sum(map(bool, map(spaced_row, seen)))
    if 1 < spaced >= len(seen) - 1:
        return SPACE
    lined_up = sum(bool(LINED_UP.search(line.strip())) for line in seen)
    if lined_up * 2 > len(seen) and _assignments(seen) * 2 < len(seen):
        return GAP
    return SPACE if 1 < len(seen) < 2 * spaced else ""


def bordered_row(line: str) -> list[str]:
    """The fields of a line that a table's border begins and ends, or that borders part; none of any other.

    >>> bordered_row("| h1 | 0.79 |"), bordered_row("h1 | 0.79"), bordered_row("|ŷ − y|"), bordered_row("+----+------+")
    (['h1', '0.79'], ['h1', '0.79'], [], [])
    """
    stripped = line.strip()
    if len(stripped) < 5 or DRAWN.fullmatch(stripped):
        return []
    framed = BORDERS.match(stripped) and BORDERS.match(stripped[-1])
    fields = BORDERS.split(stripped[1:-1]) if framed else INNER.split(EDGE.sub("", stripped))
    return [field.strip() for field in fields] if len(fields) > 1 else []


def is_drawn(line: str) -> bool:
    """Whether a line only draws: the rule under the header of a table."""
    return bool(DRAWN.fullmatch(line))


def spaced_row(line: str) -> list[str]:
    """The name and the numbers of a line that has nothing else; with the number of the row, that first.

    >>> spaced_row(" s1 1.310"), spaced_row("0 dDiv/dw1 0.0009"), spaced_row("Problem 2"), spaced_row("h1 = 0.79")
    (['s1', '1.310'], ['0', 'dDiv/dw1', '0.0009'], [], [])
    """
    return line.split() if SPACED.fullmatch(line) else []


def _without_commas(lines: list[str]) -> list[str]:
    """The lines with points in place of commas, where all of these are decimal or those of sentences.

    >>> _without_commas(["h1 ist 0,79, und", "s1 1,31"]), _without_commas(["unit 1,5", "h1,0,79"])
    (['h1 ist 0.79 und', 's1 1.31'], ['unit 1,5', 'h1,0,79'])
    """
    if not any(map(SURE.search, lines)):
        return lines
    plain = [OF_SENTENCE.sub("", OWN_DECIMAL.sub(r"\1.\2", line)) for line in lines]
    return lines if any("," in line for line in plain) else plain


def _beside_decimal_commas(lines: list[str], counts: dict[str, list[int]]) -> str:
    """A tab or `;` that stands in half of the lines or more, where the commas of these lines are all decimal."""
    for mark in SEPARATORS.replace(",", ""):
        marked = [line for line, count in zip(lines, counts[mark], strict=True) if count]
        if len(marked) * 2 >= len(lines) and all(line.count(",") == len(DECIMAL.findall(line)) for line in marked):
            return mark
    return ""


def _first(lines: list[str], mark: str) -> int:
    """The lines in which this mark is the first of `;` and `,`, decimal commas aside: names come before values."""
    firsts = (re.search(r"[;,]", DECIMAL.sub("", line)) for line in lines)
    return sum(first is not None and first[0] == mark for first in firsts)


def _bare(line: str) -> str:
    """The line without what is quoted or in brackets.

    >>> _bare('w_{1,2},"a,b",Div(f(x, y), z)')
    'w_,,Div'
    """
    for _ in range(4):
        line, changes = HIDING.subn("", line)
        if not changes:
            break
    return line


def _without_cases(line: str) -> str:
    """A line that says what something is, without the cases in which it is that: their commas part no fields.

    >>> _without_cases("dL/dy = y - t if y < 1, 1 otherwise"), _without_cases("dL/dy, y - t if y < 1")
    ('dL/dy = y', 'dL/dy, y - t if y < 1')
    """
    says = ASSIGNMENT.match(line)
    return line[: says.end()] if says and condition(line, says.end() - 1) < len(line) else line


def _sentences(lines: list[str]) -> bool:
    """Whether these are lines such as `w1 = 0,5` or `loss: 0.5, and so on`, whose commas separate no fields.

    What they are is seen in the lines that say that something is something. Titles and prose between them may have
    commas too; but where more lines have a number behind a comma, they are rows.
    """
    stating = [line for line in lines if ASSIGNMENT.match(line)]
    rows = sum(bool(FIELD.search(DECIMAL.sub("", line))) for line in lines if not ASSIGNMENT.match(line))
    if len(stating) <= rows:
        return False
    commas = {line.count(",") for line in stating}
    several = len(commas) > 1 or commas == {0}
    return several or all(map(STATED_DECIMAL.search, stating)) or all(map(STATED_AGAIN.search, stating))


def _is_prose(lines: list[str]) -> bool:
    """Whether all commas and semicolons are those of sentences: `Luego s1 es igual a 1,31, y h1 es 0,79; por eso`."""
    marked = [COMMA.sub("", line) for line in lines if "," in line or ";" in line]
    return bool(marked) and all(
        "\t" not in line and not SPLIT.search(line) and len(WORD.findall(line)) >= FEWEST_WORDS for line in marked
    )


def _assignments(lines: list[str]) -> int:
    return sum(bool(ASSIGNMENT.match(line)) for line in lines)
