"""What stands in a download of Moodle's for names that nobody may know: `Participant`, in the language of the site."""

from collections.abc import Sequence

from grader.answers.downloads.found import File, Found
from grader.answers.downloads.told import Given, Told
from grader.answers.downloads.work import Piece

_PARTICIPANT = "Participant"
"""What somebody is called whose name nobody may know, in any language of the site."""
_FEWEST = 3
"""People, by their numbers, who are not all called alike by chance."""


def tells(_found: Found, given: Sequence[Given]) -> Told:
    """Those whom the download calls all by one name are participants."""
    people = {(each["name"], each["id"]) for each in given}
    names = {name for name, _ in people}
    if len(names) > 1 or len(people) < _FEWEST:
        return Told()
    [stand_in] = names

    def named(_file: File, given: Given, piece: Piece) -> Piece:
        called = given["name"] == stand_in
        return piece._replace(person=piece.person._replace(name=_PARTICIPANT)) if called else piece

    return Told(named)
