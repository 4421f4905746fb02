"""What could be taken for what: the quantities that people mix up with one another in a step."""

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from itertools import chain, islice, zip_longest

from grader.engine import ACTIVATIONS, Apply, Expr, Name, names_in, steps_in, taken_apart, walk
from grader.engine.expr import is_apply
from grader.reference import Graph, Quantity, Role


class Siblings:
    """Finds the siblings of the operands of a step."""

    def __init__(self, graph: Graph, by_hand: Mapping[str, str]) -> None:
        """`by_hand`: by quantity, the parameter that it is the gradient of, where no rule of training says so."""
        self.graph, self.by_hand = graph, by_hand

    def of(self, quantity: Quantity, form: Expr | None = None) -> dict[str, tuple[str, ...]]:
        """By operand of a step, what could be taken for it, the likeliest first; `form`: what it comes to in short."""
        used = dict.fromkeys(name for expr in (quantity.formula, form) if expr is not None for name in names_in(expr))
        later = _Later(self.graph, quantity.name)
        return {name: self._siblings(name, later) for name in used}

    def _siblings(self, name: str, later: "_Later") -> tuple[str, ...]:
        """Quantities that could be taken for this one: same kind and shape, those of the same stem first.

        None that is itself computed from the target (`later`): nobody has it at that point. Of what is given only those
        of the same stem, and what has its place in another product of the same sum: nobody takes a learning rate for an
        input.
        """
        one = self.graph[name]
        key = (one.shape, *_kind(one))
        alike = sorted(self._alike[(*key, _stem(name))], key=partial(_other_characters, name))
        if one.role is Role.GIVEN:
            rest = chain(self._beside(one), self._by_a_letter(one), self._by_partner(one))
        else:
            rest = chain(self._forgotten(one), self._alike[key])
        nearest_first = chain(
            alike,
            self._unactivated(one),
            self._upstream(one, later),
            self._of_its_number(one),
            self._other_gates(one),
            self._other_times(one),
            self._other_inputs(one, later),
            rest,
        )
        others = (n for n in nearest_first if n not in later and not self._is_the_same(n, name))
        found = dict.fromkeys(islice(others, 2 * _MOST_SIBLINGS))
        return tuple(islice(found, _MOST_SIBLINGS))

    def _is_the_same(self, one: str, other: str) -> bool:
        """Whether two names are of one number: ∂E/∂b = ∂E/∂z."""
        step, back = self.graph[one].formula, self.graph[other].formula
        return one == other or step == Name(other) or back == Name(one) or (step is not None and step == back)

    def _unactivated(self, one: Quantity) -> Iterator[str]:
        """What goes into an activation, for what comes out of it: z for h; and X for Â·X, if that is as large.

        So it is of any array that is made of one other as large: the targets for the smoothed ones.
        """
        if isinstance(one.formula, Apply) and one.formula.primitive in ACTIVATIONS:
            yield from (part.name for part in one.formula.args[:1] if isinstance(part, Name))
        if one.formula is not None and is_apply(one.formula, "matmul"):
            names = [part.name for part in one.formula.args if isinstance(part, Name)]
            yield from (name for name in names if one.shape and self.graph[name].shape == one.shape)
        if one.role is Role.FORWARD and one.shape:
            large = [name for name in one.parents if self.graph[name].shape == one.shape]
            yield from large if len(large) == 1 else ()

    def _upstream(self, one: Quantity, later: "_Later") -> Iterator[str]:
        """What comes in before the derivative of an activation, for what goes on behind it: ∂E/∂h for ∂E/∂z.

        And what a gradient is with respect to: the output for the error in it. Only within gradients.
        """
        if one.role is self.graph[later.name].role is Role.GRADIENT:
            names = [*(n for n in one.parents if self.graph[n].role is Role.GRADIENT), one.wrt]
            yield from (n for n in names if self.graph[n].shape == one.shape)

    def _other_times(self, one: Quantity) -> Iterator[str]:
        """The state before for the one after, and the other way round: c for c_prev, h0 for h1."""
        for other in _OTHER_TIMES.get(one.role, ()):
            for name in self._first_letters.get((other, one.shape, one.name[:1]), ()):
                if _begin_alike(one.name, name):
                    yield name

    def _other_inputs(self, one: Quantity, later: "_Later") -> Iterator[str]:
        """In the gradient of a weight, the weight, or what another layer's is multiplied by: x for h in δ·hᵀ.

        In any other gradient it is rather another gate that is taken for a gate than a weight. And in a layer, what is
        given and goes into another one: x for h in W·h.
        """
        if one.role is Role.FORWARD and one.shape and self.graph[later.name].role is Role.FORWARD:
            beside = next((factors for factors in self._factors if one.name in factors), {})
            alike = (self.graph[n] for n in beside)
            yield from (q.name for q in alike if q.role is Role.GIVEN and q.shape == one.shape)
        wrt = self.graph[later.name].wrt or self.by_hand.get(later.name, "")
        if not wrt or one.role not in _OTHER_TIMES:
            return
        if one.shape and self.graph[wrt].role.begins:  # ∂E/∂a·h for ∂E/∂a·x, where h is a single number
            yield from (n for n in self._in_its_place(one) if not self.graph[n].shape)
        if self.graph[wrt].shape == one.shape:
            yield wrt
        for place in (0, 1):
            if one.name in self._factors[place]:
                others = [n for n in self._factors[place] if self.graph[n].shape == one.shape]
                of_weight = later.name in self.by_hand or self.graph[wrt].role.begins
                yield from others if of_weight else sorted(others, key=lambda n: self.graph[n].role is not one.role)

    @cached_property
    def _factors(self) -> tuple[dict[str, None], dict[str, None]]:
        """What stands first, and what second, in a product of two in the forward pass."""
        ones, others = zip(*self._products, strict=True) if self._products else ((), ())
        return dict.fromkeys(filter(None, ones)), dict.fromkeys(filter(None, others))

    @cached_property
    def _products(self) -> list[tuple[str, str]]:
        """The products of two in the forward pass, by their names; empty where a factor is none."""
        formulas = [q.formula for q in self.graph.computed if q.role is Role.FORWARD and not steps_in(q.name)]
        nodes = (node for formula in formulas if formula is not None for node in walk(formula))
        products = (node.args for node in nodes if is_apply(node, *_PRODUCTS) and len(node.args) == 2)
        return [(_named(one), _named(other)) for one, other in products]

    @cached_property
    def _first_letters(self) -> dict[tuple[object, ...], list[str]]:
        """Quantities by role, shape and first letter."""
        found: dict[tuple[object, ...], list[str]] = {}
        for name, quantity in self.graph.items():
            found.setdefault((quantity.role, quantity.shape, name[:1]), []).append(name)
        return found

    def _beside(self, given: Quantity) -> Iterator[str]:
        """What is given and stands where this does in another term of a sum: h for x in W·x + U·h, and U for W."""
        yield from (n for n in self._in_its_place(given) if self._is_like(n, given))

    def _in_its_place(self, one: Quantity) -> Iterator[str]:
        """What stands where this does in any term of the sums of products that it is in."""
        formulas = (self.graph[child].formula for child in self.graph.children[one.name])
        sums = (node for formula in formulas if formula for node in walk(formula) if is_apply(node, "add"))
        for pairs in map(_factors, dict.fromkeys(sums)):
            for place in (0, 1):
                names = [part.name for pair in pairs if isinstance(part := pair[place], Name)]
                if one.name in names:
                    yield from names

    def _by_a_letter(self, given: Quantity) -> Iterator[str]:
        """What is given under a name that differs in its first letter alone: c_prev for h_prev, c0 for h0."""
        for name in self._alike[(given.shape, *_kind(given))]:
            if len(name) > 1 and name[1:] == given.name[1:]:
                yield name

    def _other_gates(self, one: Quantity) -> Iterator[str]:
        """What comes out of the same activation in the same pass: the other gates for a gate."""
        if one.role is Role.FORWARD and is_apply(one.formula, *ACTIVATIONS):
            assert isinstance(one.formula, Apply)
            for name in self._alike[(one.shape, *_kind(one))]:
                if is_apply(self.graph[name].formula, one.formula.primitive):
                    yield name

    def _of_its_number(self, one: Quantity) -> Iterator[str]:
        """What a quantity is made of, under the same number: c1 for h1 = o·tanh(c1)."""
        for name in one.parents:
            other, number = self.graph[name], name[1:]
            if number.isdigit() and one.name[1:] == number and (other.shape, *_kind(other)) == (one.shape, *_kind(one)):
                yield name

    def _by_partner(self, given: Quantity) -> Iterator[str]:
        """What is given and multiplied by the same in another step: the next state for this one, in w·s and w·s′."""
        for place, partner in self._partners.get(given.name, ()):
            yield from (n for n in self._factors_of[place, partner] if self._is_like(n, self.graph[given.name]))

    @cached_property
    def _partners(self) -> dict[str, list[tuple[int, str]]]:
        """By a factor, in which place it stands in a product with what."""
        found: dict[str, list[tuple[int, str]]] = {}
        for (place, partner), names in self._factors_of.items():
            for name in names:
                found.setdefault(name, []).append((place, partner))
        return found

    @cached_property
    def _factors_of(self) -> dict[tuple[int, str], dict[str, None]]:
        """By place and the other factor, all that stands there in products of two names in the forward pass."""
        found: dict[tuple[int, str], dict[str, None]] = {}
        for one, other in self._products:
            if one and other:
                found.setdefault((0, other), {})[one] = None
                found.setdefault((1, one), {})[other] = None
        return found

    def _is_like(self, name: str, given: Quantity) -> bool:
        other = self.graph[name]
        return other.role is Role.GIVEN and other.shape == given.shape

    def _forgotten(self, quantity: Quantity) -> Iterator[str]:
        """The gradients that a moment is made of, and what a quantity was before the step."""
        if quantity.role is Role.MOMENT:
            yield from (parent for parent in quantity.parents if self.graph[parent].role is Role.GRADIENT)
        before = quantity.name[:-1]
        if quantity.role is Role.FORWARD and quantity.name.endswith("'") and before in self.graph:
            yield before

    @cached_property
    def _alike(self) -> dict[tuple[object, ...], list[str]]:
        """Quantities of one kind and shape, in order; and those of them of one stem."""
        found: dict[tuple[object, ...], list[str]] = {}
        for name, quantity in self.graph.items():
            for key in (_kind(quantity), (*_kind(quantity), _stem(name))):
                found.setdefault((quantity.shape, *key), []).append(name)
        return found


