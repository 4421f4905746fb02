"""One slip, one charge: which slips are one, and what is expected of those who have made one."""

from grader.marking.charging.charges import Charges
from grader.marking.charging.unasked import settle_unasked

__all__ = ["Charges", "settle_unasked"]
