"""How many files of one student are read: the nearest to the top, where a homework lies."""

from dataclasses import replace

from grader.answers.downloads.work import Work
from grader.answers.record import Source
from grader.errors import Attention

MAX_FILES = 300
"""A homework has ten; what a program was installed into has thousands."""


def within_reach(work: Work) -> tuple[Work, list[str], list[Attention]]:
    """A work with the files of it that are read; the paths of the others, and what to say of them."""
    if len(work.sources) <= MAX_FILES:
        return work, [], []
    near = set(map(id, sorted(work.sources, key=_distance)[:MAX_FILES]))
    others = [source.path for source in work.sources if id(source) not in near]
    issue = (
        f"this file and {len(others) - 1:,} more of '{work.student}' were not read: "
        f"only the {MAX_FILES} nearest to the top are (hand in the answers alone)"
    )
    kept = tuple(source for source in work.sources if id(source) in near)
    return replace(work, sources=kept), others, [Attention(others[0], "", issue)]


def _distance(source: Source) -> tuple[int, str]:
    return source.path.count("/"), source.path
