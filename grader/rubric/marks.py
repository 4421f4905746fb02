"""What a mark may ask for: a quantity, its value after a step, a partial derivative, or one element of any of these."""

import re
from typing import NamedTuple, NoReturn

from grader.engine import element_written, nearest, suggestion, taken_apart
from grader.errors import FormulaError
from grader.notation import key
from grader.rubric.jacobian import jacobian
from grader.rubric.place import Faults, Place
from grader.rubric.scope import Scope

_NAME = r"[^\W\d]\w*'*"
_MARK = re.compile(
    rf"(?:d(?P<of>{_NAME})/d(?P<wrt>{_NAME})|(?P<name>{_NAME}))(?P<index>\[\s*\d{{1,9}}(?:\s*,\s*\d{{1,9}})*\s*\])?"
)
_FRILLS = re.compile(r"\\?(?:frac|partial)|[\s^_{}()\\]")
"""What mathematics writes into a name, and a mark does not: ∂L/∂W_{1}, dL/dW^(1)."""


class Asked(NamedTuple):
    """A mark's name, taken apart."""

    name: str
    """The quantity, or what the derivative is by."""
    of: str = ""
    """For a derivative: what is derived."""
    place: tuple[int, ...] = ()
    """The element's index, from 1; () for the whole."""


def asked(text: str, scope: Scope) -> Asked:
    """A mark's name taken apart; FormulaError, with its place in the text, if the problem has no such quantity."""
    found = _MARK.fullmatch(text)
    if not found:
        near = nearest(_FRILLS.sub("", text.replace("∂", "d")), scope.askable())
        todo = f"did you mean '{near[0]}'?" if len(near) == 1 else 'as in h1, "W1\'", "dDiv/dw1", "W1[1,2]"'
        raise FormulaError(f"'{text}' names no quantity", 0, len(text), todo)
    index = tuple(int(i) for i in re.findall(r"\d+", found["index"] or ""))
    if found["name"]:
        _check_value(found, scope)
        _check_index(found, "name", index, scope)
        return Asked(found["name"], "", index)
    _check_gradient(found, scope)
    _check_index(found, "wrt", index, scope)
    return Asked(found["wrt"], found["of"], index)


def of_vector(mark: Asked, scope: Scope) -> Asked:
    """The same by its vector, where that has elements of their own names: `dL/dw2` as `dL/dw[2]`."""
    base, primes = taken_apart(mark.name)
    vector = scope.elements.get(base)
    return Asked(vector + primes, mark.of, (int(base[len(vector) :]),)) if vector else mark


class Once:
    """Sees to it that nothing is asked for twice: an element is asked for with the whole, whatever it is called."""

    def __init__(self, scope: Scope, faults: Faults) -> None:
        self.scope, self.faults = scope, faults
        self.seen: dict[tuple[str, str], dict[tuple[int, ...], str]] = {}

    def check(self, mark: str, what: Asked, at: Place) -> None:
        """Notes what a mark asks for; a fault if another does."""
        name, of, place = of_vector(what, self.scope)
        theirs = self.seen.setdefault((of, name), {})
        other = theirs.get(place, theirs.get(())) if place else next(iter(theirs.values()), None)
        if other is not None:
            self.faults.add(at, f"'{mark}' is asked for twice", f"'{other}' asks for it already")
        theirs.setdefault(place, mark)


def _fail(found: re.Match[str], group: str, what: str, todo: str = "") -> NoReturn:
    raise FormulaError(what, *found.span(group), todo)


def _check_value(found: re.Match[str], scope: Scope) -> None:
    name = found["name"]
    base, primes = taken_apart(name)
    _check_known(found, "name", scope)
    _check_steps(found, "name", scope)
    if base in scope.upstream:
        _fail(found, "name", f"'{base}' is not computed: its gradient is given")
    if not primes and base in scope.moments and base not in scope.fixed:
        _fail(found, "name", f"'{base}' is computed in a step of training", f'ask for "{base}\'"')
    if not primes and base in scope.fixed and not scope.known.doubts(base):
        todo = f'after one step it is "{base}\'", with a prime for each step' if base in scope.changed else ""
        _fail(found, "name", f"'{name}' is given, so there is nothing to mark", todo)
    if primes and base not in scope.changed and scope.sure:
        todo = f"ask for {base}" if base in scope.forward else _renamed(base, primes, scope)
        _fail(found, "name", f"'{base}' does not change with a step", todo)


