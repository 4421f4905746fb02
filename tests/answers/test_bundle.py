"""A student's own zip, in a folder or in the system's zip: read in place, within bounds, never unpacked to disk."""

import io
import zipfile

import pytest

from grader.answers import read_submissions
from grader.answers.bundle import MAX_MEMBERS, unbundled
from grader.answers.record import Source
from grader.errors import Attention
from grader.notation import Symbol, Vocabulary

TABLE = b"quantity,value\nh1,0.79\n"


def packed(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv").replace("_zip", ".zip"), content)
    return data.getvalue()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary([Symbol("", name, (), (name,)) for name in ("h1", "h2")])


def inside(data: bytes, path: str = "ada.zip") -> tuple[list[str], list[Attention]]:
    """The paths of what is read, and what is told."""
    found = list(unbundled(Source(path, lambda: data)))
    return [f.path for f in found if isinstance(f, Source)], [f for f in found if isinstance(f, Attention)]


def test_a_zip_of_a_student(tmp_path, vocabulary):
    (tmp_path / "ada.zip").write_bytes(packed(ada__hw_csv=TABLE, **{"__MACOSX/ada/._hw.csv": b"\0\5\x16\7"}))
    (tmp_path / "ben.csv").write_bytes(TABLE)
    read = read_submissions(tmp_path, vocabulary)
    ada, _ = read.submissions
    assert [(answer.name, answer.text, answer.place) for answer in ada.answers] == [("h1", "0.79", "hw.csv: line 2")]
    assert read.graded == ("ada.zip", "ben.csv")
    assert not ada.attention


def test_a_zip_in_the_systems_zip(tmp_path, vocabulary):
    inner = packed(hw_csv=TABLE, deeper_zip=packed(more_csv=b"quantity,value\nh2,0.95\n"))
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        archive.writestr("ada_1_2_answers.zip", inner)
        archive.writestr("ben_3_4_answers.csv", TABLE)
    read = read_submissions(tmp_path / "hw.zip", vocabulary)
    assert read.layout == "Canvas"
    assert {answer.name: answer.text for answer in read.submissions[0].answers} == {"h1": "0.79", "h2": "0.95"}


def test_nothing_but_the_good_is_read_of_a_bad_one():
    data = packed(**{"../up_csv": TABLE, "/root_csv": TABLE, "hw_csv": TABLE, "C:x_csv": TABLE})
    paths, told = inside(data)
    assert paths == ["ada.zip/hw.csv"]
    assert len(told) == 3


@pytest.mark.parametrize(
    ("data", "issue"),
    [
        (packed(a_zip=packed(b_zip=packed(c_zip=packed(d_csv=TABLE)))), "deep"),
        (packed(**{f"{n}_csv": TABLE for n in range(MAX_MEMBERS + 5)}), "more than 100 files"),
        (packed(**{f"{'d/' * 30_000}{n}_csv": TABLE for n in range(5)}), "deep"),
        (packed(**{f"{n}_csv": b"0" * 5_000_000 for n in range(60)}), "more than anyone hands in"),
        (packed(a_csv=b"0" * 51_000_000), "larger than"),
        (packed()[:10], ""),
        (packed(), ""),
        (packed(**{"__MACOSX/._hw.csv": b"x"}), "no files"),
        (packed(a_csv=TABLE)[:-30], "damaged"),
    ],
)
def test_bounds(data, issue):
    paths, told = inside(data)
    assert issue in "".join(entry.issue for entry in told)
    assert len(paths) <= MAX_MEMBERS
    assert paths or told


def test_of_too_many_the_nearest_are_read():
    """Not the first: what a tool has put there comes before the answers as often as behind them."""
    made = {f".git__objects__{n}": b"" for n in range(200)} | {f"venv__lib__{n}_csv": b"" for n in range(200)}
    paths, told = inside(packed(**made, zz_csv=TABLE))
    assert "ada.zip/zz.csv" in paths
    assert "101 were not read" in told[0].issue


def test_what_is_called_zip_and_is_none():
    assert inside(TABLE, "ada.zip") == (["ada.zip"], [])
    assert inside(packed(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""})) == (["ada.zip"], [])
