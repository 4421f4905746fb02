"""The headings of a sheet that number what stands below them: those of time, of units, or of layers."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from grader.answers.layouts.text.statements import statements
from grader.answers.record import BLANK, Cell, Kind
from grader.notation import InstantHeading, Target, Vocabulary, instant_heading

_LAYER = re.compile(
    r"\W*(?:\d[.)]\s*)?(?:the\s+)?(?:(?P<output>output|ausgabe|sortie|salida|saída|uscita|输出|出力)|"
    r"(?P<hidden>hidden|verdeckte|隐藏|隠れ)|input|couche|capa|camada)\w*"
    r"(?P<kind>[\s-]+(?:layer|neurone?|unit|node|schicht|cach[eé]e|oculta|de \w+))?"
    r"(?:\W*|\s*:\s*(?P<rest>\w.*))",
    re.IGNORECASE,
)
"""What heads a layer, and none of its units."""
_NUMBER = re.compile(r"\d+$")
Heads = dict[int, tuple[int, InstantHeading]]
"""By row the column and the words of its heading."""


def numbering(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> Heads:
    """The headings of one sort: of time where there are any, else of units, else of layers."""
    found = dict(_heads(rows, vocabulary))
    sorts = {heading.of for _, heading in found.values()}
    sort = next((each for each in ("time", "unit", "layer") if each in sorts), "")
    return {r: (c, heading) for r, (c, heading) in found.items() if heading.of == sort}


def heads_layer(text: str) -> bool:
    """Whether a text heads a layer without a number: `Output layer:`.

    >>> [heads_layer(text) for text in ("The output:", "Output unit: z = 0.5", "Output: h = 0.79", "output: 0.79")]
    [True, True, False, False]
    """
    return _layer(text) is not None


def _layer(text: str, outputs: Callable[[str], bool] = lambda _: False) -> re.Match[str] | None:
    """The words that head a layer, with what is said behind them; `outputs` tells the name of an output.

    `Output: h = 0.79` is said of a unit, `Output: yhat = 0.58` is not.
    """
    found = _LAYER.fullmatch(text)
    if not found or not found["rest"]:
        return found
    names = [each.name for each in statements(found["rest"])]
    return found if names and (found["kind"] or any(map(outputs, names))) else None


def _heads(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> Iterator[tuple[int, tuple[int, InstantHeading]]]:
    """By row the heading there; those of layers without a number only where no other counts from 0."""

    def outputs(name: str) -> bool:
        return any("output" in vocabulary.symbol(target).traits for target in vocabulary.find(name))

    from_zero = any(heading.instant == 0 for row in rows for _, heading in _headings(row, {}, outputs))
    layers = {} if from_zero else _layers(vocabulary)
    if not any(_is_of_layer(row) for row in rows):
        layers = {}
    return ((r, heading) for r, row in enumerate(rows) for heading in _headings(row, layers, outputs))


def _is_of_layer(row: Sequence[Cell]) -> bool:
    """Whether a row is headed by a layer; `Output:` alone is that of a program, where no hidden one is spoken of."""
    first = next((cell for cell in row if cell.kind is not Kind.BLANK), BLANK)
    if first.kind is not Kind.TEXT or instant_heading(first.text):
        return first.kind is Kind.TEXT
    found = _LAYER.fullmatch(first.text)
    return found is not None and bool(not found["output"] or found["kind"] or found["rest"])


def _layers(vocabulary: Vocabulary) -> Mapping[str, InstantHeading]:
    """What a heading of the `hidden` or the `output` layer numbers: the one of its kind, z3 of yhat = sigmoid(z3)."""
    found: dict[str, set[InstantHeading]] = {}
    for (problem, _), symbol in vocabulary.symbols.items():
        number = _NUMBER.search(symbol.inner)
        if number is None:
            continue
        for layer in {"hidden", "output"} & symbol.traits:
            of = "layer" if is_whole_array(Target(problem, symbol.inner), vocabulary) else "unit"
            found.setdefault(layer, set()).add(InstantHeading(int(number[0]), True, False, "", of))
    return {layer: headings.pop() for layer, headings in found.items() if len(headings) == 1}


def _headings(
    row: Sequence[Cell], layers: Mapping[str, InstantHeading], outputs: Callable[[str], bool]
) -> Iterator[tuple[int, InstantHeading]]:
    """The heading at the beginning of a row, and its column; nothing where the row has several."""
    filled = ((c, cell) for c, cell in enumerate(row) if cell.kind is not Kind.BLANK)
    column, first = next(filled, (0, BLANK))
    heading = instant_heading(first.text) if first.kind is Kind.TEXT else None
    if not heading and layers and (layer := _layer(first.text, outputs)):
        heading = layers.get("output" if layer["output"] else "hidden" if layer["hidden"] else "")
        heading = heading and heading._replace(rest=layer["rest"] or "")
    if heading and not any(cell.kind is Kind.TEXT and instant_heading(cell.text) for _, cell in filled):
        yield column, heading


def is_whole_array(target: Target, vocabulary: Vocabulary) -> bool:
    """Whether a target is an array with all of its elements."""
    return target.index is None and bool(vocabulary.symbol(target).shape)
