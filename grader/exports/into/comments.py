"""Comments in a gradebook: which of them are an earlier run's, and may be written over."""

import re
from collections.abc import Iterable


def is_free(comment: str, said: str, ours: Iterable[str]) -> bool:
    """Whether a comment may be written over: there is none, or an earlier run's, which says other points than now.

    It is a run's where it begins with one of our phrases.
    """
    earlier = next(filter(None, (_begins(comment, phrase) for phrase in ours)), "")
    return not comment or (bool(earlier) and earlier != said)


def _begins(comment: str, phrase: str) -> str:
    """What a comment begins with, as a phrase says it, with whatever points; empty where it does not."""
    pattern = r"-?[\d.,]+".join(map(re.escape, phrase.format(points="\0", out_of="\0").split("\0")))
    found = re.match(pattern + r"(?![^<;\n])", comment)
    return found[0] if found else ""
