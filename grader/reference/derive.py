"""From a problem's givens and formulas to the graph of everything it implies.

Forward quantities are as written. From them follow the gradients (reverse mode, one chain-rule step per named
quantity), the update of every parameter, and the forward pass again with the updated parameters, marked by a prime.
"""

from collections.abc import Iterable, Mapping

from grader.engine import Apply, Expr, Name, gradient_parts, names_in, recognised, rename, substitute, taken_apart
from grader.errors import Fault, FormulaError, RubricError
from grader.reference.gradients import Growing, gradient_name
from grader.reference.graph import Graph, Quantity, Role
from grader.reference.rules import Descent
from grader.rubric import Problem, Training, elements, ordered, parents, with_samples

MOST = 100_000
"""The most quantities of a problem, steps of training and all."""


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
    of, wrt = gradient_parts(name) or (name, "")
    asked = problem.places.get(f"marks.{name}") if wrt else None
    place = asked or problem.places.get(f"forward.{of.rstrip(_PRIME)}")
    return place.fault(what, todo) if place else Fault(problem.name, what, todo)


_PRIME = "'"


class _Derivation:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.growing = Growing(problem.marks)
        self.bundles: dict[str, tuple[str, ...]] = {}
        self.elements: dict[str, tuple[str, int]] = {}
        self.wanted = [pair for pair in map(gradient_parts, map(base_of, problem.marks)) if pair]
        self.training = problem.training
        self.trained = tuple(problem.training.parameters) if problem.training else ()
        self.drawn = problem.training.samples.data if problem.training else {}

    def graph(self) -> Graph:
        places = self._resolve_elements()
        formulas = {name: recognised(substitute(formula, places)) for name, formula in self.problem.forward.items()}
        self.wanted = [(of, self._whole(wrt)) for of, wrt in self.wanted]
        steps = self.training.steps if self.training else 0
        if len(formulas) * (steps + 1) > MOST:
            raise RubricError([Fault(self.problem.name, f"{len(formulas)} quantities in {steps} steps are too many")])
        self._add_givens()
        order = self._add_forward(formulas)
        for step in range(steps):
            self._add_step(step, order, formulas, places)
        wanted: dict[str, list[str]] = {}
        for of, wrt in self.wanted:
            wanted.setdefault(of, []).extend(self._members([wrt]))
        for of, wrts in wanted.items():
            self.growing.add_gradients(of, wrts)
        self._add_gradient_bundles()
        return Graph(self.growing.quantities, self.bundles, self.elements)

    # ---- givens and the elements of vectors ---------------------------------------------------------------------

    def _resolve_elements(self) -> dict[str, Expr]:
        """What `x1` of a vector x is: a quantity of its own, or else an element of x, which is given back."""
        training = self.training
        formulas = [*self.problem.forward.values(), *(training.update.values() if training else ())]
        formulas += training.gradients.values() if training else ()
        used = {name for formula in formulas for name in parents(formula)}
        for vector, names in _vector_elements(self.problem).items():
            if vector in used or vector in self.drawn:
                self.elements |= {name: (vector, i) for i, name in enumerate(names, 1)}
            elif used & set(names) or self._asks_element(names) or (training and vector == training.rate):
                self.bundles[vector] = names
        self._bundle_moments()
        self.bundles |= training.ahead if training else {}
        return {n: Apply("index", (Name(vector),), (i,)) for n, (vector, i) in self.elements.items()}

    def _bundle_moments(self) -> None:
        """What a rule keeps for a vector is taken apart where the vector is, and only there."""
        for (_, parameter), moment in self.training.moments.items() if self.training else ():
            self.bundles.pop(moment, None)
            if parameter in self.bundles and moment in self.problem.givens:
                self.bundles[moment] = tuple(moment + name[len(parameter) :] for name in self.bundles[parameter])

    def _whole(self, name: str) -> str:
        """The vector that a name is an element of, at the same step; else the name itself."""
        base, primes = taken_apart(name)
        return self.elements[base][0] + primes if base in self.elements else name

    def _asks_element(self, names: tuple[str, ...]) -> bool:
        return any(wrt in names for _, wrt in self.wanted)

    def _members(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names with every bundle taken apart into its elements, at the same step."""
        found: list[str] = []
        for name in names:
            base, primes = taken_apart(name)
            found.extend(member + primes for member in self.bundles.get(base, (base,)))
        return tuple(found)

    def _add_givens(self) -> None:
        parameters = set(self._members([*self.trained, *(wrt for _, wrt in self.wanted)]))
        quantities = self.growing.quantities
        for name, data in self.problem.givens.items():
            of, wrt = gradient_parts(name) or ("", "")
            for member in self.bundles.get(name, (name,)):
                role = Role.PARAMETER if member in parameters else Role.GIVEN
                shape = () if name in self.bundles else data.shape
                quantities[member] = Quantity(member, role, shape, None, of, wrt)
            if name in self.bundles and self.training and name == self.training.rate:
                quantities[name] = Quantity(name, Role.GIVEN, data.shape)  # by which the rate is known
        for name in self.problem.symbols:
            role = Role.PARAMETER if name in parameters else Role.GIVEN
            quantities[name] = Quantity(name, role, ())

    def _add_forward(self, formulas: Mapping[str, Expr]) -> list[str]:
        """The forward quantities, each after those it uses; the order they were added in."""
        faults: dict[str, Fault | None] = {}
        order = ordered(formulas)
        for name in order:
            if any(parent in faults for parent in parents(formulas[name])):
                faults[name] = None  # what it is computed from is at fault
                continue
            try:
                self.growing.need(formulas[name])
                self.growing.add(name, Role.FORWARD, formulas[name])
            except FormulaError as error:
                faults[name] = fault_in(self.problem, name, f"{name!r}: {error.what}", error.todo)
        if faults:
            raise RubricError(fault for fault in faults.values() if fault)
        return order

    # ---- training -----------------------------------------------------------------------------------------------

    def _add_step(self, step: int, order: list[str], formulas: Mapping[str, Expr], places: Mapping[str, Expr]) -> None:
        """One step of training: the gradients, the updated parameters, and the forward pass with them."""
        training, primes = self.training, "'" * step
        assert training is not None
        parameters = self._members(self.trained)
        loss = self._loss(training.loss, primes)
        vectors = {member: name for name in self.trained for member in self._members([name])}
        updates, gradients = self._own(training.update, places), self._own(training.gradients, places)
        if loss:
            derived = [self._current(name, primes) for name in parameters if name not in {*updates, *gradients}]
            asked = [name for of, wrt in self.wanted if of == loss for name in self._members([wrt])]
            self.growing.add_gradients(loss, [*derived, *asked])
        descent = Descent(self.growing, training, step)
        now_of = {name: self._current(name, primes) for name in parameters}
        own = {name: self._renamed(formula, primes) for name, formula in (gradients | updates).items()}
        for name in parameters:
            self.growing.need(own.get(name, Name(gradient_name(loss, now_of[name]))))
        for name, now in now_of.items():
            vector, formula = vectors[name], own.get(name, Name(gradient_name(loss, now)))
            if name in updates:
                self.growing.add(name + primes + "'", Role.UPDATE, formula, of=now)
            else:
                descent.add(name, vector, now, formula)
        self._bundle_step(training, primes + "'")
        self._add_pass(step + 1, order, formulas)

    def _bundle_step(self, training: Training, primes: str) -> None:
        """The vectors after a step whose elements are quantities themselves: parameters, points ahead, moments."""
        first = {vector: names for vector, names in self.bundles.items() if "'" not in vector}
        later = {vector: names for vector, names in first.items() if all(n + primes in self.growing for n in names)}
        later |= training.ahead
        for (_, vector), moment in training.moments.items():
            if vector in self.bundles:
                later[moment] = tuple(moment + name[len(vector) :] for name in self.bundles[vector])
        self.bundles |= {vector + primes: tuple(n + primes for n in names) for vector, names in later.items()}

    def _own(self, table: Mapping[str, Expr], places: Mapping[str, Expr]) -> dict[str, Expr]:
        """The formulas that the rubric has for parameters, by those that are quantities."""
        return {
            name: substitute(formula, places) for vector, formula in table.items() for name in self._members([vector])
        }

    def _loss(self, loss: str, primes: str) -> str:
        """The loss at this step; of one that only has its gradients given, these at this step too."""
        if not loss or loss in self.growing:
            return self._current(loss, primes) if loss else ""
        given = [q for q in self.growing.quantities.values() if q.of == loss and q.wrt and q.formula is None]
        for quantity in given if primes else ():
            name = gradient_name(loss + primes, quantity.wrt + primes)
            self.growing.add(name, Role.GRADIENT, Name(quantity.name), loss + primes, quantity.wrt + primes)
        return loss + primes

    def _current(self, name: str, primes: str) -> str:
        """The name of a quantity at this step: what no parameter reaches keeps its first name."""
        gradient = gradient_parts(name)
        if gradient and name + primes not in self.growing:
            of, wrt = gradient
            known = self._current(of, primes) if of in self.growing else of + primes
            return gradient_name(known, self._current(wrt, primes))
        return name + primes if name + primes in self.growing else name

    def _renamed(self, formula: Expr, primes: str) -> Expr:
        """A formula at this step."""
        return rename(formula, {name: self._current(name, primes) for name in names_in(formula)}) if primes else formula

    def _add_pass(self, step: int, order: list[str], formulas: Mapping[str, Expr]) -> None:
        """The forward quantities that depend on a parameter or a sample, once more."""
        assert self.training is not None
        primes = "'" * step
        for name in order:
            before = self._current(name, primes[1:])
            if name in self.drawn:
                self.growing.add(name + primes, Role.FORWARD, self.training.samples.drawn(name, step), of=before)
            elif any(parent + primes in self.growing for parent in parents(formulas[name])):
                formula = self._renamed(formulas[name], primes)
                self.growing.need(formula)
                self.growing.add(name + primes, Role.FORWARD, formula, of=before)

    def _add_gradient_bundles(self) -> None:
        """The gradient for a vector whose elements are quantities, from those for the elements."""
        vectors = {names[0]: (vector, names) for vector, names in self.bundles.items()}
        for quantity in list(self.growing.quantities.values()):
            if quantity.role is Role.GRADIENT and quantity.wrt in vectors:
                vector, members = vectors[quantity.wrt]
                names = tuple(gradient_name(quantity.of, member) for member in members)
                if all(name in self.growing for name in names):
                    self.bundles[gradient_name(quantity.of, vector)] = names


def _vector_elements(problem: Problem) -> dict[str, tuple[str, ...]]:
    """For each given vector, the names of its elements (x: x1, x2 …), where nothing else has those names."""
    givens = with_samples(problem.givens, problem.training.samples) if problem.training else problem.givens
    found: dict[str, list[str]] = {}
    for name, vector in elements(givens, {*problem.forward, *problem.symbols}).items():
        found.setdefault(vector, []).append(name)
    return {vector: tuple(names) for vector, names in found.items()}
