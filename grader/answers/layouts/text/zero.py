"""Names whose indices count from 0, as programs do: where `p_0` stands, and no `p_3` of three, `p_1` is the second."""

import re
from collections.abc import Iterator, Sequence, Set

from grader.answers.layouts.text.statements import statements
from grader.answers.record import Kind, Remark, Sheet
from grader.notation import Symbol, Target, Vocabulary, key

Index = tuple[int, ...]
_ZERO = re.compile(r"[A-Za-z_\[({,]\s*0(?!\d*\.)")
_FEW = 2
_INDEXED = re.compile(r"(?P<base>.+?)(?P<sign>[_|])(?P<low>\d[\d,]*)(?P<rest>'*)")


def counted_from_zero(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """The arrays (problem, quantity) of which these sheets count the elements from 0."""
    texts = [cell.text for sheet in sheets for row in sheet.rows for cell in row if cell.kind is Kind.TEXT]
    zeros = [text for text in texts if _ZERO.search(text)]
    if not zeros:
        return frozenset()
    begun = {symbol for text in zeros for symbol, index in _elements(text, vocabulary) if 0 in index}
    begun -= {target[:2] for text in zeros for target in vocabulary.find(text) if target.index}  # so says the rubric
    arrays = frozenset(
        (problem, quantity)
        for problem, quantity in begun
        if not any(_ends(vocabulary.symbols[problem, quantity], text, vocabulary) for text in texts)
    )
    return arrays | _rows_of_single_ones(texts, vocabulary)


def told_of_zero(counted: Set[tuple[str, str]], vocabulary: Vocabulary, place: str) -> Remark:
    """What to tell of quantities of which the elements are counted from 0."""
    shapes = {(problem, name): vocabulary.symbols[problem, name].shape for problem, name in counted}
    of = {name if shape else name.rstrip("0123456789") for (_, name), shape in shapes.items()}
    said = ", ".join(f"'{name}'" for name in sorted(of))
    return Remark(place, f"the elements of {said} are counted from 0 here")


def _rows_of_single_ones(texts: Sequence[str], vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """Single quantities, h1 and h2, that are told apart by a number, where `h[0]` and `h[1]` stand and no `h[2]`.

    Two by themselves may be others, `h0` the input; with brackets, beside three such, or where three names have two
    each, as the gates of a cell over two points of time, they are not.
    """
    said: dict[tuple[str, str], set[int]] = {}
    bracketed = set()
    for text in texts:
        for name in (text, *(statement.name for statement in statements(text))):
            if (found := _INDEXED.fullmatch(key(name))) and found["low"].isdecimal():
                said.setdefault((found["base"], found["rest"]), set()).add(int(found["low"]))
                bracketed |= {(found["base"], found["rest"])} if "[" in name else set()
    counting = {at: len(n) for at, n in said.items() if len(n) > 1 and n == set(range(len(n)))}
    rows = {at: row for at, count in counting.items() if (row := _rows(*at, count, vocabulary))}
    if len(rows) <= _FEW and not any(at in bracketed or len(said[at]) > _FEW for at in rows):
        return frozenset()
    counts = {len(said[at]) for at in rows}
    for at in counting.keys() - rows.keys():  # `C[0]` is given, but counts as `f[0]` beside it does
        rows[at] = _rows(*at, counting[at], vocabulary, begins=True) if counting[at] in counts else []
    counted = {target[:2] for row in rows.values() for target in row}
    wholes = {
        at for at, s in vocabulary.symbols.items() if s.members and {(s.problem, m) for m in s.members} <= counted
    }
    return frozenset(counted | wholes)


def _rows(base: str, rest: str, count: int, vocabulary: Vocabulary, begins: bool = False) -> list[Target]:
    """So many single quantities, numbered from 1, of each problem that has them; nothing where there is one more.

    Nor where there is one of 0; or, where what is given, or asked by nobody, `begins` them, with that.
    """
    row: list[Target] = []
    for problem in vocabulary.problems if vocabulary.find(f"{base}_1{rest}") else ():
        first, *counted, after = (vocabulary.find(f"{base}_{n}{rest}", problem) for n in range(count + 2))
        single = not any(vocabulary.symbol(t).shape or vocabulary.symbol(t).given for each in counted for t in each)
        given = bool(first) and not any(vocabulary.symbol(target).asked for target in first)
        if single and given == begins == bool(first) and not after and all(counted):
            row += [*first, *(target for each in counted for target in each)]
    return row


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
