"""Files of phrases: a course's own are read, and all there are are written, to begin with."""

import codecs
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from grader.engine import suggestion
from grader.errors import Fault, GradeError
from grader.wording.phrases import NOTES, PHRASES
from grader.wording.reasons import REASONS, REMEDIES
from grader.wording.saying import Wording


def read_wording(path: Path) -> Wording:
    """The phrases of a TOML file: `"score" = "{points} von {out_of} Punkten"`, one a line.

    GradeError with every fault at once: an unknown phrase, one that is no text, a part that it does not have.
    """
    try:
        data = path.read_bytes()
        found = tomllib.loads(data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig"))
    except OSError as error:
        raise GradeError([Fault(str(path), f"cannot be read: {(error.strerror or '').lower()}")]) from None
    except ValueError as error:
        raise GradeError([Fault(str(path), f"is not TOML: {error}")]) from None
    tables = {name: found.pop(name, {}) for name in _TABLES}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise GradeError([Fault(str(path), f"'{name}' is no table of {name}", f"head it [{name}]")])
    faults = [fault for phrase, text in found.items() for fault in _faults(path, phrase, text)]
    for name, table in tables.items():
        faults += [fault for english, text in table.items() for fault in _faults_in(path, name, english, text)]
    if faults:
        raise GradeError(faults)
    return Wording(found, **tables)


_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""As PowerShell writes what a command prints."""
_TABLES = {"notes": NOTES, "reasons": (*REASONS, *REMEDIES)}
"""The tables of a file, and the English patterns in each."""


def _faults(path: Path, phrase: str, text: object) -> Iterator[Fault]:
    if phrase not in PHRASES and not phrase.startswith(("note ", "cause ")):
        yield Fault(str(path), f"unknown phrase '{phrase}'", suggestion(phrase, PHRASES))
    else:
        yield from _text_faults(path, phrase, text, PHRASES.get(phrase, ""))


def _faults_in(path: Path, table: str, english: str, text: object) -> Iterator[Fault]:
    if english not in _TABLES[table]:
        yield Fault(str(path), f"no {table[:-1]} reads '{english}'", suggestion(english, _TABLES[table]))
    else:
        yield from _text_faults(path, english, text, english)


def _text_faults(path: Path, phrase: str, text: object, english: str) -> Iterator[Fault]:
    """What is wrong with a text that stands in place of the English one."""
    if not isinstance(text, str):
        yield Fault(str(path), f"'{phrase}' is not a text", "write it in quotes")
        return
    known = _parts(english)
    try:
        unknown = _parts(text) - known
    except ValueError as error:
        yield Fault(str(path), f"'{phrase}': {error}", "write {{ for a brace that is meant as one")
        return
    for part in sorted(unknown):
        can = f"there is {', '.join(sorted(known))}" if known else "nothing is filled in here"
        yield Fault(str(path), f"'{phrase}' has no part '{part}'", can)


def _parts(text: str) -> set[str]:
    """The names in braces, whole: `{points.real}` and `{points!r}` are none of ours."""
    fields = ((name, form, kind) for _, name, form, kind in Formatter().parse(text) if name is not None)
    return {f"{name}{'!' + kind if kind else ''}{':' + form if form else ''}" for name, form, kind in fields}


def to_toml() -> str:
    """Every phrase in English, as a file of phrases to begin with."""
    named = (f"{_key(phrase)} = {_quoted(text)}" for phrase, text in PHRASES.items())
    tables = (
        line
        for name, patterns in _TABLES.items()
        for line in ("", f"[{name}]", *(f"{_quoted(english)} = {_quoted(english)}" for english in patterns))
    )
    return "\n".join([*_HEAD, *named, *tables, ""])


_HEAD = (
    "# What students are told, for --wording FILE: write the right side of a line in your own words.",
    "# What stands in braces is filled in, and may be left out; a line that is left out stays English.",
    "",
)


def _key(phrase: str) -> str:
    return phrase if phrase.isidentifier() else _quoted(phrase)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
