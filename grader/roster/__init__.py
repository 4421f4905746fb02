"""Who is in the course: class lists as systems and registrars write them, and whose a submission is by one."""

from grader.roster.directory import Directory, callings
from grader.roster.headings import kind_of
from grader.roster.joining import Joined, Joiner
from grader.roster.merging import Enrolled
from grader.roster.reading import Roster, enrolled_in, is_class_list, is_test_student, read_roster

__all__ = [
    "Directory",
    "Enrolled",
    "Joined",
    "Joiner",
    "Roster",
    "callings",
    "enrolled_in",
    "is_class_list",
    "is_test_student",
    "kind_of",
    "read_roster",
]
