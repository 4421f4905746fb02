"""A penalty where it does not belong: on the biases, too, and not on the weights alone; one divided by the samples."""

from collections.abc import Iterator, Mapping

from grader.engine import Apply, Expr, Mutation, Name, add, names_in, neg, number, rename, rewrite, steps_in, walk
from grader.engine.expr import apply, is_apply
from grader.reference import Graph, Quantity, Role

PENALISED = "the penalty's term {0} is added, and there is none on {1}"
COUNTED = "{0} is counted in the penalty, too"
_SHRUNK = "{1} is used where {0} belongs"
_DIVIDED = "{0} is divided by {1}, the number of samples"


def extra_penalty(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The gradient of a parameter with the term that a penalty adds to that of another one.

    What is computed is not penalised: in ∂L/∂x its own x stands because x is normalised, or squared in a loss.
    """
    if quantity.role is not Role.GRADIENT or quantity.formula is None or quantity.wrt in quantity.parents:
        return
    if not graph[quantity.wrt].role.begins:
        return
    for other in graph.computed:
        if other.role is not Role.GRADIENT or other.of != quantity.of or other.wrt not in other.parents:
            continue
        if graph[other.wrt].role.begins:
            for term in _terms(other.formula):
                if other.wrt in names_in(term):
                    own = rename(term, {other.wrt: quantity.wrt})
                    yield Mutation("extra-term", add(quantity.formula, own), PENALISED, (own, Name(quantity.wrt)))


def _terms(formula: Expr | None) -> tuple[Expr, ...]:
    """The terms of a sum."""
    return formula.args if isinstance(formula, Apply) and formula.primitive == "add" else ()


def decayed_too(quantity: Quantity, graph: Graph, parameters: Mapping[str, str]) -> Iterator[Mutation]:
    """The step of a parameter with the decay that another one's has: b − η·(∂L/∂b + λ·b) for b − η·∂L/∂b.

    `parameters`: by a step of training, be it by a rule or by a formula, the parameter that it is of.
    """
    own = parameters.get(quantity.name)
    if own is None or quantity.formula is None or any(_decays(quantity.formula, own, graph)):
        return
    for name, other in parameters.items():
        beside = graph[name].formula if steps_in(name) == steps_in(quantity.name) else None
        for total, term in _decays(beside, other, graph):
            decay = rename(term, {other: own})
            if Name(other) in total.args:
                yield Mutation("extra-term", add(quantity.formula, decay), PENALISED, (decay, Name(own)))
            elif total == beside:
                shrunk: dict[Expr, Expr] = {Name(own): decay}
                yield Mutation("extra-term", rewrite(quantity.formula, shrunk.get), _SHRUNK, (Name(own), decay))
            else:
                yield from _beside_its_gradient(quantity, own, decay, graph)


def _beside_its_gradient(quantity: Quantity, own: str, decay: Expr, graph: Graph) -> Iterator[Mutation]:
    """A step with a decay added to what is computed and goes into it, if that is one thing."""
    computed = [name for name in quantity.parents if name != own and graph[name].formula is not None]
    if len(computed) == 1 and quantity.formula is not None:
        within: dict[Expr, Expr] = {Name(computed[0]): add(Name(computed[0]), decay)}
        yield Mutation("extra-term", rewrite(quantity.formula, within.get), PENALISED, (decay, Name(own)))


def _decays(formula: Expr | None, parameter: str, graph: Graph) -> Iterator[tuple[Apply, Expr]]:
    """The sums in a step that have a multiple of the parameter beside what is computed, and that multiple."""
    sums = walk(formula) if formula is not None and parameter in names_in(formula) else ()
    for total in (node for node in sums if isinstance(node, Apply)):
        for term in _terms(total):
            others = set(names_in(total)) - {parameter}
            computed = {name for name in others if graph[name].formula is not None}
            multiple = parameter in names_in(term) and computed.isdisjoint(names_in(term))
            if computed and multiple and term not in (Name(parameter), neg(Name(parameter))):
                yield total, term


def in_a_penalty(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """A penalty that counts all parameters, and not the weights alone; one that is a mean over the samples."""
    formula = quantity.formula
    squares = list(_sizes(formula, graph)) if quantity.role is Role.FORWARD and formula is not None else []
    if formula is None or not squares:
        return
    penalised = {name for square in squares for name in names_in(square)}
    others = [q for q in graph.values() if _is_like(q, graph[min(penalised)]) and q.name not in penalised]
    if others:
        more = add(*(_size_of(other, squares[-1]) for other in others))
        expr = rewrite(formula, {squares[-1]: add(squares[-1], more)}.get)
        yield Mutation("extra-term", expr, COUNTED, (more,))
    samples = next((q.shape[0] for q in graph.values() if q.samples and q.shape), 1)
    if samples > 1 and not any(graph[name].samples or not graph[name].role.begins for name in quantity.parents):
        count = number(samples)
        yield Mutation("reduction", apply("div", formula, count), _DIVIDED, (formula, count))


def _sizes(formula: Expr, graph: Graph) -> Iterator[Expr]:
    """The squares of parameters, or their absolute values, or the sums of such, in a formula."""
    for node in walk(formula):
        of_size = (is_apply(node, "pow") and node.args[1] == number(2)) or is_apply(node, "abs")
        if of_size and isinstance(node, Apply) and isinstance(base := node.args[0], Name):
            parameter = graph[base.name]
            if parameter.role in _TRAINED:
                yield apply("sum", node) if parameter.shape else node


_TRAINED = (Role.PARAMETER, Role.UPDATE)


def _is_like(quantity: Quantity, parameter: Quantity) -> bool:
    """Whether it is a parameter, too, and after as many steps."""
    return quantity.role is parameter.role and steps_in(quantity.name) == steps_in(parameter.name)


def _size_of(parameter: Quantity, like: Expr) -> Expr:
    """The square of a parameter, or its absolute value, whichever another's is; or the sum."""
    own = Name(parameter.name)
    size = apply("abs", own) if any(is_apply(node, "abs") for node in walk(like)) else apply("pow", own, number(2))
    return apply("sum", size) if parameter.shape else size
