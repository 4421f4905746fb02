"""Slips in a sum over the paths that a gradient comes back by: several left out, each one step off."""

import re
from collections.abc import Iterator
from itertools import combinations

from grader.engine.expr import Expr, Name, add, is_apply, names_in, rename
from grader.engine.language.tokens import gradient_parts
from grader.engine.mutate.edit import Edit, Setting


def paths(formula: Expr) -> Iterator[Edit]:
    """Of the paths that a gradient comes back by, several left out: all through one quantity, or any two."""
    if not is_apply(formula, "add"):
        return
    terms = formula.args
    through: dict[str, list[Expr]] = {}
    for term in terms:
        for name in filter(gradient_parts, names_in(term)):
            through.setdefault(name, []).append(term)
    twos = [list(two) for two in combinations(terms, 2)] if 3 < len(terms) <= _MOST_PATHS else []
    for lost in [*through.values(), *twos]:
        kept = [term for term in terms if term not in lost]
        if len(lost) > 1 and kept:
            says = (
                "the terms {0} and {1} are left out" if len(lost) == 2 else "the terms {0}, {1} and so on are left out"
            )
            yield Edit("dropped-term", add(*kept), says, (lost[0], lost[1]))
        if len(kept) > 1 and len(lost) > 1:
            yield Edit("dropped-term", add(*lost), "only the terms {0} and {1} are counted", (lost[0], lost[1]))


_MOST_PATHS = 6


def off_by_one(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """In every term of a sum over steps, the state after for the one before, or the other way round."""
    families: dict[str, list[int]] = {}
    for name in names_in(formula):
        if numbered := _NUMBERED.fullmatch(name):
            families.setdefault(numbered[1], []).append(int(numbered[2]))
    for stem, numbers in families.items():
        for by in (1, -1):
            names = {stem + str(k): stem + str(k + by) for k in numbers}
            if len(names) > 1 and all(setting.shapes.get(new, 0) == setting.shapes[old] for old, new in names.items()):
                first, other = next(iter(names.items()))
                says = "{1} is used where {0} belongs, and so in every term"
                shifted = rename(formula, names)
                yield Edit("wrong-operand", shifted, says, (Name(first), Name(other)))
                more = None if gradient_parts(first) else _one_term_more(shifted, -by, setting)
                if more is not None:
                    yield Edit("wrong-operand", more, _AND_MORE, (Name(first), Name(other)))


def _one_term_more(total: Expr, by: int, setting: Setting) -> Expr | None:
    """The sum over steps with the term of one step more, if there is such a one: δ₁·h₁ beside δ₃·h₃ + δ₂·h₂."""
    if not is_apply(total, "add"):
        return None
    for term in total.args:
        found = {name: _NUMBERED.fullmatch(name) for name in names_in(term)}
        names = {name: at[1] + str(int(at[2]) + by) for name, at in found.items() if at}
        fits = all(setting.shapes.get(new, 0) == setting.shapes[old] for old, new in names.items())
        if names and fits and (other := rename(term, names)) not in total.args:
            return add(*total.args, other)
    return None


_AND_MORE = "{1} is used where {0} belongs, and so in every term, of which there is one too many"

_NUMBERED = re.compile(r"(\D+)(0|[1-9]\d*)")
