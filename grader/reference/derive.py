"""From a problem's givens and formulas to the graph of everything it implies.

Forward quantities are as written. From them follow the gradients (reverse mode, one chain-rule step per named
quantity), the update of every parameter, and the forward pass again with the updated parameters, marked by a prime.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from grader.engine import (
    ONE,
    ZERO,
    Apply,
    Expr,
    Name,
    add,
    mul,
    names_in,
    pullback,
    rename,
    rewrite,
    shape_of,
    sub,
)
from grader.errors import Fault, FormulaError, RubricError
from grader.reference.graph import Graph, Quantity, Role
from grader.rubric import Problem, Training

_GRADIENT = re.compile(r"d(?P<of>[^\W\d]\w*'*)/d(?P<wrt>[^\W\d]\w*'*)")


def gradient_name(of: str, wrt: str) -> str:
    """The rubric's name of a partial derivative.

    >>> gradient_name("Div", "w1")
    'dDiv/dw1'
    """
    return f"d{of}/d{wrt}"


def split_gradient(name: str) -> tuple[str, str] | None:
    """The two quantities of a partial derivative's name, or None if it is not one.

    >>> split_gradient("dDiv/dw1"), split_gradient("Div")
    (('Div', 'w1'), None)
    """
    found = _GRADIENT.fullmatch(name)
    return (found["of"], found["wrt"]) if found else None


def base_of(mark: str) -> str:
    """The quantity a mark asks for, without the index of an element.

    >>> base_of("W1'[1,2]")
    "W1'"
    """
    return mark.partition("[")[0]


def derive(problem: Problem) -> Graph:
    """The graph of a problem. RubricError, with every formula whose operands do not fit."""
    return _Derivation(problem).graph()


def fault_in(problem: Problem, name: str, what: str, todo: str = "") -> Fault:
    """A fault of a quantity, at its formula's place in the rubric where it has one."""
    place = problem.places.get(f"forward.{name}")
    return place.fault(f"'{name}': {what}", todo) if place else Fault(problem.name, f"'{name}': {what}", todo)


