"""The table of what a person should look at."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

import pandas as pd

from grader.errors import Attention


def attention(rows: Iterable[Attention], lost: Mapping[str, Fraction] = MappingProxyType({})) -> pd.DataFrame:
    """What a person should look at, the gravest first, then by submission: what is told of all of it, then its places.

    `lost` are points that a submission lacks: of equally grave ones that which lacks most comes first.
    """
    ordered = sorted(rows, key=lambda row: (row.weight, -lost.get(row.submission, 0), row.submission, bool(row.place)))
    return pd.DataFrame([(a.submission, a.place, a.issue) for a in ordered], columns=["submission", "place", "issue"])
