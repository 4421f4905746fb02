"""How many arguments a function of the formula language takes, and which settings by keyword."""

from typing import NamedTuple

from grader.engine.expr import Constant, number

MANY = 1000
MOST_COMPARED = 100
"""Arguments of one max: each is held against all the others."""


class Signature(NamedTuple):
    """The least and the most arguments, and the settings such as `axis=1`."""

    least: int = 1
    most: int = 1
    settings: tuple[str, ...] = ()
    defaults: tuple[Constant, ...] = ()
    """Of the last arguments, where they may be left out."""


_SUMMED = Signature(settings=("axis", "keepdims"))
_CONVOLVED = Signature(2, 2, ("stride", "padding", "dilation"))

SIGNATURES: dict[str, Signature] = {
    "max": Signature(most=MOST_COMPARED, settings=("axis", "keepdims")),
    "min": Signature(most=MOST_COMPARED, settings=("axis", "keepdims")),
    "sum": _SUMMED,
    "mean": _SUMMED,
    "var": _SUMMED,
    "argmax": _SUMMED,
    "concat": Signature(most=MANY, settings=("axis",)),
    "matmul": Signature(2, 2),
    "outer": Signature(2, 2),
    "pow": Signature(2, 2),
    "where": Signature(3, 3),
    "leaky_relu": Signature(1, 2, defaults=(number(0.01),)),
    "elu": Signature(1, 2, defaults=(number(1),)),
    "conv1d": _CONVOLVED,
    "conv2d": _CONVOLVED,
    "conv1d_transposed": _CONVOLVED,
    "conv2d_transposed": _CONVOLVED,
    "windows": Signature(settings=("dims", "size", "stride", "padding")),
    "flip": Signature(settings=("dims",)),
    "onehot": Signature(settings=("classes",)),
    "reshape": Signature(2, 5),
}
"""By primitive; whatever is not listed takes one argument and no settings."""
