"""Names whose indices count from 0, as programs do: where `p_0` stands, and no `p_3` of three, `p_1` is the second."""

import re
from collections.abc import Iterator, Sequence

from grader.answers.layouts.statements import statements
from grader.answers.record import Kind, Sheet
from grader.notation import Symbol, Vocabulary, key

Index = tuple[int, ...]
_ZERO = re.compile(r"[A-Za-z_\[({,]\s*0(?!\d*\.)")
_INDEXED = re.compile(r"(?P<base>.+?)(?P<sign>[_|])(?P<low>\d[\d,]*)(?P<rest>'*)")


def counted_from_zero(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """The arrays (problem, quantity) of which these sheets count the elements from 0."""
    texts = [cell.text for sheet in sheets for row in sheet.rows for cell in row if cell.kind is Kind.TEXT]
    zeros = [text for text in texts if _ZERO.search(text)]
    if not zeros:
        return frozenset()
    begun = {symbol for text in zeros for symbol, index in _elements(text, vocabulary) if 0 in index}
    return frozenset(
        (problem, quantity)
        for problem, quantity in begun
        if not any(_ends(vocabulary.symbols[problem, quantity], text, vocabulary) for text in texts)
    )


def _ends(symbol: Symbol, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text names an element that there is not, if they are counted from 0."""
    named = [index for at, index in _elements(text, vocabulary) if at == (symbol.problem, symbol.quantity)]
    return any(i >= n for index in named for i, n in zip(index, symbol.shape, strict=True))


def _elements(text: str, vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, str], Index]]:
    """The arrays of which a text names elements, and the index as it says it."""
    for name in (text, *(statement.name for statement in statements(text))):
        found = _INDEXED.fullmatch(key(name))
        for target in vocabulary.find(found["base"] + found["rest"]) if found else ():
            symbol = vocabulary.symbol(target)
            low = found["low"].split(",") if found else []
            low = list(low[0]) if len(low) == 1 < len(symbol.shape) else low
            if symbol.shape and not (target.index or symbol.given or symbol.members) and len(low) == len(symbol.shape):
                yield (target.problem, target.quantity), tuple(map(int, low))
