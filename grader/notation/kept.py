"""Other names of what a rule of training keeps from step to step, or works out of that: m_W2, m_1, m̂, exp_avg.

Of one parameter a rubric says m and v, and `m_W2` is the same. What there is only after a step needs no prime: m̂.
"""

from collections.abc import Iterator, Mapping

from grader.notation.key import key
from grader.notation.symbol import Symbol, Target

_MOMENTS = ("m", "v", "s", "mhat", "vhat")
"""What rules work out of a gradient."""
_BUFFERS = {"m": "exp_avg", "v": "exp_avg_sq"}
"""What PyTorch's Adam calls them."""
_MATRIX = 2
Own = Mapping[str, Symbol]
"""The symbols of one problem, by quantity."""


def names_of_kept(symbols: Mapping[tuple[str, str], Symbol]) -> Iterator[tuple[str, Target]]:
    """The names, each of which counts only where it is nothing's own."""
    for problem in dict.fromkeys(problem for problem, _ in symbols):
        own = {quantity: symbol for (p, quantity), symbol in symbols.items() if p == problem}
        learnt = [s.quantity for s in own.values() if s.given and f"{s.quantity}'" in own and not _is_kept(s, own)]
        for symbol in own.values():
            if _is_kept(symbol, own) and not symbol.given and f"{symbol.quantity}'" not in own and not symbol.formula:
                yield from _named(symbol, own, learnt)


def _named(symbol: Symbol, own: Own, learnt: list[str]) -> Iterator[tuple[str, Target]]:
    base, whole = symbol.quantity.rstrip("'"), Target(symbol.problem, symbol.quantity)
    if base not in own:
        yield from _of(symbol, base)
    if len(symbol.shape) == _MATRIX:  # of a vector `m_1` is an element
        yield f"{base}_1", whole
    if len(learnt) == 1 and base in _MOMENTS:
        long = f"{base}_{learnt[0]}"
        yield from _of(symbol, f"{long}'")
        yield from [(long, Target(symbol.problem, base))] if base in own else _of(symbol, long)
        yield from _of(symbol, _BUFFERS[base]) if base in _BUFFERS and "mhat'" in own else ()


def _of(symbol: Symbol, name: str) -> Iterator[tuple[str, Target]]:
    """A name for the whole of a quantity, and those for its elements."""
    yield name, Target(symbol.problem, symbol.quantity)
    for index in symbol.elements:
        yield f"{name}[{','.join(map(str, index))}]", symbol.element(index)


def _is_kept(symbol: Symbol, own: Own) -> bool:
    """Whether a quantity is what a rule keeps, now or after one step: one of that name, with no gradient."""
    base = symbol.quantity.removesuffix("'")
    moment = base.partition("_")[0] in _MOMENTS and f"{base}'" in own
    return moment and (base not in own or own[base].given) and not _has_slope(base, own)


def _has_slope(base: str, own: Own) -> bool:
    return any("/d" in name and key(name).rpartition("/d")[2] == key(base) for name in own)
