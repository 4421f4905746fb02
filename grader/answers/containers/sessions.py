"""What an interactive session shows, and what programs print: prompts, and names and numbers without signs."""

import re
from itertools import takewhile

from grader.answers.parallel import parallel

_PROMPT = re.compile(r"\s*(?:>>>?|>|\.\.\.(?=\s)|julia>|octave:\d+>|In\s*\[\d*\]:=?)\s?(?P<typed>.*)", re.DOTALL)
_SESSION = re.compile(r"\s*(?:\[1\]\s(?!\s*[=:])|julia>|octave:\d+>|In\s*\[\d*\]:|\[1,\]\s)")
"""What no other text has at the beginning of a line."""
_ARROWS = re.compile(r"\s*(?P<marks>>+)(?:\s|$)")
"""The prompts of Python and MATLAB; where lines differ in how many there are, those of a mail."""
SHOWS = re.compile(
    r"(?:(?:print|(?:np\.|torch\.)?(?P<round>a?round)|float)\(\s*){0,3}\(?"
    r"(?P<name>[∇∂]?[^\W\d][\w.]*(?:\s*,\s*[∇∂]?[^\W\d][\w.]*)*)"
    r"(?:\.(?:item|detach|cpu|numpy|tolist|round)\(\d*\)){0,3}(?(round)\s*,\s*\d{1,2}|)\s*\)*\s*;?\s*(?://\s*\w+\s*)?"
)
"""What is typed so that it is shown: a name, or several, rounded or as a plain number."""
_ASSIGNS = re.compile(
    r"(?P<name>[∇∂]?[^\W\d]\w*'?)\s*(?:[-+*/]?=(?!=)|<-)\s*(?P<value>(?:[^=]|(?<=\w)=(?=\w))+?)\s*;?\s*"
)
_SHOWN = re.compile(r"^\((?=[^()]*<-)(.*)\)\s*;?$", re.DOTALL)
"""An assignment in brackets, which R shows: `(h <- x %*% w)`."""
_NUMBER = r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+−]?\d+)?"
_VECTOR = re.compile(rf"\s*\[(?P<at>\d+)\]\s+(?P<numbers>{_NUMBER}(?:\s+{_NUMBER})*)\s*")
_MATRIX = re.compile(rf"\s*\[\d+,\]\s+(?P<numbers>{_NUMBER}(?:\s+{_NUMBER})*)\s*")
_COLUMNS = re.compile(r"\s*\[,1\](?:\s+\[,\d+\])*\s*")
_TYPED = re.compile(r"\s*(?:\d+×\d+ \w*Matrix|\d+-element Vector)\{.*\}:\s*")
"""What Julia says of an array before it shows it."""
_NUMBERS = re.compile(rf"\s*(?P<numbers>{_NUMBER}(?:\s+{_NUMBER})*)\s*")
_NUMBERED = re.compile(_NUMBER)
_ANS = re.compile(r"\s*ans\s*=")
"""What MATLAB and Octave say before the value of what was typed."""
_NOTHING = re.compile(r"0+")
"""What sums, and counts, begin with."""
_SIGNED = re.compile(r"[^=:([{]*[=:]")
"""What says a name itself: a sign within brackets, as in `tensor(1.65, grad_fn=<SumBackward0>)`, gives it none."""
_OUT = re.compile(r"\s*Out\s*\[\d*\](?://\w+)?\s*[:=]\s?(?P<value>.*)", re.DOTALL)
"""`Out[1]: 0.79` of IPython, `Out[1]= 0.79` of Mathematica."""
_PAIRS = re.compile(rf"(?:\s*[^\W\d][^\s,=:]{{0,20}},?\s+{_NUMBER}(?=[\s,;|]|$)[\s,;|]{{0,9}}){{2,}}")
_WORD = re.compile(r"(?:\(?[^\W\d_]{2,20}\)?[.!]?\s*)?")
"""All that may stand behind them: `h1 0.79 h2 0.95 ok`."""
_PAIR = re.compile(rf"([^\W\d][^\s,=:]{{0,20}}),?\s+({_NUMBER})")
_SHAPE = re.compile(
    r"[\s,(]*\b(?:of\s+)?(?:shape|size|dims?)\s*[:=]?\s*[\[(]\s*\d+(?:\s*[,x×]\s*\d*)?\s*[\])]\)?(?=\s*:?\s*$)",
    re.IGNORECASE,
)
"""Behind the name of an array that follows: `dW1 shape (2, 3)`."""
_COMMENTED = re.compile(rf"\s*print\((?P<name>[^\W\d][\w.]*)\)\s*#\s*(?:=|->|=>)?\s*(?P<value>{_NUMBER})\s*")
"""`print(s1)  # 1.31`, in a program with what it puts out beside it."""
_RECORD = re.compile(r"\s*(?:[A-Z]\w*|dict|namespace)\((?P<fields>[^\W\d]\w*=[^=].*)\)\s*", re.DOTALL)
"""`Forward(s1=1.31, h1=0.79)`, as Python shows a record."""
_TENSOR = re.compile(
    rf"\s*(?P<name>[^\W\d][\w.]*) +(?:np\.float\d+|tensor|array)\((?P<value>{_NUMBER})(?:,[^()]*)?\)\s*"
)
"""`loss tensor(1.65, grad_fn=<SumBackward0>)`, a number as `print("loss", loss)` puts it out."""
_LONGEST = 400
"""Characters of a line that is looked at so."""


