"""What an activation is called as a function: `sigmoid(z)`, `σ(z)`, `logistic(z)`, MATLAB's `tansig(z)`."""

from collections.abc import Iterable

_NAMES = dict.fromkeys(("σ", "sigma", "sig", "logistic", "logsig"), "sigmoid") | {
    "tansig": "tanh",
    "lrelu": "leakyrelu",
}
"""Other names of activations; f and φ may be any."""


def calls(function: str, traits: Iterable[str]) -> bool:
    """Whether the name of a function is that of an activation with these traits.

    >>> calls("σ", {"sigmoid", "hidden"}), calls("LReLU", {"leaky_relu"}), calls("f", {"relu"})
    (True, True, False)
    """
    name = function.casefold().replace("_", "")
    return _NAMES.get(name, name) in {trait.replace("_", "") for trait in traits}
