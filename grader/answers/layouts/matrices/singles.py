"""A list for what single quantities share: `h = [0.79, 0.95]` for h1 and h2, `∇y = ⟨1, x₁⟩` for ∂y/∂w₀ and ∂y/∂w₁."""

import re
from itertools import takewhile

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.matrices.lists import flattened
from grader.answers.layouts.near import unasked_array
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import is_symbol, spellings
from grader.answers.layouts.text.statements import Listed, Statement
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import formula
from grader.notation import Target, by_element, formulas, key, plain
from grader.numbers import Number, Unreadable, read_number

_MOST = 100
_BY_EVERYTHING = re.compile(
    r"(?:the\s+)?(?:∇|\\nabla(?![a-z])|grad(?:ient)?(?:\s+vector)?(?![a-z]))(?:\s+of)?\s*\(?(?P<of>[A-Za-z]\w*)?\)?",
    re.IGNORECASE,
)
"""The gradient by all parameters at once, `∇y`; of what, may go without saying."""
_BY_SEVERAL = re.compile(
    r"(?:(?:∇|\\nabla(?![a-z]))_?\{?|(?P<above>[d∂].{1,40})/\s*[d∂]\s*)[\[(](?P<by>[^\[\](){}]{2,80})[\])]\}?\s*(?P<of>[^=]{0,40})"
)
"""The gradient by quantities that are listed, `∇_{[h1, h2]} L` and `∂L/∂(w1, w2)`."""
_NABLA = re.compile(r"(?:∇|\b(?:nabla|grad|gradient)\b)(?:_\w+)?\s*(?:\([A-Za-z]\w*\)|[A-Za-z]\w*(?:\(\w+\))?)?")
"""The same in a formula, `∇_w y(w)`."""
_PROSE = re.compile(r"(?:[^\W\d_]{2,}[,.]?\s+){3}")
Single = tuple[str, tuple[Target, ...]]
"""A name, and the quantity that it means in each problem that has it."""


def enter_numbers(page: Page, each: Listed, spot: Spot) -> None:
    """Enters what a list has for single quantities; tells of one that has nothing for any, but what is given.

    The first may be the state that is given, `h = [0, 0.79, 0.95]`.
    """
    whole = flattened(each.numbers)
    numbers = whole[1:] if _begins_with_state(page, each, spot) else whole
    run = next((found for base in _bases(each.name) if (found := _numbered(page, base, spot[0], False))), [])
    first = run[: len(numbers)] if run and run[0][0].endswith("_1") else run
    singles = first or _of_several(page, each.name, spot[0])
    if not singles and len({item.value for _, item in numbers if isinstance(item, Number)}) > 1:
        singles = _slopes(page, each.name, spot[0], symbolic=False)  # all alike they are what a program begins with
    if not singles or len(numbers) != len(singles) or any(len(index) != 1 for index, _ in numbers):
        if not page.given_numbers >= {item.value for _, item in whole if isinstance(item, Number)}:
            unasked_array(page, each.name, spot)
        return
    for (name, targets), (_, item) in zip(singles, numbers, strict=True):
        page.enter_of_list(targets, name, item, spot)


def _begins_with_state(page: Page, each: Listed, spot: Spot) -> bool:
    """Whether the first number of a list is the given one before the first step, h0 of `h = [0, 0.79, 0.95]`."""
    numbers = flattened(each.numbers)
    before = page.vocabulary.find(f"{each.name}_0", page.problem_at(spot[0])) if numbers else ()
    first = numbers[0][1] if numbers else None
    given = {page.vocabulary.value(target) for target in before if page.symbol(target).given}
    return isinstance(first, Number) and first.value in given


def enter_formulas(page: Page, said: Statement, spot: Spot) -> bool:
    """Enters a vector of formulas for the single quantities that its name stands for; whether it stands for any.

    A vector among other factors is each of its elements there, and so is one that has only a name: w − η·(1, x₁) is
    w₀ − η·1 and w₁ − η·x₁, and w − η·∇y has the gradient by each.
    """
    singles = next((found for side in said.sides[:-1] if (found := _meant(page, side, spot[0]))), [])
    parts = _parts(said.value, [_base(name) for name, _ in singles])
    if not parts or _are_numbers(page, said, parts, len(singles), spot[0]):
        return False
    page.claimed.add(spot)
    issue = f"{len(parts)} formulas, and should be {len(singles)}"
    if len(parts) != len(singles):
        page.remark(spot, f"'{begun(said.value)}' for '{said.name}' could not be read: {issue}")
    for n, (name, targets) in enumerate(singles):
        part = parts[n] if len(parts) == len(singles) else ""
        item = formula(_of_element(page, part, name, targets)) if part else Unreadable(said.value, issue)
        page.enter_of_list(targets, name, item, spot)
    return True


