"""Workings that go on in the lines below: a value under its `name =`, the steps, sums and cases of a formula."""

import re

from grader.answers.cases import condition, is_case
from grader.answers.displays import ROW_END
from grader.notation import problem_heading

MOST = 400
"""Lines of one array."""
_LONGEST = 2_000
_LONGEST_CASE = 80
_FIELDS = re.compile(r"[\t\"]")
"""What is in rows of fields, and in no case of a formula."""
_EQUALS = re.compile(r"(?<![<>!])[=≈](?!<)")
_SIGN = re.compile(rf"{_EQUALS.pattern}|:")
ARRAY = re.compile(
    r"\s*(?:<?(?:(?:np|numpy|torch|tf|jnp)\.)?[A-Za-z]{1,9}\s*\(\s*)?\[(?!\s*\d+\s*(?:,\s*\d+\s*)?\]\s*[=:])"
)
"""The beginning of an array; `[1] = 0.47` is one of its elements."""
BEGINS_MATRIX = re.compile(r"\\begin\{([a-z]*matrix\*?|array)\}")
_NUMBER = re.compile(r"\s*(?:[a-z.]{0,12}\()?[-+−]?\d[\d.,]*(?:[eE][-+]?\d+)?\)?\s*")
NAMES = re.compile(r"[^;\t\"]*\S\s*[=:≈]\s*(?:\?+\s*)?")
_ASKED = re.compile(r"\s*\?+\s*$")
_STEP = re.compile(r"\s*(?:&\s*)?(?:=(?!=)|≈|\\approx)")
_ROW_ENDS = re.compile(rf"\s*{ROW_END}\s*$")
_TERM = re.compile(r"\s*(?:&\s*(?:\\q?quad\s*|\{\}\s*)*|(?:\\q?quad\s*|\{\}\s*)+)(?=[-+−*·]|\\(?:cdot|times)(?![a-z]))")
"""The beginning of a row of LaTeX's that goes on with a sum or a product: `&\\quad + 0.2`."""
_INDENTED_TERM = re.compile(r"(?=\s{2,}(?:[+·×]|[-−*]\s*[\d(.]))")
_OPENED_STEP = re.compile(rf"\s*(?:\$\$?|\\[\[(])(?={_STEP.pattern})")
"""The beginning of mathematics that is such a step: `$= 0.5$`."""
_RESULT = re.compile(
    r"(?=.{0,600}[+*/^·×])[\s\d.,()\[\]{}+*/^·×−-]*(?:\\(?:cdot|times)?[\s\d.,()\[\]{}+*/^·×−-]*)*=\s*[-+−]?\d[\d.]*\s*"
)
"""A working of numbers alone and what it comes to, below the formula that they stand for."""
_SAYS = re.compile(r"[^;\t\",]{1,120}|[^;\t\",]{1,60}\([\d, ]+\)\s*[=:]|[^;\t\"]*[=≈][^;\t\"]*")
_CALLED = re.compile(
    r"=[^=]*(?:(?<![\\\w])[^\W\d_]{2,}\s*\(|σ|\\(?:sigma|tanh|exp|ln|log|mathrm|operatorname)(?![a-z]))"
)
"""A formula with a function in it, of which the numbers below may be the argument."""
_FORMULA = re.compile(r"[^;\t\"=]{1,120}=[^;\t\"=]*[^\W\d][^;\t\"=]*[^\s;\t\"=]")
_WORKING = re.compile(r"[^\W_]\s*[*+·×]|[^\W_]\s+[-−]\s|\w\(|σ")
"""What an expression has and a name has not."""


