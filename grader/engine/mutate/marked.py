"""Derivatives that the author of a formula has written out, told from other products."""

from collections.abc import Iterator, Mapping

from grader.engine.expr import ONE, Apply, Expr, Name, add, apply, is_apply, mul, names_in, neg, number, rewrite, walk
from grader.engine.mutate.edit import share_of


def derivatives_in(formula: Expr, activated: Mapping[str, Apply]) -> Expr:
    """A formula in which derivatives that its author has written out, o·(1 − o) or σ(z)·(1 − σ(z)), are marked as such.

    `activated`: formulas of quantities; only those that are a sigmoid, a tanh or ReLU of something matter.
    """
    formula = _with_steps(formula, activated)
    used = {name: activated[name] for name in names_in(formula) if name in activated}
    sigmoids = {Name(name): marked for name, marked in used.items() if marked.primitive in ("sigmoid", "bipolar")}
    slopes: dict[Expr, Expr] = {}
    for name, marked in used.items() if used else ():
        for square in (apply("pow", Name(name), number(2)), mul(Name(name), Name(name))):
            if marked.primitive == "tanh":
                slope = add(ONE, neg(square))
                slopes[slope] = _marked(slope, Name(name), marked)
    inside = any(is_apply(node, "sigmoid") for node in walk(formula))
    return _with_marks(formula, sigmoids, slopes) if sigmoids or slopes or inside else formula


def _with_steps(formula: Expr, activated: Mapping[str, Apply]) -> Expr:
    """The same with the derivatives of ReLU marked, [z > 0]."""
    if not any(is_apply(node, "step") for node in walk(formula)):
        return formula
    slopes: dict[Expr, Expr] = {
        apply("step", marked.args[0]): _marked(apply("step", marked.args[0]), Name(name), marked)
        for name, marked in activated.items()
        if marked.primitive == "relu"
    }
    return rewrite(formula, lambda node: node if is_apply(node, "local") else slopes.get(node))


def shares_in(formula: Expr) -> Iterator[str]:
    """The names that 1 minus is taken of, outside of derivatives that are marked as such."""
    pending = [formula]
    while pending:
        node = pending.pop()
        if is_apply(node, "local") or not isinstance(node, Apply):
            continue
        pending += node.args
        if isinstance(share := share_of(node), Name):
            yield share.name


def _with_marks(node: Expr, sigmoids: Mapping[Name, Apply], slopes: Mapping[Expr, Expr]) -> Expr:
    if not isinstance(node, Apply) or node.primitive == "local":
        return node
    if slopes and is_apply(node, "add") and node in slopes:
        return slopes[node]
    left = list(node.args)
    found = []
    for y in node.args if is_apply(node, "mul") else ():
        rest = add(ONE, neg(y))
        activation = sigmoids.get(y) if isinstance(y, Name) else y
        if activation and is_apply(activation, "sigmoid") and y in left and rest in left:
            left.remove(y)
            left.remove(rest)
            found.append(_marked(mul(y, rest), y, activation))
    for y, marked in sigmoids.items() if is_apply(node, "mul") else ():
        slope = (number(0.5), add(ONE, y), add(ONE, neg(y)))
        if marked.primitive == "bipolar" and all(part in left for part in slope):
            left = [part for part in left if part not in slope]
            found.append(_marked(mul(*slope), y, marked))
    args = tuple(_with_marks(arg, sigmoids, slopes) for arg in left)
    if found:
        return mul(*args, *found)
    same = all(new is old for new, old in zip(args, node.args, strict=True))
    return node if same else Apply(node.primitive, args, node.params)


def _marked(body: Expr, y: Expr, activation: Apply) -> Expr:
    return apply("local", body, params=(y, activation.args[0], activation.primitive))