class _Derivation:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.quantities: dict[str, Quantity] = {}
        self.bundles: dict[str, tuple[str, ...]] = {}
        self.elements: dict[str, tuple[str, int]] = {}
        self.wanted = [pair for pair in map(split_gradient, map(base_of, problem.marks)) if pair]
        training = problem.training
        self.trained = tuple(training.parameters) if training else ()

    def graph(self) -> Graph:
        formulas = self._resolve_elements()
        self.wanted = [(of, self._whole(wrt)) for of, wrt in self.wanted]
        self._add_givens()
        self._add_forward(formulas)
        parameters = self._members(self.trained)
        for step in range(self.problem.training.steps if self.problem.training else 0):
            self._add_step(parameters, "'" * step)
        for of, wrt in self.wanted:
            self._add_gradients(of, self._members([wrt]))
        self._add_gradient_bundles()
        return Graph(self.quantities, self.bundles, self.elements)

    # ---- givens and the elements of vectors ---------------------------------------------------------------------

    def _resolve_elements(self) -> dict[str, Expr]:
        """The forward formulas with `x1` of a vector x resolved: to a quantity of its own, or to an element of x."""
        formulas = dict(self.problem.forward)
        used = {name for formula in formulas.values() for name in names_in(formula)}
        for vector, names in _vector_elements(self.problem).items():
            if vector in used:
                self.elements |= {name: (vector, i) for i, name in enumerate(names, 1)}
            elif used & set(names) or self._asks_element(names):
                self.bundles[vector] = names
        places = {n: Apply("index", (Name(vector),), (i,)) for n, (vector, i) in self.elements.items()}
        return {name: _substitute(formula, places) for name, formula in formulas.items()}

    def _whole(self, name: str) -> str:
        """The vector that a name is an element of, at the same step; else the name itself."""
        base = name.rstrip("'")
        return self.elements[base][0] + name[len(base) :] if base in self.elements else name

    def _asks_element(self, names: tuple[str, ...]) -> bool:
        return any(wrt in names for _, wrt in self.wanted)

    def _members(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names with every bundle taken apart into its elements, at the same step."""
        found: list[str] = []
        for name in names:
            base, primes = name.rstrip("'"), name[len(name.rstrip("'")) :]
            found.extend(member + primes for member in self.bundles.get(base, (base,)))
        return tuple(found)

    def _add_givens(self) -> None:
        parameters = set(self._members([*self.trained, *(wrt for _, wrt in self.wanted)]))
        for name, data in self.problem.givens.items():
            for member in self.bundles.get(name, (name,)):
                role = Role.PARAMETER if member in parameters else Role.GIVEN
                shape = () if name in self.bundles else data.shape
                self.quantities[member] = Quantity(member, role, shape)
        for name in self.problem.symbols:
            role = Role.PARAMETER if name in parameters else Role.GIVEN
            self.quantities[name] = Quantity(name, role, ())

    def _add_forward(self, formulas: Mapping[str, Expr]) -> None:
        faults: dict[str, Fault | None] = {}
        for name in _in_order(formulas, self.quantities):
            if any(parent in faults for parent in names_in(formulas[name])):
                faults[name] = None  # what it is computed from is at fault
                continue
            try:
                self._add(name, Role.FORWARD, formulas[name])
            except FormulaError as error:
                faults[name] = fault_in(self.problem, name, error.what, error.todo)
        if faults:
            raise RubricError(fault for fault in faults.values() if fault)

    # ---- formulas -----------------------------------------------------------------------------------------------

    @property
    def _shapes(self) -> "_Shapes":
        return _Shapes(self.quantities)

    def _add(self, name: str, role: Role, formula: Expr, of: str = "", wrt: str = "") -> None:
        shape = shape_of(formula, self._shapes)
        if role is Role.GRADIENT:
            shape = self.quantities[wrt].shape
        self.quantities[name] = Quantity(name, role, shape, formula, of, wrt)

    def _add_step(self, parameters: tuple[str, ...], primes: str) -> None:
        """One step of training: the gradients, the updated parameters, and the forward pass with them."""
        training = self.problem.training
        assert training is not None
        loss = self._current(training.loss, primes)
        if loss:
            self._add_gradients(loss, [self._current(name, primes) for name in parameters])
        renamed: dict[str, str] = {}
        for name in parameters:
            now, new = self._current(name, primes), name + primes + "'"
            self._add(new, Role.UPDATE, self._update(name, now, loss, training), of=now)
            renamed[now] = new
        for bundle, names in list(self.bundles.items()):
            if set(names) <= set(parameters):
                self.bundles[bundle + primes + "'"] = tuple(name + primes + "'" for name in names)
        self._add_pass(renamed, primes + "'")

    def _update(self, name: str, now: str, loss: str, training: Training) -> Expr:
        """The parameter's own formula where the rubric has one, else a step of gradient descent."""
        if name in training.update:
            primes = now[len(name) :]
            formula = training.update[name]
            return rename(formula, {n: self._current(n, primes) for n in names_in(formula)})
        return sub(Name(now), mul(Name(training.rate), Name(gradient_name(loss, now))))

    def _current(self, name: str, primes: str) -> str:
        """The name of a quantity at this step: what no parameter reaches keeps its first name."""
        return name + primes if name + primes in self.quantities else name

    def _add_pass(self, renamed: dict[str, str], primes: str) -> None:
        """The forward quantities that depend on a parameter, once more."""
        before = primes[:-1]
        for name in self.problem.forward:
            now = self._current(name, before)
            formula = self.quantities[now].formula
            assert formula is not None
            if any(parent in renamed for parent in names_in(formula)):
                renamed[now] = name + primes
        ordered = [q for q in self.quantities.values() if q.name in renamed and q.role is Role.FORWARD]
        for quantity in ordered:
            assert quantity.formula is not None
            self._add(renamed[quantity.name], Role.FORWARD, rename(quantity.formula, renamed), of=quantity.name)

    # ---- gradients ----------------------------------------------------------------------------------------------

    def _add_gradients(self, of: str, wrts: Iterable[str]) -> None:
        """The gradient of `of` for each of `wrts` and for every quantity on the way, from the output back."""
        route = self._route(of, set(wrts))
        received: dict[str, list[Expr]] = {name: [] for name in route}
        sheet = list(self.problem.marks)
        leaves = [name for name in route if self.quantities[name].formula is None]
        leaves.sort(key=lambda name: _position(gradient_name(of, name), sheet))
        for name in [*(n for n in reversed(route) if n not in leaves), *leaves]:
            gradient = gradient_name(of, name)
            if name != of and gradient not in self.quantities:
                self._add(gradient, Role.GRADIENT, add(*received[name]) if received[name] else ZERO, of, name)
            formula = self.quantities[name].formula
            if formula is None:
                continue
            upstream = ONE if name == of else Name(gradient)
            for parent, terms in pullback(formula, upstream, Name(name), self._shapes).items():
                if parent in received:
                    received[parent].extend(terms)
        for name in wrts:  # what the output does not depend on has the gradient 0
            if gradient_name(of, name) not in self.quantities and name != of:
                self._add(gradient_name(of, name), Role.GRADIENT, ZERO, of, name)

    def _route(self, of: str, wrts: set[str]) -> list[str]:
        """The quantities on a path from any of `wrts` to `of`, in the order of computation."""
        above = self._ancestors(of)
        reached: list[str] = []
        found = set(wrts)
        for name, quantity in self.quantities.items():
            if name in above and (name in found or found & set(quantity.parents)):
                found.add(name)
                reached.append(name)
        return reached

    def _ancestors(self, name: str) -> set[str]:
        found, pending = {name}, [name]
        while pending:
            for parent in self.quantities[pending.pop()].parents:
                if parent not in found:
                    found.add(parent)
                    pending.append(parent)
        return found

    def _add_gradient_bundles(self) -> None:
        for quantity in list(self.quantities.values()):
            if quantity.role is not Role.GRADIENT:
                continue
            for bundle, members in list(self.bundles.items()):
                if quantity.wrt in members:
                    names = tuple(gradient_name(quantity.of, member) for member in members)
                    if all(n in self.quantities for n in names):
                        self.bundles[gradient_name(quantity.of, bundle)] = names


class _Shapes(Mapping[str, tuple[int, ...]]):
    """The shapes of the quantities known so far."""

    def __init__(self, quantities: Mapping[str, Quantity]) -> None:
        self._quantities = quantities

    def __getitem__(self, name: str) -> tuple[int, ...]:
        return self._quantities[name].shape

    def __iter__(self) -> Iterator[str]:
        return iter(self._quantities)

    def __len__(self) -> int:
        return len(self._quantities)


def _vector_elements(problem: Problem) -> dict[str, tuple[str, ...]]:
    """For each given vector, the names of its elements (x: x1, x2 …), where nothing else has those names."""
    taken = {*problem.givens, *problem.forward, *problem.symbols}
    found = {}
    for name, data in problem.givens.items():
        names = tuple(f"{name}{i}" for i in range(1, len(data) + 1)) if data.ndim == 1 else ()
        if names and not name[-1].isdigit() and not taken & set(names):
            found[name] = names
    return found


def _position(name: str, sheet: list[str]) -> int:
    """Where the answer sheet asks for a quantity; what it does not ask comes last."""
    return sheet.index(name) if name in sheet else len(sheet)


def _substitute(formula: Expr, elements: Mapping[str, Expr]) -> Expr:
    return rewrite(formula, lambda node: elements.get(node.name) if isinstance(node, Name) else None)


def _in_order(formulas: Mapping[str, Expr], known: Iterable[str]) -> list[str]:
    """The names of the formulas, each after those it uses; the rubric has made sure that there is no cycle."""
    done = dict.fromkeys(known)
    order: list[str] = []
    pending: list[str] = list(reversed(list(formulas)))
    while pending:
        name = pending.pop()
        if name in done:
            continue
        before = [n for n in names_in(formulas[name]) if n not in done]
        if before:
            pending.extend([name, *reversed(before)])
        else:
            done[name] = None
            order.append(name)
    return order
