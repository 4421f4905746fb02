"""Where a text ends in the middle of something, as one does of which not all was sent or saved."""

import re

_LONGEST = 2_000
_NUMBER = re.compile(r"(?:[,;=\t\[:]\s*[-+−]?\d+\.|\d[eE][-+−]?)$", re.ASCII)
"""A number that goes on: `h1,0.` or `h1 = 1.2e-`; a sentence may end in `5.`, too."""
_LIST = re.compile(r"[\[(][^\[\]()]*[\d.,]$")
"""A list that is not closed."""


def ends_midway(text: str) -> bool:
    r"""Whether a text ends in the middle of a number or of a list, with no end of the line after it.

    >>> [ends_midway(text) for text in ("h1,0.79\ns1,1.", "w = [0.1, 0", "h1 = 1.2e-", "h1,0.7", "It is 5.", "h,0.\n")]
    [True, True, True, False, False, False]
    """
    last = text[-_LONGEST:].rpartition("\n")[2]
    return bool(_NUMBER.search(last) or _LIST.search(last))
