"""Error carried forward: whether an answer follows from the student's own earlier answers, by whatever route."""

from grader.marking.carrying.backwards import doubt
from grader.marking.carrying.closing import close_rounded_from
from grader.marking.carrying.following import FEW, Following
from grader.marking.carrying.hidden import tell_hidden
from grader.marking.carrying.mirrors import Mirrors
from grader.marking.carrying.on_paper import on_paper
from grader.marking.carrying.routes import Route, plain, right
from grader.marking.carrying.transfer import suspect_transfer

__all__ = [
    "FEW",
    "Following",
    "Mirrors",
    "Route",
    "close_rounded_from",
    "doubt",
    "on_paper",
    "plain",
    "right",
    "suspect_transfer",
    "tell_hidden",
]
