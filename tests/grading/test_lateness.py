"""Who is late is told by the download, by a class list or by nothing: and where it is not clear, a person is told."""

from grader.errors import Weight
from grader.grading import grade
from tests.grading.neuron import RIGHT, RUBRIC, points, write

LATE = '[late]\ndue = 2026-03-01T23:59:00+01:00\npenalty = "10 %"\n[late.extensions]\nzoe = "1 day"\n'


TIMES = (
    "a class list with a column 'Submission time' beside 'ID', 'Username' or 'Email' tells it: give it with --roster"
)


def test_who_is_late_is_told_by_the_download(course):
    rubric = course / "rubrics" / "neuron.toml"
    rubric.write_text(RUBRIC + LATE)
    for folder in ("1-2 - Ada A - Mar 1, 2026 1130 PM", "2-2 - Ben B - Mar 2, 2026 1230 AM"):
        write(course / "hw" / folder / "hw.csv", RIGHT)
    outcome = grade([course / "hw"], [rubric])
    assert points(outcome) == {"Ada A": 5, "Ben B": 4.5}
    assert [a.issue for a in outcome.attention] == ["an extension for 'zoe', who has handed in nothing"]


def test_where_no_time_is_known_nobody_is_late_and_that_is_said_once(course):
    (course / "rubrics" / "neuron.toml").write_text(RUBRIC + LATE)
    outcome = grade([course / "submissions"])
    assert points(outcome) == {"ada": 5, "ben": 5}
    assert [(a.submission, a.issue, a.weight) for a in outcome.attention] == [
        ("neuron.toml", f"nobody knows when anything was handed in: nothing is late ({TIMES})", Weight.LOST)
    ]


def test_of_many_whose_time_is_not_known_it_is_said_once(course):
    rubric = course / "rubrics" / "neuron.toml"
    rubric.write_text(RUBRIC + LATE.replace("zoe", "a"))
    for name in "abcd":
        write(course / "plain" / f"{name}.csv", RIGHT)
    write(course / "hw" / "1-2 - Ada A - Mar 1, 2026 1130 PM" / "hw.csv", RIGHT)
    outcome = grade([course / "plain", course / "hw"], [rubric])
    assert [(a.submission, a.issue.partition(":")[0]) for a in outcome.attention] == [
        ("neuron.toml", "of 4 of 5 it is not known when they handed in, nor are they marked late"),
    ]


def test_a_system_that_marks_what_is_late_says_of_the_others_that_they_are_in_time(course):
    """Canvas's names say of nobody when, and only of who is late that they are."""
    rubric = course / "rubrics" / "neuron.toml"
    rubric.write_text(RUBRIC + LATE.replace("zoe", "a"))
    for number, name in enumerate(("a", "b", "c", "d", "e_LATE")):
        write(course / "hw" / f"{name}_{4000 + number}_{9000 + number}_hw.csv", RIGHT)
    outcome = grade([course / "hw"], [rubric])
    known = "it is known who is late, but not when anything was handed in: the due time has no effect"
    assert [(a.submission, a.issue) for a in outcome.attention] == [
        ("neuron.toml", f"{known} ({TIMES})"),
        ("e_LATE_4004_9004_hw.csv", "late, nobody knows how late: counted as one day"),
    ]
    due = next(line for line in LATE.splitlines() if line.startswith("due"))
    rubric.write_text(RUBRIC + LATE.replace(due, "").partition("[late.extensions]")[0])
    told = grade([course / "hw"], [rubric]).attention
    assert [a.issue for a in told] == ["late, nobody knows how late: counted as one day"]


def test_a_list_with_times_tells_how_late_somebody_is_of_whom_canvas_tells_that_they_are(course):
    """Canvas's own gradebook, to which a column was added."""
    rubric = course / "rubrics" / "neuron.toml"
    rubric.write_text(RUBRIC + LATE.replace("zoe", "a"))
    for name in ("a_1_8", "e_LATE_2_9"):
        write(course / "hw" / f"{name}_hw.csv", RIGHT)
    times = "Student,ID,Section,Submission time\nPoints Possible,,,\n"
    times += '"A, A",1,S,2026-03-01 10:00\n"E, E",2,S,2026-03-04 10:00\n'
    (course / "list.csv").write_text(times)
    outcome = grade([course / "hw"], [rubric], rosters=[course / "list.csv"])
    assert [h.submission.when and h.submission.when.day for h in outcome.handed] == [1, 4]
    assert not [a for a in outcome.attention if a.place == "late"]
    rubric.write_text(RUBRIC + '[late]\npenalty = "10 %"\n')
    told = [a.issue for a in grade([course / "hw"], [rubric], rosters=[course / "list.csv"]).attention]
    assert any(issue.startswith("it is known when everything was handed in, but not when it was due") for issue in told)


def test_times_that_name_no_zone_are_told_where_the_due_time_is_by_none_that_people_live_by(course):
    rubric = course / "rubrics" / "neuron.toml"
    write(course / "hw" / "1-2 - Ada A - Mar 2, 2026 1205 AM" / "hw.csv", RIGHT)
    said = "the times of handing in name no time zone, and are taken to be in the due time's own, UTC"
    for due, zone, told, late in (("+01:00", "", False, True), ("Z", "", True, True), ("Z", "-05:00", False, True),
                                  ("Z", "+01:00", False, False)):  # fmt: skip
        setting = f'zone = "{zone}"\n' if zone else ""
        rubric.write_text(f'{RUBRIC}[late]\ndue = 2026-03-01T23:59:00{due}\npenalty = "10 %"\n{setting}')
        outcome = grade([course / "hw"], [rubric])
        assert any(a.issue.startswith(said) for a in outcome.attention) == told
        assert points(outcome) == {"Ada A": 4.5 if late else 5}
