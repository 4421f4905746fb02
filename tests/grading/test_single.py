"""One student's work by itself: all files of a folder are read, and of those that are not, a person is told."""

from grader.grading import grade_alone
from tests.grading.neuron import RIGHT, write


def test_of_more_files_than_are_read_it_is_told_how_many_are_left(course, monkeypatch):
    monkeypatch.setattr("grader.grading.single._MOST_FILES", 2)
    for name in ("a", "b", "c", "d"):
        write(course / "work" / f"{name}.csv", RIGHT if name == "a" else {"note": "1"})
    told = grade_alone(course / "work", course / "rubrics" / "neuron.toml").attention
    assert [(a.submission, a.issue) for a in told if "more" in a.issue] == [
        ("work", "has more than 2 files: the last 2, from 'c.csv' on, were not read")
    ]
