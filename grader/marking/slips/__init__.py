"""The known slips: what can go wrong in a step, read off the steps themselves, and what goes wrong with it."""

from grader.marking.slips.candidates import REDUCED, Slips
from grader.marking.slips.consistency import Consistency
from grader.marking.slips.likelihood import LIKELIEST_FIRST
from grader.marking.slips.recurring import ACCIDENTS, OF_THE_PEN, Habit, Recurring, outline
from grader.marking.slips.shortcut import short_form

__all__ = [
    "ACCIDENTS",
    "LIKELIEST_FIRST",
    "OF_THE_PEN",
    "REDUCED",
    "Consistency",
    "Habit",
    "Recurring",
    "Slips",
    "outline",
    "short_form",
]
