"""Answers to a name that several problems ask for, `L`: each answers the problem that is spoken of where it stands."""

from collections.abc import Sequence

from grader.answers.record import Answer
from grader.numbers import Unreadable

_FEWEST = 2
"""So many names of one problem, and none of another, make a file one of that problem."""


def rightful(answers: Sequence[Answer], spoken: Sequence[str]) -> list[bool]:
    """Of each answer whether it counts; `spoken` has the problem that is spoken of where each stands, or nothing.

    What stands among answers of one problem answers another only where nothing else answers that.
    """
    named = {(a.place, a.name, a.target.problem) for a in answers if a.target}
    strange = [
        bool(a.target and of and of != a.target.problem and (a.place, a.name, of) in named)
        for a, of in zip(answers, spoken, strict=True)
    ]
    own = {a.target for a, is_strange in zip(answers, strange, strict=True) if _is_read(a) and not is_strange}
    return [not is_strange or a.target not in own for a, is_strange in zip(answers, strange, strict=True)]


def of_files(paths: Sequence[str], answers: Sequence[Answer]) -> list[str]:
    """By answer the one problem of which its file answers names that no other problem asks for; nothing for several."""
    asking: dict[tuple[str, str, str], set[str]] = {}
    for path, answer in zip(paths, answers, strict=True):
        if answer.target:
            asking.setdefault((path, answer.place, answer.name), set()).add(answer.target.problem)
    names: dict[str, dict[str, set[str]]] = {}
    for (path, _, name), problems in asking.items():
        if len(problems) == 1:
            names.setdefault(path, {}).setdefault(next(iter(problems)), set()).add(name)
    only = {path: next(iter(of)) for path, of in names.items() if len(of) == 1 and _many(of)}
    return [only.get(path, "") for path in paths]


def _many(of: dict[str, set[str]]) -> bool:
    return all(len(names) >= _FEWEST for names in of.values())


def _is_read(answer: Answer) -> bool:
    return answer.number is not None and not isinstance(answer.number, Unreadable)
