"""Two columns of numbers beside the same names: whether one says something else than the other."""

from grader.answers.layouts.page import Page
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import column_letters
from grader.numbers import Number


def has_decimals(page: Page, column: int, rows: list[int]) -> bool:
    """Whether a column has numbers that are not whole, as points and counts are."""
    numbers = (number_alone(page, r, column) for r in rows)
    return any(number is not None and number.value % 1 for number in numbers)


def number_alone(page: Page, row: int, column: int) -> Number | None:
    """The number in a cell that holds nothing else."""
    cell = page.cell(row, column)
    number = worth(cell) if readable(cell) == 1.0 else None
    return number if isinstance(number, Number) else None


def differ(page: Page, rows: list[int], column: int, other: int) -> bool:
    """Whether most of the rows have a number in both columns, and it is another one, not merely a rounded one.

    Whole numbers beside others are points or counts.
    """
    pairs = [(number_alone(page, r, column), number_alone(page, r, other)) for r in rows]
    differing = sum(one is not None and two is not None and apart(one, two) for one, two in pairs)
    whole = not has_decimals(page, column, rows)
    return differing * 2 > len(rows) and (whole or has_decimals(page, other, rows))


def is_finer(page: Page, rows: list[int], column: int, other: int) -> bool:
    """Whether a column has the same numbers as another, and more digits of them: `rounded | exact`."""
    pairs = [(number_alone(page, r, column), number_alone(page, r, other)) for r in rows]
    both = [(one, two) for one, two in pairs if one and two]
    same = len(both) == sum(two is not None for _, two in pairs) and not any(apart(one, two) for one, two in both)
    return same and 2 * sum(one.unit < two.unit for one, two in both) > len(both)


def apart(one: Number, other: Number) -> bool:
    """Whether two numbers are others, and not the same one rounded; of two whole ones neither is the other rounded."""
    if min(one.unit, other.unit) >= 1:
        return one.value != other.value
    return abs(one.value - other.value) > max(one.unit, other.unit)


def tell_rival(page: Page, rows: list[int], column: int, rival: int | None, heads: dict[int, str]) -> None:
    """Say which of two columns that differ counts, and which does not."""
    if rival is not None:
        page.rivalled |= {page.sheet.place(row, column) for row in rows}
        headed = heads[column] != heads[rival]
        one, two = (
            f"'{begun(heads[c])}'" if heads[c] and headed else f"column {column_letters(c)}" for c in (column, rival)
        )
        said = f"two numbers stand beside each name, and they differ: {one} counts, {two} does not"
        page.remark((rows[0], column), said)
