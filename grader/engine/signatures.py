"""How many arguments a function of the formula language takes, and which settings by keyword."""

from typing import NamedTuple

MANY = 1000


class Signature(NamedTuple):
    """The least and the most arguments, and the settings such as `axis=1`."""

    least: int = 1
    most: int = 1
    settings: tuple[str, ...] = ()


SIGNATURES: dict[str, Signature] = {
    "max": Signature(most=MANY, settings=("axis",)),
    "min": Signature(most=MANY, settings=("axis",)),
    "sum": Signature(settings=("axis",)),
    "mean": Signature(settings=("axis",)),
    "var": Signature(settings=("axis",)),
    "concat": Signature(most=MANY, settings=("axis",)),
    "matmul": Signature(2, 2),
    "outer": Signature(2, 2),
    "pow": Signature(2, 2),
}
"""By primitive; whatever is not listed takes one argument and no settings."""