def _renamed(base: str, primes: str, scope: Scope) -> str:
    """How what the rule keeps is asked for where a formula has its usual name for something else."""
    kept = [moment for moment in scope.moments if moment.startswith(f"{base}_")]
    named = " or ".join(f'"{moment}{primes}"' for moment in kept[:3])
    return f"what the rule computes by that name is {named} here, as '{base}' is the rubric's own" if kept else ""


def _check_gradient(found: re.Match[str], scope: Scope) -> None:
    for group in ("of", "wrt"):
        _check_known(found, group, scope)
        _check_steps(found, group, scope)
    of, primes = taken_apart(found["of"])
    if found[0].partition("[")[0] in scope.fixed:
        _fail(found, "wrt", f"'{found[0]}' is given, so there is nothing to mark")
    wrt = taken_apart(found["wrt"])[0]
    if of in scope.fixed and not scope.known.doubts(of):
        _fail(found, "of", f"'{of}' is given, not computed", f"ask for d{wrt}/d{of}" if wrt in scope.forward else "")
    if of == wrt:
        _fail(found, "wrt", f"the derivative of '{of}' by itself is 1")
    meant = wrt + primes if wrt in scope.changed else wrt
    if found["wrt"] != meant and scope.sure:
        _fail(
            found, "wrt", f"{found['of']!r} is not computed from {found['wrt']!r}", f"ask for d{found['of']}/d{meant}"
        )
    if error := jacobian(found["of"], found["wrt"], scope):
        _fail(found, "of", error.what, error.todo)


def _check_known(found: re.Match[str], group: str, scope: Scope) -> None:
    base = taken_apart(found[group])[0]
    if base not in scope.known:
        known = scope.askable() if group == "name" else scope.known
        todo = _after(base, scope) or _kept(base, scope) or _slope(base, scope) or element_written(base, scope.known)
        todo = todo or _numbered(base, scope) or suggestion(found[group], known)
        _fail(found, group, f"unknown quantity '{base}'", todo)


def _after(name: str, scope: Scope) -> str:
    """How a value after the step is asked for: `W_new`."""
    later = {key(f"{base}'"): base for base in scope.changed}
    return f'after one step it is "{later[key(name)]}\'"' if key(name) in later else ""


def _kept(name: str, scope: Scope) -> str:
    """How what the rule keeps of the one parameter is asked for, that is named after both: `m_W`."""
    moment, _, parameter = name.partition("_")
    known = moment in scope.moments and (parameter,) == scope.parameters
    return f'of one parameter it is "{moment}\'" here' if known else ""


def _numbered(name: str, scope: Scope) -> str:
    """How what there is several times is asked for: `h`, of h1 … h4."""
    several = [each for each in scope.known if re.fullmatch(rf"{re.escape(name)}\d+", each) and each in scope.forward]
    return (
        f'there are {several[0]} … {several[-1]}; with [repeat] "{name}[t]" is all of them' if len(several) > 1 else ""
    )


def _slope(name: str, scope: Scope) -> str:
    """How a gradient is asked for that is named in code: `dW1`, `grad_W1`."""
    by = key(name).removeprefix("d/").removeprefix("d")
    meant = [mark for mark in scope.askable() if key(mark).endswith(f"/d{by}")] if by != key(name) else []
    return f"did you mean '{meant[0]}'?" if meant else ""


def _check_steps(found: re.Match[str], group: str, scope: Scope) -> None:
    primes = len(taken_apart(found[group])[1])
    if primes and not scope.steps:
        _fail(found, group, f'"{found[group]}" is a value after a step of training', "there is no [training]")
    if primes > scope.steps:
        _fail(found, group, f'"{found[group]}" is a value after {primes} steps', f"[training] has {scope.steps}")


def _check_index(found: re.Match[str], group: str, index: tuple[int, ...], scope: Scope) -> None:
    base = taken_apart(found[group])[0]
    shape = scope.shapes.get(base)
    if not index or shape is None:
        return
    if len(index) != len(shape):
        _fail(found, "index", f"{indices_said(len(index))} for '{base}'", f"it has {indices_said(len(shape))}")
    for i, n in zip(index, shape, strict=True):
        if not 1 <= i <= n:
            _fail(found, "index", f"index {i} of '{base}' is outside 1 … {n}", "indices count from 1")


def indices_said(count: int) -> str:
    """So many indices, in words."""
    return "1 index" if count == 1 else f"{count or 'no'} indices"
