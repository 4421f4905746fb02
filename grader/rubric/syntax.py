"""Reads TOML past its faults: each statement that cannot be read is said, left out, and the rest is read again."""

import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from grader.rubric.locate import Located
from grader.rubric.place import Faults, Place, Source

_ATTEMPTS = 20
_LONGEST_NUMBER = 400

_TODO = {
    "illegal character 'line end'": "a closing quote is missing",
    "unclosed array": "a ']' is missing",
    "unclosed inline table": "a '}' is missing",
    "invalid value": "a number, a list, or a text in quotes",
    "invalid statement": "a line reads key = value",
    "expected ']' at the end of a table declaration": 'as in [marks] or [credit."dL/dw"]',
    "expected '=' after a key in a key/value pair": "a line reads key = value",
    "expected newline or end of document after a statement": "a line holds one key = value",
    "unescaped '\\' in a string": "write it twice, or put the text in single quotes",
}
"""What to do about the commonest faults."""

_FOREIGN = (
    (re.compile(r"[“”„«»‘’‚]"), 'quotes are straight: "…"'),
    (re.compile(r"[−–—]"), "write '-'"),
    (re.compile(r"(?<=\d),\d"), "a number has a point, as in 0.5"),
    (re.compile(r"\.\d"), "a digit stands before the point, as in 0.5"),
    (re.compile(r"%"), 'a share stands in quotes, as in "0.1 %"'),
    (re.compile(r";"), "rows are lists, as in [[1, 2], [3, 4]]"),
    (re.compile(r"//"), "a remark stands behind #"),
    (re.compile(r"(?<=\d)/"), "write the number, as in 0.5"),
    (re.compile(r"[*^@(+-]|[^\W\d]\w*[ \t]*[-+*/^@(\[]"), 'a formula stands in quotes, as in "sigmoid(s1)"'),
)
"""What is written elsewhere, or comes of copying, where a value stands that is none: by what it looks like there."""
_VALUES = ("invalid value", "unclosed array", "expected newline or end of document after a statement")


class Wrong(NamedTuple):
    """A fault of the syntax, in the library's words, and the offset that it names."""

    what: str
    at: int


class Statement(NamedTuple):
    """A stretch of the text to leave out, the key that it would have set, and where its fault is."""

    start: int
    end: int
    key: str
    at: int


def without_repeats(source: Source, located: Located, faults: Faults) -> tuple[str, set[str]]:
    """The text without the second of two equal keys, which TOML does not allow; and those keys."""
    text = source.text
    for twice in located.twice:
        first = Place(source, *twice.first.key)
        faults.add(Place(source, *twice.second.key), f"'{twice.name}' is defined twice", f"first on line {first.line}")
        text = _blanked(text, text.rfind("\n", 0, twice.second.key[0]) + 1, twice.second.value[1])
    return text, {twice.name for twice in located.twice}


def parsed(source: Source, text: str, faults: Faults) -> tuple[dict[str, object] | None, set[str]]:
    """The data, and the keys that had to be left out; None where what is left could mean something else."""
    lost: set[str] = set()
    for _ in range(_ATTEMPTS):
        try:
            return tomllib.loads(text, parse_float=_exact), lost
        except tomllib.TOMLDecodeError as error:
            wrong = _said(str(error), source)
        except RecursionError:
            wrong = Wrong("nested too deeply", 0)
        except ValueError:  # Python reads no number of several thousand digits
            long = re.search(rf"[0-9_]{{{_LONGEST_NUMBER},}}", text)
            wrong = Wrong("a number of too many digits", long.start() if long else 0)
        statement = _statement(text, wrong)
        at = statement.at if statement else wrong.at
        faults.add(Place(source, at, at + 1), wrong.what, _todo(text, wrong))
        if statement is None:
            return None, lost
        lost.add(statement.key)
        text = _blanked(text, statement.start, statement.end)
    return None, lost


def _blanked(text: str, start: int, end: int) -> str:
    """The text with a stretch of it empty, and every other place as it was."""
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _exact(text: str) -> Decimal:
    """A number with all its digits: 0.1 is a tenth."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _said(message: str, source: Source) -> Wrong:
    """The library's message, which ends in a line and a column."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
    if not found:
        return Wrong(message, 0)
    what = found[1][:1].lower() + found[1][1:].replace("\\n", "line end")
    if twice := re.fullmatch(r"cannot declare \((.*?),?\) twice", what):
        what = f"the table '{twice[1][1:-1].replace(_BETWEEN, '.')}' stands twice"
    if not found[2]:
        return Wrong(what, len(source.text.rstrip()))
    return Wrong(what, min(source.starts[int(found[2]) - 1] + int(found[3]) - 1, len(source.text)))


def _todo(text: str, wrong: Wrong) -> str:
    if wrong.what in _VALUES:
        for pattern, todo in _FOREIGN:
            if pattern.match(text, wrong.at):
                return todo
    if blocks := re.fullmatch(r"the table '((?:problem\.)?accept|problem)' stands twice", wrong.what):
        return f"each begins with [[{blocks[1]}]]"
    return _unquoted(text, wrong) or _TODO.get(wrong.what, "")


_BETWEEN = "', '"
"""Between the parts of a key, in the library's words."""
_BARE = re.compile(r"[ \t]*(?P<key>[^\W\d][\w.]*[^\s\w=\"#][^\n=\"#]*?|\w*[^\x00-\x7f]\w*)[ \t]*=(?!=)")


def _unquoted(text: str, wrong: Wrong) -> str:
    """How a name that TOML does not take as a key is written; empty where that is not the fault."""
    found = _BARE.match(text, text.rfind("\n", 0, wrong.at) + 1) if wrong.what in _LINE_ALONE else None
    return f'put the name in quotes: "{found["key"]}" = …' if found else ""


_PAIR = re.compile(r"^[ \t]*(?P<key>[\w.-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*=", re.MULTILINE)
_HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*[A-Za-z_\"']", re.MULTILINE)
_LINE_ALONE = ("invalid statement", "expected '=' after a key in a key/value pair")


def _statement(text: str, wrong: Wrong) -> Statement | None:
    """The statement that is at fault; None where it is the header of a table, on which all that follows depends."""
    if wrong.what in _LINE_ALONE:
        return _line(text, wrong.at)
    pairs = [found for found in _PAIR.finditer(text) if found.start() <= wrong.at]
    next_one = len(pairs) > 1 and not text[pairs[-1].start() : wrong.at].strip()
    if next_one:  # a list left open is seen only where the next statement begins
        pairs.pop()
    if not pairs or _HEADER.search(text, pairs[-1].end(), max(wrong.at, pairs[-1].end())):
        return None
    pair = pairs[-1]
    later = (pattern.search(text, max(wrong.at, pair.end())) for pattern in (_PAIR, _HEADER))
    end = min((found.start() for found in later if found), default=len(text))
    return Statement(pair.start(), end, pair["key"].strip("\"'"), pair.start("key") if next_one else wrong.at)


def _line(text: str, at: int) -> Statement | None:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    word = re.match(r"\s*[\"']?([\w.-]*)", text[start:end])
    return None if _HEADER.match(text, start) else Statement(start, end, word[1] if word else "", at)