class _Later:
    """A quantity and all that are computed from it: found when somebody asks for one that comes after it."""

    def __init__(self, graph: Graph, name: str) -> None:
        self.graph, self.name = graph, name

    def __contains__(self, name: str) -> bool:
        return self.graph.place[name] >= self.graph.place[self.name] and name in self._found

    @cached_property
    def _found(self) -> set[str]:
        return self.graph.down_from([self.name])


_OTHER_TIMES = {
    Role.GIVEN: (Role.FORWARD,),
    Role.PARAMETER: (Role.FORWARD,),
    Role.FORWARD: (Role.GIVEN, Role.PARAMETER),
}
"""What a state may be at another time: the first one is given, and a parameter where its gradient is asked for."""
_PRODUCTS = ("mul", "matmul")
_MOST_SIBLINGS = 8


def _kind(quantity: Quantity) -> tuple[object, ...]:
    return (quantity.role, quantity.of if quantity.role is Role.GRADIENT else "", steps_in(quantity.name))


def _named(factor: Expr) -> str:
    return factor.name if isinstance(factor, Name) else ""


def _factors(total: Apply) -> list[tuple[Expr, ...]]:
    """The factors of those terms of a sum that are products of two, whatever their signs."""
    terms = [term.args[0] if is_apply(term, "neg") else term for term in total.args]
    return [term.args for term in terms if is_apply(term, *_PRODUCTS) and len(term.args) == 2]


def _other_characters(one: str, other: str) -> int:
    """How many characters of a name are others in another one: w45 is nearer to w35 than w14 is."""
    return sum(a != b for a, b in zip_longest(one, other))


def _begin_alike(one: str, other: str) -> bool:
    """Whether two names are of one stem, or one of them goes on where the other ends."""
    one, other = _stem(one), _stem(other)
    return one.startswith(other) or other.startswith(one)


def _stem(name: str) -> str:
    """What a name has in common with its namesakes: w of w12 and w3'."""
    return taken_apart(name)[0].rstrip("0123456789")
