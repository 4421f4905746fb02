"""Archives: their members' names, what is damaged, and archives in archives."""

import io
import stat
import unicodedata
import zipfile

import pytest

from grader.answers.downloads import open_download
from grader.answers.layouts import lay_out_sheets
from grader.answers.record import ContainerError
from grader.answers.submission import read_work
from grader.notation import Symbol, Vocabulary
from tests.answers.downloads.made import TABLE, students
from tests.answers.workbook import zipped


def test_hostile_members_of_an_archive(tmp_path):
    path = tmp_path / "class.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../up.csv", "/root.csv", "C:\\x.csv", "a/../../b.csv", "ada.csv"):
            archive.writestr(name, TABLE)
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb.csv", b"0" * 60_000_000)
        archive.writestr("..\\evil.csv", TABLE)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("ada.csv", "other")
    found = open_download(path)
    assert students(found) == {"ada": ["class.zip/ada.csv"]}
    assert found.works[0].sources[0].read() == TABLE.encode()
    assert sorted(found.listed) == sorted(
        f"class.zip/{name}"
        for name in (
            "../up.csv",
            "/root.csv",
            "C:/x.csv",
            "a/../../b.csv",
            "link.csv",
            "bomb.csv",
            "../evil.csv",
            "ada.csv",
        )
    )


def test_names_of_members_without_the_utf8_flag(tmp_path):
    path = tmp_path / "class.zip"
    raw = "Ngá_1_2_h".encode()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("y" * len(raw) + ".csv"), TABLE)
    path.write_bytes(path.read_bytes().replace(b"y" * len(raw), raw))
    assert list(students(open_download(path))) == ["Ngá (1)"]


class Stream(io.RawIOBase):
    """What a system packs into while it sends it: nobody can go back in it."""

    def __init__(self, data: bytearray) -> None:
        self.data = data

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.data += data
        return len(data)


@pytest.mark.parametrize("streamed", [False, True])
def test_an_archive_that_was_cut_off(tmp_path, streamed):
    data = bytearray()
    whole = io.BytesIO()
    with zipfile.ZipFile(Stream(data) if streamed else whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in range(6):
            archive.writestr(f"s{student}_{student}_7_hw.csv", TABLE * (student + 1))
    data = bytes(data or whole.getvalue())
    path = tmp_path / "class.zip"
    path.write_bytes(data[: data.index(b"s4_4_7") + 20])
    found = open_download(path)
    assert [work.sources[0].read().decode() for work in found.works] == [TABLE * n for n in range(1, 5)]
    assert found.damaged
    assert "only the first 4 files" in found.attention[0].issue
    path.write_bytes(data[:20])
    assert open_download(path).works == ()


def test_an_archive_that_unpacks_itself(tmp_path):
    (tmp_path / "class.zip").write_bytes(b"MZ\x90" + b"\0" * 900 + zipped({"ada_1_2_hw.csv": TABLE}))
    [work] = open_download(tmp_path / "class.zip").works
    assert (work.student, work.sources[0].read()) == ("ada (1)", TABLE.encode())
    assert students(open_download(tmp_path)) == students(open_download(tmp_path / "class.zip"))


@pytest.mark.parametrize("folder", ["", "My Drive/CS 1/"])
def test_an_archive_of_downloads(tmp_path, folder):
    one, other = (zipped({f"s{n}_{n}_7_hw.csv": TABLE, f"t{n}_{n}9_7_hw.zip": zipped({"a": TABLE})}) for n in (1, 2))
    for number, files in enumerate(({"1.zip": one, "2.zip": other}, {"1.zip": one})):
        path = tmp_path / f"all{number}.zip"
        path.write_bytes(zipped({folder + name: data for name, data in files.items()} | {"__MACOSX/._1.zip": b""}))
        found = open_download(path)
        assert (found.layout, len(found.works)) == ("Canvas", 2 * len(files))
    assert list(students(found).values())[1] == [f"all1.zip/{folder}1.zip/t1_19_7_hw.zip"]


def test_names_that_look_the_same_come_in_one_order(tmp_path):
    names = [unicodedata.normalize(form, "Zoë.csv") for form in ("NFC", "NFD")]
    read = []
    for turn in (1, -1):
        (tmp_path / "hw.zip").write_bytes(zipped({name: f"h1,{len(name)}" for name in names[::turn]}))
        read.append([source.read() for work in open_download(tmp_path / "hw.zip").works for source in work.sources])
    assert read[0] == read[1]
    assert len(read[0]) == 2


def test_a_damaged_archive_and_a_damaged_member(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ada.csv", TABLE)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"h1,0.79", b"h1,0.97"))
    with pytest.raises(ContainerError, match="damaged"):
        open_download(path).works[0].sources[0].read()


@pytest.mark.parametrize("cut", [True, False])
def test_what_is_damaged_within_a_download_may_have_been_handed_in_so(tmp_path, cut):
    path, handed_in = tmp_path / "class.zip", tmp_path / "hw.zip"
    with zipfile.ZipFile(handed_in, "w") as archive:
        archive.writestr("hw.csv", TABLE)
    whole = handed_in.read_bytes()
    own = whole[: len(whole) // 3] if cut else whole.replace(b"h1,0.79", b"h1,0.97")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ada_1_2_hw.zip", own)
        archive.writestr("bob_3_4_hw.csv", TABLE)
    [told] = [row for row in told_of(path) if "damaged" in row]
    assert told.endswith("(download it again, or ask the student for it)")
    whole = path.read_bytes()
    path.write_bytes(whole[:20])
    assert [row.partition("(")[2] for row in told_of(path) if "damaged" in row] == ["download it again)"]


def told_of(path):
    """What is told of a download once everybody's work is read."""
    found = open_download(path)
    read = [read_work(work, Vocabulary([Symbol("", "h1", (), ("h1",))]), lay_out_sheets) for work in found.works]
    return [row.issue for each in (found, *read) for row in each.attention]