def spoken(lines: list[str]) -> list[str]:
    """The lines with `name = value` where a session, or a program, shows it in another way.

    >>> spoken(["> h1 <- s(1.31)", "> h1", "[1] 0.79"]), spoken(["s3 0.32 yhat 0.58"]), spoken([">>> h1", "0.79"])
    (['', '', 'h1 = 0.79'], ['s3 = 0.32, yhat = 0.58'], ['', 'h1 = 0.79'])
    """
    if is_session(lines):
        lines = _session(lines)
    return [_signed(line) for line in lines]


def is_session(lines: list[str]) -> bool:
    """Whether lines are what an interactive session shows."""
    arrows = {arrow["marks"] for line in lines if ">" in line[:8] and (arrow := _ARROWS.match(line))}
    return arrows in ({">>"}, {">>>"}) or any(_SESSION.match(line) for line in lines)


def _session(lines: list[str]) -> list[str]:
    """What was typed is left out, but for names whose values are shown, several numbers at once, and `h1 = 0.79`.

    That is what the name is as long as it is neither shown nor assigned again.
    """
    found, shown, at = [""] * len(lines), "", 0
    typed: dict[str, int] = {}
    while at < len(lines):
        line = lines[at].rstrip("\r\n")
        if prompt := _PROMPT.fullmatch(line):
            shows = _SHOWN.sub(r"\1", prompt["typed"].strip()[:_LONGEST])
            name, assigned = SHOWS.fullmatch(prompt["typed"]), _ASSIGNS.fullmatch(shows)
            said = name["name"] if name else assigned["name"] if assigned else ""
            shown = f"{said} = " if said else ""
            found[at] = prompt["typed"] if parallel(prompt["typed"]) else ""
            if said in typed:
                found[typed.pop(said)] = ""
            if assigned and _NUMBERED.fullmatch(assigned["value"]) and not _NOTHING.fullmatch(assigned["value"]):
                typed[said], found[at] = at, f"{said} = {assigned['value']}"
        elif line.strip() and not _COLUMNS.fullmatch(line):
            end, value = _printed(lines, at)
            value = _ANS.sub("", value) if shown else value
            found[at] = value if _SIGNED.match(value) else shown + value
            shown, at = "", end - 1
        at += 1
    return found


def _printed(lines: list[str], at: int) -> tuple[int, str]:
    """One past the last line of what R, Julia or a notebook shows from a line on, and what that is."""
    if _TYPED.fullmatch(lines[at].rstrip("\r\n")):
        shown = takewhile(bool, (_NUMBERS.fullmatch(line.rstrip("\r\n")) for line in lines[at + 1 :]))
        array = [row["numbers"].split() for row in shown if row]
        joined = (row[0] if len(row) == 1 else f"[{', '.join(row)}]" for row in array)
        return at + 1 + len(array), f"[{', '.join(joined)}]"
    for pattern, whole in ((_VECTOR, "[{}]"), (_MATRIX, "[[{}]]")):
        rows: list[str] = []
        while at + len(rows) < len(lines) and (row := pattern.fullmatch(lines[at + len(rows)].rstrip("\r\n"))):
            if rows and row.groupdict().get("at") == "1":
                break
            rows.append(", ".join(row["numbers"].split()))
        if rows:
            single = pattern is _VECTOR and rows[0].count(",") + len(rows) == 1
            between = ", " if pattern is _VECTOR else "], ["
            return at + len(rows), rows[0] if single else whole.format(between.join(rows))
    out = _OUT.fullmatch(lines[at].rstrip("\r\n"))
    return at + 1, out["value"] if out else lines[at]


def _signed(line: str) -> str:
    if len(line) > _LONGEST:
        return line
    if "(" in line and (record := _RECORD.fullmatch(line)):
        return record["fields"]
    if "#" in line and (commented := _COMMENTED.fullmatch(line)):
        return f"{commented['name']} = {commented['value']}"
    if line.rstrip().endswith(")") and (tensor := _TENSOR.fullmatch(line)):
        return f"{tensor['name']} = {tensor['value']}"
    line = _SHAPE.sub("", line) if line.rstrip().endswith((")", "]", "):", "]:")) else line
    if "." in line and "=" not in line and ":" not in line and (pairs := _PAIRS.match(line)):
        said = ", ".join(f"{name} = {number}" for name, number in _PAIR.findall(pairs[0]))
        return said if _WORD.fullmatch(line, pairs.end()) else line
    return line
