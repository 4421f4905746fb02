"""Functions that are formulas: what a formula may call and what then stands in its place.

A call of one of these becomes the formula, so that its derivatives, its slips and the printed key show what is in it.

>>> from grader.engine import parse, show
>>> show(parse("bce(yhat, y)"))
'−mean(y·ln(ŷ) + (1 − y)·ln(1 − ŷ))'
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from grader.engine.expr import Apply, Constant, Expr, Name, add, mul, neg, number, walk
from grader.errors import FormulaError

FORMULAS: dict[str, str] = {
    # losses: of the prediction, then the target; a mean over the samples (and, of squares, over the outputs)
    "sse(yhat, y)": "sum((yhat - y)^2)",
    "half_sse(yhat, y)": "0.5*sum((yhat - y)^2)",
    "mse(yhat, y)": "mean((yhat - y)^2)",
    "half_mse(yhat, y)": "0.5*mean((yhat - y)^2)",
    "mae(yhat, y)": "mean(abs(yhat - y))",
    "huber(yhat, y, delta=1)":
        "mean(where(delta - abs(yhat - y), 0.5*(yhat - y)^2, delta*(abs(yhat - y) - 0.5*delta)))",
    "bce(p, y)": "-mean(y*log(p) + (1 - y)*log(1 - p))",
    "bce_logits(z, y)": "mean(softplus(z) - y*z)",
    "cross_entropy(p, y)": "-mean(sum(y*log(p), axis=-1))",
    "cross_entropy_logits(z, y)": "-mean(sum(y*log_softmax(z), axis=-1))",
    "hinge(score, y)": "mean(max(0, 1 - y*score))",
    "kl_normal(mu, logvar)": "-0.5*sum(1 + logvar - mu^2 - exp(logvar))",
    "l1(w)": "sum(abs(w))",
    "l2(w)": "sum(w^2)",
    # activations
    "identity(x)": "x",
    "linear(x)": "x",
    "selu(x)": "1.0507009873554805*elu(x, 1.6732632423543772)",
    "softsign(x)": "x/(1 + abs(x))",
    "hardtanh(x)": "min(1, max(-1, x))",
    "hardsigmoid(x)": "min(1, max(0, x/6 + 0.5))",
    # normalisation: of each column over the samples; of each row over its features
    "batchnorm(x, gamma=1, beta=0, eps=1e-5)": "gamma*(x - mean(x, axis=1))/sqrt(var(x, axis=1) + eps) + beta",
    "layernorm(x, gamma=1, beta=0, eps=1e-5)":
        "gamma*(x - mean(x, axis=-1, keepdims=1))/sqrt(var(x, axis=-1, keepdims=1) + eps) + beta",
    # pooling and convolution, over the last axes
    "maxpool1d(x, size=2, stride=size)": "max(windows(x, dims=1, size=size, stride=stride), axis=-1)",
    "maxpool2d(x, size=2, stride=size)": "max(windows(x, dims=2, size=size, stride=stride), axis=-1)",
    "avgpool1d(x, size=2, stride=size)": "mean(windows(x, dims=1, size=size, stride=stride), axis=-1)",
    "avgpool2d(x, size=2, stride=size)": "mean(windows(x, dims=2, size=size, stride=stride), axis=-1)",
    "convolve1d(x, w, stride=1, padding=valid, dilation=1)":
        "conv1d(x, flip(w, dims=1), stride=stride, padding=padding, dilation=dilation)",
    "convolve2d(x, w, stride=1, padding=valid, dilation=1)":
        "conv2d(x, flip(w, dims=2), stride=stride, padding=padding, dilation=dilation)",
    # what else is short
    "sech(x)": "1/cosh(x)",
    "clip(x, low, high)": "min(max(x, low), high)",
    "std(x, axis=all)": "sqrt(var(x, axis=axis))",
    "norm(x, axis=all)": "sqrt(sum(x^2, axis=axis))",
    "logsumexp(x, axis=all)": "log(sum(exp(x), axis=axis))",
    "trace(x)": "sum(diag(x))",
}  # fmt: skip
"""What may be called, with the defaults of what may be left out, and the formula it stands for."""


class Macro(NamedTuple):
    """One of them, taken apart."""

    parameters: Mapping[str, str | None]
    """Each with its default, "" for none."""
    formula: str

    @property
    def least(self) -> int:
        """How many arguments have to be there."""
        return sum(default is None for default in self.parameters.values())


def _taken_apart() -> dict[str, Macro]:
    found = {}
    for head, formula in FORMULAS.items():
        name, _, inside = head[:-1].partition("(")
        pairs = (part.partition("=") for part in inside.split(", "))
        found[name] = Macro({key: default if sign else None for key, sign, default in pairs}, formula)
    return found


MACROS: dict[str, Macro] = _taken_apart()
"""By name."""

USUAL = (("axis", "all"), ("stride", 1), ("dilation", 1), ("padding", 0), ("padding", "valid"))
"""Settings that need not be written."""

Setting = float | int | str


def expanded(name: str, args: Sequence[Expr], settings: Mapping[str, Setting | Expr]) -> Expr:
    """The formula that a call of a macro stands for. FormulaError where an argument is missing, or there twice."""
    macro = MACROS[name]
    given: dict[str, Setting | Expr] = dict(zip(macro.parameters, args, strict=False))
    for key, value in settings.items():
        if key in given:
            raise FormulaError(f"{name} is given '{key}' twice")
        given[key] = value
    missing = [key for key, default in macro.parameters.items() if default is None and key not in given]
    if missing:
        raise FormulaError(f"{name} is given no {' and no '.join(missing)}", todo=f"as in {_example(name)}")
    for key, default in macro.parameters.items():
        if key not in given:
            assert default is not None
            given[key] = given[default] if default in given else _default(default)
    if name in _OVER_CLASSES and isinstance(given["y"], Constant):
        shown = given["y"].text or f"{given['y'].value:g}"
        todo = f"onehot({shown}, classes=3), or a row of 0 and 1, is one target"
        raise FormulaError(f"the target of {name} is a number, {shown}, and not one for each class", todo=todo)
    formula = _filled(_template(name), given, name)
    if sum(1 for _ in walk(formula)) > LARGEST:
        raise FormulaError(f"the formula grows too large with {name}", todo="give its arguments names of their own")
    return formula


_OVER_CLASSES = ("cross_entropy", "cross_entropy_logits")
"""Losses whose target has a number for each class: the number of a class would be spread over all of them."""
LARGEST = 20_000
"""The most nodes of a formula, so that macros in macros do not grow without bound."""


def _example(name: str) -> str:
    return next(head for head in FORMULAS if head.startswith(f"{name}("))


def _default(text: str) -> Setting:
    return text if text.isalpha() else float(text) if "." in text or "e" in text else int(text)


@cache
def _template(name: str) -> Expr:
    from grader.engine.language.parse import parse

    return parse(MACROS[name].formula)


def _filled(node: Expr, given: Mapping[str, Setting | Expr], name: str) -> Expr:
    """The formula with arguments in the place of parameters, and nothing left of a factor 1 or a term 0."""
    if isinstance(node, Name):
        return _expression(given[node.name], node.name, name) if node.name in given else node
    if isinstance(node, Constant):
        return node
    args = [_filled(arg, given, name) for arg in node.args]
    if node.primitive == "neg":
        return neg(*args)
    if node.primitive in ("add", "mul"):
        return add(*args) if node.primitive == "add" else mul(*args)
    return Apply(node.primitive, tuple(args), _settled(node.params, given, name))


def _expression(value: Setting | Expr, key: str, name: str) -> Expr:
    if isinstance(value, str):
        raise FormulaError(f"{key} = {value} in {name}", todo="a number, or the name of a quantity")
    return number(value) if isinstance(value, float | int) else value


def _settled(params: tuple[object, ...], given: Mapping[str, Setting | Expr], name: str) -> tuple[object, ...]:
    """Static settings with the values of parameters: whole numbers, or words."""
    found = []
    for param in params:
        if isinstance(param, tuple) and len(param) == 2 and isinstance(param[1], str) and param[1] in given:
            value = given[param[1]]
            if isinstance(value, Constant) and value.value.is_integer():
                value = int(value.value)
            if not isinstance(value, int | str):
                raise FormulaError(f"the {param[1]} of {name} is not a whole number")
            param = (param[0], value)
        if param not in USUAL:
            found.append(param)
    return tuple(found)
