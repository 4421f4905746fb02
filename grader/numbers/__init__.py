"""Numbers as people write them, with their digits: `−0.0077`, `8.99×10⁻⁴`, `0,57869`, `57.9 %`, `≈ 1/3`, `[1, 2]`."""

from grader.numbers.dates import A_DATE
from grader.numbers.lists import Nested, read_numbers
from grader.numbers.number import EXACT, Number, Unreadable, brief, last_place, number_of
from grader.numbers.points import DECIMALS, in_cents, percent_text, points_on_page, points_text, rounded
from grader.numbers.reading import Read, read_number
from grader.numbers.remarks import COMMENTED
from grader.numbers.spelling import PICTOGRAPHS
from grader.numbers.undefined import is_undefined

__all__ = [
    "A_DATE",
    "COMMENTED",
    "DECIMALS",
    "EXACT",
    "PICTOGRAPHS",
    "Nested",
    "Number",
    "Read",
    "Unreadable",
    "brief",
    "in_cents",
    "is_undefined",
    "last_place",
    "number_of",
    "percent_text",
    "points_on_page",
    "points_text",
    "read_number",
    "read_numbers",
    "rounded",
]