def _are_numbers(page: Page, said: Statement, parts: tuple[str, ...], count: int, row: int) -> bool:
    """Whether a vector of numbers is another's: of other length, or of what numbers are asked for under that name."""
    if not all(isinstance(read_number(part), Number) for part in parts):
        return False
    named = (target for side in said.sides[:-1] for each in spellings(side) for target in page.named(each, row))
    if len(parts) > 1 and len(set(parts)) == 1:
        return True  # what a program begins with
    return len(parts) != count or any(not page.symbol(target).formula for target in named)


def _parts(text: str, bases: list[tuple[str, str]]) -> tuple[str, ...]:
    """What a vector has for each of so many elements; () for what is none, or only names the elements of one."""
    if not bases or _PROSE.search(text):
        return ()
    parts = formulas(text) or by_element(text)
    if parts:
        return () if {key(part) for part in parts} <= {f"{base}_{n}" for base, n in bases} else parts
    whole = plain(text)
    named = _NABLA.search(whole) or re.search(rf"/d{re.escape(bases[0][0])}(?!\w)", whole)
    return (text,) * len(bases) if named else ()


def _of_element(page: Page, text: str, name: str, targets: tuple[Target, ...]) -> str:
    """A formula of vectors for one element: of w − η·∇y for w₀′, w₀ − η·∂y/∂w₀."""
    base, n = _base(name)
    if "/d" in name:
        return text
    letter = re.escape(base)
    slopes = [
        quantity
        for problem, quantity in page.vocabulary.symbols
        if problem == targets[0].problem and key(quantity).partition("/d")[2] == f"{base}_{n}"
    ]
    whole = rf"d\w+/d{letter}(?!\w)"
    text = plain(text)
    if len(slopes) == 1:
        text = re.sub(rf"{whole}|{_NABLA.pattern}", f" {slopes[0]} ", text)
    return re.sub(rf"(?<![\w/]){letter}(?:_old)?(?:\^\(*[tk]\)*)?(?![\w'(])", f"{base}_{n}", text)


def _base(name: str) -> tuple[str, str]:
    """The letter of an element and its number: of `w'_0` and `dy/dw_0`, w and 0."""
    base, _, n = name.rpartition("_")
    return base.rpartition("/d")[2].rstrip("'"), n


def _meant(page: Page, name: str, row: int) -> list[Single]:
    """The single formulas that a vector's name stands for: one letter's, `w'`, or the gradient by each parameter."""
    for base in _bases(name):
        for updated in (False, True):
            if found := _numbered(page, base, row, True, updated):
                return found
    return _slopes(page, name, row, symbolic=True)


def _of_several(page: Page, name: str, row: int) -> list[Single]:
    """The single gradients that a gradient by quantities that are listed stands for, where all of them are known."""
    found = _BY_SEVERAL.fullmatch(name.strip())
    above = (found["above"] or f"d{found['of']}") if found else ""
    by = re.split(r"\s*[,;]\s*", found["by"].strip()) if found else []
    singles = [(f"{above}/d{each}", page.meant(f"{above}/d{each}", row)) for each in by]
    return singles if all(len(t) and all(_is_single(page, x) for x in t) for _, t in singles) else []


def _bases(name: str) -> list[str]:
    """What the names of a vector's elements may begin with."""
    return list(dict.fromkeys(key(spelling) for spelling in spellings(name) if is_symbol(key(spelling))))


def _numbered(page: Page, base: str, row: int, symbolic: bool, updated: bool = False) -> list[Single]:
    """The single quantities of a letter, of which there are several, counted from 0 where there is one of that."""

    def single(name: str) -> Single:
        meant = page.meant(name, row, updated=updated)
        return name, tuple(t for t in meant if page.symbol(t).formula == symbolic and _is_single(page, t))

    runs = ([*takewhile(lambda each: each[1], (single(f"{base}_{n}") for n in range(i, _MOST)))] for i in (0, 1))
    return next((run for run in runs if len(run) > 1), [])


def _slopes(page: Page, name: str, row: int, symbolic: bool) -> list[Single]:
    """The gradients by each parameter that `∇y` is, where they are asked for in one problem."""
    found: dict[tuple[str, str], list[Single]] = {}
    every = _BY_EVERYTHING.fullmatch(name.strip())
    for (problem, quantity), symbol in page.vocabulary.symbols.items() if every else ():
        above, line, below = quantity.partition("/d")
        by = page.vocabulary.symbols.get((problem, below))
        target = Target(problem, quantity, None)
        if line and symbol.asked and symbol.formula == symbolic and by and by.given and _is_single(page, target):
            found.setdefault((problem, above), []).append((key(quantity), (target,)))
    spoken, meant = page.problem_at(row), f"d{key(every['of'])}" if every and every["of"] else None
    kept = [each for (problem, above), each in found.items() if spoken in (None, problem) and meant in (None, above)]
    return kept[0] if len(kept) == 1 else []


def _is_single(page: Page, target: Target) -> bool:
    return not page.symbol(target).given and not page.vocabulary.is_several(target)
