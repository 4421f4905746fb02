"""One slip, one charge: which slips are one, and what is expected of those who have made one."""

from grader.marking.charging.charges import Charges

__all__ = ["Charges"]
