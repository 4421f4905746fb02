"""The vocabulary of a problem: every quantity with the names by which a sheet may call it and its parts."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import product

import numpy as np

from grader.engine import Name, gradient_parts, is_apply, taken_apart
from grader.notation import Symbol, key
from grader.reference.asked import indices
from grader.reference.gradients import gradient_name
from grader.reference.graph import Graph
from grader.reference.labels import Index, counted, filled
from grader.reference.reference import Reference
from grader.reference.spread import usual_names
from grader.reference.traits import inner, traits
from grader.rubric import Label, Problem, Training


def symbols(reference: Reference) -> Iterator[Symbol]:
    """Every quantity of a problem, and every vector whose elements are quantities themselves."""
    asked = {element.quantity for element in reference.asked}
    losses, training = _losses(reference), reference.problem.training
    meant = traits(reference.graph, losses)
    outputs = [name for name, each in meant.items() if "output" in each and "'" not in name]
    speller = _Speller(reference.problem, reference.graph, outputs, usual_names(reference))
    for name, quantity in reference.graph.items():
        numeric = quantity.formula is None and not reference.problem.symbols
        yield replace(
            speller.spelled(name, quantity.shape),
            columns=speller.columns(name, quantity.shape) if quantity.samples else {},
            samples=quantity.samples,
            asked=name in asked,
            given=quantity.formula is None,
            stepped=_counts_steps(training, quantity.formula is None),
            values=_nested(reference.values[name][0, 0]) if numeric else None,
            loss=taken_apart(name)[0] in losses,
            inner=inner(quantity.formula),
            traits=meant.get(name, frozenset()),
        )
    for name, members in reference.graph.bundles.items():
        given = reference.graph[members[0]].formula is None
        spelled = speller.spelled(name, (len(members),))
        stepped = _counts_steps(training, given)
        yield replace(spelled, asked=bool(asked & set(members)), given=given, stepped=stepped, members=members)


def _losses(reference: Reference) -> set[str]:
    """The loss that is trained by, or what all gradients are of; empty where there are several such."""
    training = reference.problem.training
    of = {training.loss} if training and training.loss else {q.of for q in reference.graph.values() if q.wrt}
    bare = {taken_apart(name)[0] for name in of}
    return bare if len(bare) == 1 else set()


def _nested(data: np.ndarray) -> object:
    return tuple(_nested(row) for row in data) if data.ndim else float(data)


class _Speller:
    """Spells the names of one problem's quantities."""

    def __init__(
        self, problem: Problem, graph: Graph, outputs: Collection[str], usual: Mapping[str, tuple[str, ...]]
    ) -> None:
        """`outputs`: activations from which nothing but the loss is computed; `usual`: names that the field has."""
        self.problem, self.graph, self.outputs, self.usual = problem, graph, outputs, usual

    def spelled(self, name: str, shape: tuple[int, ...]) -> Symbol:
        """A quantity with its names and those of its elements."""
        return Symbol(
            problem=self.problem.name,
            quantity=name,
            shape=shape,
            spellings=tuple(dict.fromkeys(self.whole(name))),
            elements={index: tuple(dict.fromkeys(self.element(name, index))) for index in indices(shape) if index},
            formula=bool(self.problem.symbols),
            declared=self.problem.names.get(name, ()),
        )

    def whole(self, name: str) -> Iterator[str]:
        """The quantity's own name and the rubric's other names for it; for a gradient, every combination."""
        gradient = gradient_parts(name)
        if gradient:
            above, below = (list(self.whole(part)) for part in gradient)
            yield from (gradient_name(a, b) for a, b in product(above, below))
            yield from self.problem.names.get(name, ())
            return
        base, primes = taken_apart(name)
        yield name
        yield from self.problem.names.get(name, ()) if primes else ()
        yield from (other + primes for other in self.problem.names.get(base, ()))
        yield from (other for other in self._usual(base) if not primes)
        yield from (filled(pattern, (), primes) for pattern in self._patterns(base, 0))
        yield from (layered + primes for layered in self._layered(base))
        yield from (other + primes for other in (*self._parted(base), *self._lettered(base), *self._of_the_field(base)))

    def _of_the_field(self, base: str) -> Iterator[str]:
        """`σ²` for what is the variance, where the rubric has nothing else so called, nor another σ."""
        others = {key(name).casefold() for name in self.taken - {base, *self.problem.names.get(base, ())}}
        letters = {_letters_of(name) for name in others}
        for name in self.usual.get(base, ()):
            own = key(name).casefold()
            if own not in others and _letters_of(own) not in letters:
                yield name

    def _usual(self, base: str) -> Iterator[str]:
        """Where answers are formulas: other names of a learning rate, ŷ, and a vector by any of its elements, z_i."""
        training = self.problem.training
        if self.problem.symbols and training and base == training.rate:
            letters = self.taken if "epsilon" not in self.written_out else {*self.taken, "epsilon"}
            yield from (name for name in _RATES if name not in letters)
        heads = [base, "yhat"] if base == self.prediction and "yhat" not in self.taken else [base]
        yield from heads[1:]
        if self.problem.symbols and base in self.graph and len(self.graph[base].shape) == 1:
            lettered = (f"{head}_{letter}" for head in heads for letter in _LETTERS)
            yield from (name for name in lettered if name not in self.taken)

    def _lettered(self, base: str) -> Iterator[str]:
        """`epsilon` for eps and the other way round, so that ε is it, unless the rubric has another so called."""
        short, whole = next(((s, w) for s, w in _SHORT.items() if _begins(base, s) or _begins(base, w)), ("", ""))
        if short:
            now, other = (whole, short) if _begins(base, whole) else (short, whole)
            yield from {other + base[len(now) :]} - self.taken

    @cached_property
    def prediction(self) -> str:
        """Where answers are formulas, the one activation from which nothing but the loss is computed."""
        outputs = [name for name in self.outputs if self.problem.symbols]
        return outputs[0] if len(outputs) == 1 else ""

    @cached_property
    def written_out(self) -> frozenset[str]:
        """The names that stand for letters, in full."""
        return frozenset(whole for short, whole in _SHORT.items() if {short, whole} & {*self.graph, *self.taken})

    @cached_property
    def taken(self) -> frozenset[str]:
        """The names that the rubric has given to something itself."""
        others = (name for names in self.problem.names.values() for name in names)
        return frozenset({*self.problem.symbols, *self.problem.givens, *self.problem.forward, *others})

    def element(self, name: str, index: Index) -> Iterator[str]:
        """The names of one element: by the rubric's pattern, with brackets, with a subscript."""
        if not self._is_put_together(name, index):
            yield from self._element(name, index)

    def _element(self, name: str, index: Index) -> Iterator[str]:
        yield from self.problem.names.get(f"{name}[{','.join(map(str, index))}]", ())
        gradient = gradient_parts(name)
        if gradient:
            below = list(self._element(gradient[1], index))
            yield from (gradient_name(a, b) for a, b in product(self.whole(gradient[0]), below))
        base, primes = taken_apart(gradient[1] if gradient else name)
        said = self._said(base, index)
        for other in self.problem.names.get(name, ()):
            yield f"{other}[{','.join(map(str, said))}]"
            yield from _subscripted(other, "", said)
        if gradient:
            return
        yield from (n + primes for n, at in self.graph.elements.items() if at == (base, *index) == (base, *said))
        yield from (filled(pattern, index, primes) for pattern in self._patterns(base, len(index)))
        for other in self.whole(base):
            yield f"{other}{primes}[{','.join(map(str, said))}]"
            yield from _subscripted(other, primes, said)

    def _is_put_together(self, name: str, index: Index) -> bool:
        """Whether an element is itself a quantity, by whose name it goes: y1 in y = [y1, y2]."""
        formula = self.graph[name].formula if name in self.graph else None
        if not is_apply(formula, "stack") or len(index) != 1:
            return False
        return isinstance(formula.args[index[0] - 1], Name)

    def _layered(self, base: str) -> Iterator[str]:
        """`W^1`, so also `W^{(1)}`, for an array W1, but where the rubric says itself how its parts are written."""
        found = _LAYER.fullmatch(base)
        if found and self.graph[base].shape and not any(label.quantity == base for label in self.problem.labels):
            yield f"{found[1]}^{found[2]}"

    def _parted(self, base: str) -> Iterator[str]:
        """`W_z` for Wz, and the other way round, where the rubric has no other quantity of that name."""
        found = _SUBSCRIPT.fullmatch(base)
        if found:
            other = f"{found['base']}{'' if found['line'] else '_'}{found['low']}{found['digits']}"
            yield from () if other in self.taken else (other,)

    def columns(self, name: str, shape: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
        """The headings of the columns of a quantity with a row a sample: by column from 1, or 0 for a vector."""
        if len(shape) == 1:
            return {0: tuple(dict.fromkeys([*self.whole(name), *self._headings(name, ())]))}
        if len(shape) != 2:
            return {}
        found = {}
        for j in range(1, shape[1] + 1):
            said = self._said(taken_apart(name)[0], (1, j))[1:]
            plain = [text for other in self.whole(name) for text in _subscripted(*taken_apart(other), said)]
            found[j] = tuple(dict.fromkeys([*self._headings(name, (j,)), *plain]))
        return found

    def _headings(self, name: str, index: Index) -> Iterator[str]:
        """The rubric's pattern with its remark about the sample left out."""
        gradient = gradient_parts(name)
        if gradient:
            yield from (gradient_name(gradient[0], text) for text in self._headings(gradient[1], index))
            return
        base, primes = taken_apart(name)
        for pattern in self._patterns(base, len(index) + 1):
            head, _, remark = pattern.template.partition("(")
            if remark:
                yield filled(Label(base, pattern.indices[1:], head.strip()), index, primes)

    def _said(self, base: str, index: Index) -> Index:
        """An index as the sheet says it, which may count from 0."""
        return next((counted(pattern, index) for pattern in self._patterns(base, len(index))), index)

    def _patterns(self, base: str, rank: int) -> list[Label]:
        return [p for p in self.problem.labels if p.quantity == base and len(p.indices) == rank]


def _counts_steps(training: Training | None, kept: bool) -> bool:
    """Whether a number behind a name may be that of a step; `kept`: what is there before the first.

    Where there are samples, that of anything else is the number of a sample; and where there are more steps than
    samples, w₂ may be after the second sample or after the second time through all of them.
    """
    if training is None or not training.samples.data:
        return training is not None and training.steps > 1
    return kept and 1 < training.steps <= training.samples.rounds


_RATES = ("eta", "alpha", "gamma", "epsilon", "lr", "rate", "learning_rate")
_SHORT = {"eps": "epsilon", "lam": "lambda"}
"""Letters that programs have no room for, or a keyword of that name."""
_LETTERS = "ijkc"
_SUBSCRIPT = re.compile(r"(?P<base>[A-Za-z])(?P<line>_?)(?P<low>[a-z])(?P<digits>\d*)", re.ASCII)
"""A letter with another below it, with a line or without: U_h, Wz1."""
_LAYER = re.compile(r"([A-Za-z]+)_?(\d+)", re.ASCII)


def _subscripted(base: str, primes: str, index: Index) -> Iterator[str]:
    """`w_{1,2}`, `w_12` and, where no digit stands before it or it has several, `w12`: x1, h1, W211, but b1_1."""
    yield f"{base}_{{{','.join(map(str, index))}}}{primes}"
    yield f"{base}_{''.join(map(str, index))}{primes}"
    if not base[-1].isdigit() or len(index) > 1:
        yield f"{base}{''.join(map(str, index))}{primes}"


def _letters_of(name: str) -> str:
    """A key without what stands below and above.

    >>> _letters_of("sigma_b^2"), _letters_of("var'")
    ('sigma', 'var')
    """
    return re.split(r"[_^']", name)[0]


def _begins(base: str, letter: str) -> bool:
    """Whether a name is that of a letter, with an accent or a subscript or without.

    >>> _begins("eps", "eps"), _begins("epshat_1", "eps"), _begins("epsilon", "eps"), _begins("epsom", "eps")
    (True, True, False, False)
    """
    return re.fullmatch(rf"{letter}(?:hat|bar|tilde)?(?:[_\d].*)?", base) is not None
