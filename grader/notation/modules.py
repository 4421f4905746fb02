"""Gradients by what PyTorch calls the parameters of a module: of a norm layer `bn.weight` is γ, and `bn.bias` is β."""

from collections.abc import Iterator, Mapping

from grader.notation.symbol import Symbol, Target

_NORMS = ("bn", "bn1", "batchnorm", "batch_norm", "norm", "norm1", "ln", "ln1", "layernorm", "layer_norm")
_PARTS = {"gamma": "weight", "beta": "bias"}


def names_of_modules(symbols: Mapping[tuple[str, str], Symbol]) -> Iterator[tuple[str, Target]]:
    """The names, in problems whose one norm layer has γ and β."""
    for (problem, quantity), symbol in symbols.items():
        _, slope, below = quantity.partition("/d")
        both = all((problem, part) in symbols for part in _PARTS)
        if slope and both and below in _PARTS and not symbol.formula:
            for norm in _NORMS:
                for owner in ("", "self.", "model."):
                    yield f"{owner}{norm}.{_PARTS[below]}.grad", Target(problem, quantity)
