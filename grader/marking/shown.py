"""Numbers as the reports show them."""

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array


def shown(value: Array) -> str:
    """A number as the reports show it: 12 significant digits at most, and no minus before a nought.

    >>> shown(np.array(1.6500000000000001)), shown(np.array(-0.0))
    ('1.65', '0')
    """
    return f"{float(value) + 0.0:.12g}"


def all_shown(values: Array) -> NDArray[np.object_]:
    """Each of many numbers as `shown`, and nothing for one that is not finite; the same ones are written once.

    >>> all_shown(np.array([0.25, np.nan, 1.6500000000000001, -0.0])).tolist()
    ['0.25', '', '1.65', '0']
    """
    bits, which = np.unique(np.ascontiguousarray(values + 0.0, dtype=float).view(np.int64), return_inverse=True)
    different = bits.view(float)
    texts = np.empty(len(different), dtype=object)
    texts[:] = ("%.12g\n" * len(different) % tuple(different.tolist())).split("\n")[:-1]
    texts[~np.isfinite(different)] = ""
    return texts[which]