def worked(lines: list[str]) -> list[str]:
    """Each value behind its name, each step of a working behind those before it."""
    lines = [_OPENED_STEP.sub("", line) if line.lstrip()[:1] in ("$", "\\") else line for line in lines]
    begun, apart = -1, False
    for at, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or len(line) > _LONGEST:
            begun, apart = (begun if len(line) <= _LONGEST else -1), True
            continue
        begun = begun if begun < 0 or len(lines[begun]) <= _LONGEST else -1
        if more := _more(lines, begun, at, apart) if begun >= 0 else "":
            lines[begun] = f"{_ROW_ENDS.sub('', _ASKED.sub('', lines[begun])).rstrip()}{more}"
            lines[at] = ""
        else:
            begun = at if _SAYS.fullmatch(stripped) else -1
        apart = False
    return lines


def _more(lines: list[str], begun: int, at: int, apart: bool) -> str:
    """What a line adds to the one that was begun; below a blank line no case, and a step of a working alone."""
    line, named = lines[at].strip(), bool(NAMES.fullmatch(lines[begun].rstrip("\r\n")))
    if (term := _TERM.match(line) or _goes_on_with_term(lines, begun, at, apart)) and _EQUALS.search(lines[begun]):
        return f" {line[term.end() :]}"
    if _RESULT.fullmatch(line) and _FORMULA.fullmatch(lines[begun].strip()) and not _CALLED.search(lines[begun]):
        return f" = {line}"
    if apart and not named:
        heads = line.endswith("=") or problem_heading(line.strip("=> "))
        return f" {line}" if _STEP.match(line) and not heads else ""
    case = _case(lines[begun], line)
    if case and not named:
        return f"; {case}"
    goes_on = _STEP.match(line) or (named and (_is_value(lines, at) or _is_working(lines, at)))
    return f" {case or line}" if case or goes_on else ""


def _goes_on_with_term(lines: list[str], begun: int, at: int, apart: bool) -> re.Match[str] | None:
    """Where an indented line begins that goes on with a sum or a product, and comes to something there or below.

    Below a working that has come to a number already, one with a minus is more likely another answer's.
    """
    below = lines[at + 1] if at + 1 < len(lines) else ""
    done = re.search(r"=\s*[-+−]?\d*\.?\d+\s*$", lines[begun]) and lines[at].lstrip()[:1] in "-−"
    comes = _STEP.match(below) or (not done and re.fullmatch(r"[^=≈:]*=\s*[-+−]?\.?\d[\d.,]*", lines[at].strip()))
    return _INDENTED_TERM.match(lines[at]) if comes and not apart else None


def _case(said: str, line: str) -> str:
    """What a line adds to a formula that was begun, as another case: `0 otherwise`, below `dL/dz = 1 if z > 0`.

    It may say the name again. Empty where it adds nothing: below `z1 = 0.3 > 0` it is a remark.
    """
    sign = _SIGN.search(said) if len(line) <= _LONGEST_CASE and len(said) <= MOST else None
    if sign is None:
        return ""
    name, again = said[: sign.start()].strip(), _SIGN.search(line)
    added = line[again.end() :].strip() if again and line[: again.start()].strip() == name else line
    if _EQUALS.search(added) or not is_case(added):
        return ""
    if not said[sign.end() :].strip():
        return "" if _FIELDS.search(line) else added
    at = condition(said, sign.end())
    value = _EQUALS.split(said[sign.end() : at])[-1]
    begun = at < len(said.rstrip()) and (said[at].isalpha() or not _NUMBER.fullmatch(value))
    return added if begun else ""


def _is_working(lines: list[str], at: int) -> bool:
    """Whether a line below a name by itself has what that is worked out from, with a step below it."""
    if at + 1 >= len(lines) or not _STEP.match(lines[at + 1]):
        return False
    return not _SIGN.search(lines[at]) and _WORKING.search(lines[at]) is not None


def _is_value(lines: list[str], at: int) -> bool:
    """Whether a line below a name by itself is the value of that, and not the first of several."""
    if ARRAY.match(lines[at]) or BEGINS_MATRIX.match(lines[at].lstrip()):
        return True
    alone = at + 1 == len(lines) or not _NUMBER.fullmatch(lines[at + 1])
    return alone and bool(_NUMBER.fullmatch(lines[at]))
