"""How learning management systems name the files of a download: one row a convention.

Groups of the patterns: `name`, `id`, `login`, `email`, `group`, `anonymous` (who), `number` (tells those of one name
apart, and is on no class list), `who` (all that says so), `late`,
`login1` and `file1` (in another shape), `when`, `attempt` (a number that grows), `copy` (one that is given to what is
called alike), `task` (attempts count within one),
`file` (the student's own name for it). Paths are matched whole, with
`/`, composed (NFC), below the name of the folder or of the archive. The sources are the systems' own code, or files of
theirs that others read; what is known of each is said in its row.
"""

import re
from typing import NamedTuple

from grader.answers.downloads import blackboard, gradescope, moodle, sakai
from grader.answers.downloads.told import Tells, nothing

DAY = r"(?:[^\W\d_]{3,12}\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d_]{3,12}\.?,? \d{4}|\d{4}-\d\d-\d\d)"
CLOCK = r"(?:\d{3,4}|\d{1,2} ?[.h:] ?\d\d)(?: ?[AP]\.?M\b\.?)?"
"""A time of day; no colon may stand in a file's name, so that most systems leave it out."""
NEVER = r"(?!)"


class Convention(NamedTuple):
    """How one system names files."""

    name: str
    pattern: re.Pattern[str]
    """Of a file that a student handed in."""
    side: re.Pattern[str]
    """Of a file that the system put there."""
    sign: re.Pattern[str]
    """In the path of a file that each download of the system has; others may name folders as its pattern says."""
    tells: Tells
    """What the files tell of whose they are, beside their names."""


def _convention(name: str, pattern: str, side: str = NEVER, sign: str = "", tells: Tells = nothing) -> Convention:
    return Convention(name, re.compile(pattern), re.compile(side), re.compile(sign), tells)


CONVENTIONS = (
    # Two shapes: files for manual grading, one attempt a question; and all, best or final files, with instance, variant
    # and number. A group has its name in place of the address, which only the name of the download tells from others.
    _convention(
        "PrairieLearn",
        r"(?:.*/)?(?P<login>[^/@]+@[^/_]+)"
        r"_(?:\d+_(?P<task>[^/]+?)_\d+_\d+_(?P<attempt>\d+)|[^/_]*_.+?_\d+)_(?P<file>[^/]+)"
        r"|.*_files_for_manual_grading/(?:[^/]*/)?(?P<group>[0-9A-Za-z]+)_.+?_\d+_[^/]+",
    ),
    # Canvas, lib/content_zipper.rb. The person is lower case without spaces; text and links typed in are pages.
    _convention(
        "Canvas",
        r"(?:.*/)?(?:(?P<late1>LATE|late)_)?(?:(?P<anonymous>anon_[0-9A-Za-z]+)|(?P<name>[^/]*?)(?:_(?P<late>LATE|late))?_(?P<id>\d+))"
        r"_(?:\d+_(?P<file>[^/]+)|(?:text|link)\.html)",
    ),
    # Moodle, mod/assign/classes/downloader.php: in folders or flat; blind marking says Participant, teams their name.
    _convention(
        "Moodle",
        r"(?:.*/)?(?P<name>[^/]+?)(?:_(?P<id>\d+))?_assignsubmission_(?:(?!comments_?/)[a-z0-9]+_?/|(?:file|onlinetext)_)"
        r"(?P<file>.+)",
        r"(?:.*/)?[^/]+_assign(?:submission_comments|feedback_[a-z0-9]+)(?:_.*|/.*)",
        tells=moodle.tells,
    ),
    _convention(
        "Gradescope",
        r"(?:.*/)?submission_(?P<id>\d+)/(?P<file>.+)",
        r"(?:.*/)?submission_metadata\.yml",
        tells=gradescope.tells,
    ),
    # Brightspace: the two numbers are internal; each submission is a folder with its time.
    _convention(
        "Brightspace",
        r"(?:.*/)?(?P<number>\d+)-\d+ ?- ?(?:(?P<id>[A-Za-z]?\d{5,}) ?- ?)?(?P<name>[^/]+?) ?- ?"
        rf"(?P<when>{DAY},? {CLOCK})(?:/| ?- ?)(?P<file>.+)",
        r"(?:(?!\d+-\d+ ?-)[^/]*/)*index\.html",
    ),
    # Blackboard: the word for attempt is the site's language's; a receipt for each attempt says who it was.
    _convention(
        "Blackboard",
        r"(?:.*/)?(?P<task>[^/]+)_(?P<login>[^/_]+)_[^\W\d_]{3,20}"
        r"_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>[^/]+)|\.txt)",
        r"(?:.*/)?[^/]+_[^\W\d_]{3,20}_\d{4}(?:-\d\d){5}\.txt",
        tells=blackboard.tells,
    ),
    # Sakai, with folders and without.
    _convention(
        "Sakai",
        rf"{sakai.WHO}(?:/(?!{sakai.FEEDBACK}/)[^/]+/(?P<file>.+)|(?:/[^/]*|_)_submissionText\.html"
        rf"|_(?!{sakai.OWN}|{sakai.FEEDBACK})[^/_]+_(?P<file1>[^/]+))",
        rf"(?:.*/)?{sakai.OWN}|{sakai.WHO}(?:/{sakai.FEEDBACK}/.*|_{sakai.OWN}|_{sakai.FEEDBACK}.*)"
        r"|(?:[^/]*/){0,2}grades\.(?:csv|xlsx?)",
        sakai.SIGN,
        sakai.tells,
    ),
    _convention(
        "GitHub Classroom",
        r"(?:.*/)?(?P<assignment>[^/]+)-submissions/(?P=assignment)-(?P<login>[^/]+)/(?P<file>.+)",
    ),
    _convention(
        "Google Forms",
        r"(?:.*/)?[^/]* \(File responses\)/(?:[^/]*/)?"
        r"(?P<task>(?P<file>[^/]+)) - (?P<name>[^/]+?)(?: ?\((?P<copy>\d+)\))?\.\w+",
    ),
    _convention(
        "Microsoft Forms",
        r"(?:.*/)?Microsoft Forms/[^/]+/[^/]+/(?P<task>(?P<file>[^/]+))_(?P<name>[^/_]+?)(?: (?P<copy>\d+))?\.\w+",
    ),
    # Microsoft Teams, as a class's files are synchronised: a folder a student, in it one an assignment, with versions.
    _convention(
        "Microsoft Teams",
        r"(?:.*/)?Submitted files/(?P<name>[^/]+)/(?P<task>[^/]+)/(?:Version (?P<attempt>\d+)/)?(?P<file>.+)",
        r"(?:.*/)?Working files/.*",
    ),
    _convention("Autolab", r"(?:.*/)?(?P<email>[^/@]+@[^/_]+)_(?P<attempt>\d+)_(?P<file>[^/]+)"),
    _convention(
        "nbgrader",
        r"(?:.*/)?submitted/(?P<login>[^/]+)/(?P<assignment>[^/]+)/(?P<file>.+)",
        r"(?:.*/)?submitted/[^/]+/[^/]+/timestamp\.txt",
    ),
)
"""The conventions, the more particular first: where two fit a download equally well, the first is taken."""
