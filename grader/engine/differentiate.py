"""Reverse-mode differentiation, one named quantity at a time, giving expressions in the language of the rubric.

Within one formula the chain rule is applied node by node, from the output back to the names (Griewank and Walther,
*Evaluating Derivatives*, 2nd ed., 2008, section 3.2). What comes out is the step that a person writes on paper:
∂Div/∂s₁ = ∂Div/∂h₁ · h₁(1 − h₁), with the derivative of an activation in terms of its output where that has a name.
"""

from collections.abc import Mapping

from grader.engine.evaluate import shape_of
from grader.engine.expr import Apply, Constant, Expr, Name, apply, mul
from grader.engine.primitives import PRIMITIVES
from grader.engine.primitives.arithmetic import over
from grader.engine.primitives.elementwise import ELEMENTWISE
from grader.engine.primitives.primitive import Rule, Shape


def pullback(formula: Expr, upstream: Expr, output: Expr, shapes: Mapping[str, Shape]) -> dict[str, list[Expr]]:
    """What each name in `formula` receives of the `upstream` gradient: name to the terms of its gradient.

    `output` stands for the formula's own value (its name, where it has one). `shapes` has the shape of every name.

    >>> from grader.engine import parse, show
    >>> steps = pullback(parse("sigmoid(s)"), Name("g"), Name("h"), {"s": (), "g": (), "h": ()})
    >>> show(steps["s"][0], ascii=True)
    'g*(h*(1 - h))'
    """
    received: dict[str, list[Expr]] = {}
    pending = [(formula, upstream, output)]
    while pending:
        node, g, y = pending.pop()
        if isinstance(node, Name):
            received.setdefault(node.name, []).append(g)
        elif isinstance(node, Apply):
            pending.extend(reversed(_through(node, g, y, shapes)))
    return received


def _through(node: Apply, g: Expr, y: Expr, shapes: Mapping[str, Shape]) -> list[tuple[Expr, Expr, Expr]]:
    """The arguments of a node, each with the gradient that reaches it and the expression of its own value."""
    primitive, shape = PRIMITIVES[node.primitive], shape_of(node, shapes)
    if node.primitive not in _BROADCASTING:
        g = _full(g, shape, shapes)
    inner = tuple(shape_of(a, shapes) for a in node.args)
    rule = Rule(node.primitive, node.args, inner, y, shape, node.params, shape_of(g, shapes))
    steps = []
    for i, arg in enumerate(node.args):
        back = primitive.vjp(i, g, rule)
        if back is not None and node.primitive in ELEMENTWISE:
            back = _unbroadcast(back, rule.shape, rule.shapes[i], shapes)
        if back is not None:
            steps.append((arg, back, _read_off(i, rule) if y != node else arg))
    return steps


def _read_off(i: int, rule: Rule) -> Expr:
    """An argument as it is found again in the output, if it was only put there, or stretched: tanh(s) as y/1.7159."""
    arg, others = rule.args[i], rule.args[:i] + rule.args[i + 1 :]
    if rule.primitive in _ARRANGING:
        return PRIMITIVES[rule.primitive].vjp(i, rule.y, rule) or arg
    stretched = rule.primitive == "mul" and isinstance(arg, Apply) and all(isinstance(o, Constant) for o in others)
    return over(rule.y, mul(*others)) if stretched else arg


_ARRANGING = ("concat", "stack", "transpose", "reshape", "flatten", "unsqueeze", "flip")
"""Primitives that only put their arguments somewhere: as the gradient of one is found again, so is its value.

σ(a) of z = concat(1, σ(a)) is z[2:5], as people read it off.
"""

_BROADCASTING = {*ELEMENTWISE, "sum", "mean", "var", "amax", "local"}
"""Primitives whose rules hold for a gradient that is still a smaller array standing for a whole one."""


def _full(g: Expr, shape: Shape, shapes: Mapping[str, Shape]) -> Expr:
    return g if shape_of(g, shapes) == shape else apply("expand", g, params=shape)


def _unbroadcast(g: Expr, output: Shape, target: Shape, shapes: Mapping[str, Shape]) -> Expr:
    """The gradient summed over the axes along which the argument had been stretched to the output's shape."""
    if target == output:
        return g
    whole = _full(g, output, shapes)
    if not target:
        return apply("sum", whole)
    if output[1:] == target:
        return apply("sum", whole, params=(("axis", 1),))
    stretched = [k for k, (n, m) in enumerate(zip(output, target, strict=False)) if n != m]
    if len(target) == len(output) and len(stretched) == 1:
        return apply("unsqueeze", apply("sum", whole, params=(("axis", stretched[0] + 1),)), params=(stretched[0],))
    return apply("fold", whole, params=target)
