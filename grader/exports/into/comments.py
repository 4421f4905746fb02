"""Comments in a gradebook: which of them are an earlier run's, and what somebody has added to one."""

import hashlib
import re
from collections.abc import Container, Iterable, Iterator
from html import unescape

_PART = re.compile(r"(<[^<>]*>)|&#?\w{1,8};|\S")
"""A tag, a character by its name or number, a character."""


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


def fingerprint(comment: str) -> str:
    r"""By which a comment is known again, however its lines are broken and its characters are spelt.

    >>> fingerprint("1 of 2 points<br>&#8706;") == fingerprint("1 of 2 points<br />\n∂")
    True
    """
    return max(_fingerprints(comment), default=(0, ""))[1]


def added(comment: str, known: Container[str]) -> str | None:
    """What somebody has added behind a comment whose fingerprint is `known`; None where none of those begins it.

    >>> added("1 of 2 points<br>Well done!", {fingerprint("1 of 2 points")})
    '<br>Well done!'
    """
    ends = [end for end, told in _fingerprints(comment) if told in known]
    if not ends:
        return None
    rest = comment[ends[-1] :]
    return rest if re.sub(r"<[^<>]*>", "", rest).strip() else ""


def _fingerprints(comment: str) -> Iterator[tuple[int, str]]:
    """After each character of a comment, where that ends, and the fingerprint of all before."""
    read = hashlib.blake2b(digest_size=8)
    for part in _PART.finditer(comment):
        if not part[1]:
            read.update(unescape(part[0]).encode("utf-8", "replace"))
            yield part.end(), read.hexdigest()
