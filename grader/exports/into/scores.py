"""What a class's work is worth, to be entered in a column of a gradebook."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.answers import Person

SCORE = "{points} of {out_of} points"


@dataclass(frozen=True)
class Scores:
    """What a rubric's work is worth, to be entered in one column."""

    title: str
    name: str
    """The rubric's file, without its ending."""
    points: Mapping[str, Fraction]
    """By student; who has no work has no points."""
    out_of: Mapping[str, Fraction]
    """By student, what the points are out of: dropped problems do not count."""
    uneven: bool
    """Whether that is not the same for all, so that points alone say nothing and a share is what goes into a column."""
    people: Mapping[str, tuple[Person, ...]]
    """By student, what is known of who it is."""
    comments: Mapping[str, Callable[[Fraction], Sequence[str]]]
    """By student, what is said to them beside their points, line by line, by what one of the rubric's points is worth
    in the column."""
    download: str = ""
    """The system that the work was downloaded from, whose numbers for its students are those of its gradebook."""
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By student, the numbers that the downloads give them, as far as they give any."""
    groups: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By student, what the groups they are in are called, as far as a class list tells."""
    score: str = SCORE
    """How a comment says the points that were entered."""
    unread: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By student whose work could not be read at all, why, line by line; such work has no points."""
    nothing_read: str = "No answers could be read."
    """How a comment says that, before it says why."""
    earlier: Sequence[str] = ()
    """What comments of earlier runs begin with, in whatever words."""
    written: Collection[str] = frozenset()
    """The fingerprints of the comments of earlier runs, as far as they are known."""

    def are_alike(self, students: Collection[str]) -> bool:
        """Whether students have the same points, as those of a group have for their work."""
        return len({(self.points[student], self.out_of[student]) for student in students}) == 1
