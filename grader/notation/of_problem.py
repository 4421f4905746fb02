"""Names with their problem behind them, `L (problem 2)`: of what is called so in several, that of the one."""

import re
from collections.abc import Iterable

_BEHIND = re.compile(r"(?P<name>\S.*?) \(problem (?P<problem>.+)\)")


def of_problem(name: str, problem: str) -> str:
    """A name with its problem behind it, as `problem_behind` reads it.

    >>> of_problem("L", "2")
    'L (problem 2)'
    """
    return f"{name} (problem {problem})"


def problem_behind(text: str, problems: Iterable[str]) -> tuple[str, str] | None:
    """A name without the problem behind it, and that problem; None where no problem of these is.

    >>> problem_behind("L (problem 2)", ("1", "2")), problem_behind("L (problem 3)", ("1", "2"))
    (('L', '2'), None)
    """
    found = _BEHIND.fullmatch(text.strip(" :=")) if "(problem " in text else None
    return (found["name"], found["problem"]) if found and found["problem"] in problems else None
