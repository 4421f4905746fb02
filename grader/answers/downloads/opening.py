"""A folder, a file or a zip as a TA has it, to the works of students."""

from collections.abc import Iterable
from pathlib import Path

from grader.answers.downloads.archive import found_in_archive, is_download
from grader.answers.downloads.attempts import works_of
from grader.answers.downloads.claims import Claim, claimant
from grader.answers.downloads.conventions import CONVENTIONS, Convention
from grader.answers.downloads.folder import found_file, found_in_folder
from grader.answers.downloads.found import File, Found
from grader.answers.downloads.plain import plain_pieces, unwrapped
from grader.answers.downloads.responses import responses
from grader.answers.downloads.work import Download, Piece
from grader.errors import Attention

PLAIN = "plain"
LAYOUTS = (*(convention.name for convention in CONVENTIONS), PLAIN)
"""The names by which a layout can be asked for."""
FORM_FILES = 3
"""A form's response sheet comes alone, or nearly so."""


def open_download(path: Path, layout: str = "") -> Download:
    """Everything at a path: a folder, a zip, or a single file. Nothing is unpacked, run, or followed.

    `layout` (one of `LAYOUTS`) overrides the choice of the convention. An archive in a folder counts as a download of
    its own where its members follow a convention, or where nothing else is in the folder.
    """
    if path.is_dir():
        return _merged(_opened(found, layout) for found in _with_archives(found_in_folder(path), path))
    if is_download(path):
        return _opened(found_in_archive(path), layout)
    return _opened(found_file(path), layout or PLAIN)


def _with_archives(found: Found, folder: Path) -> Iterable[Found]:
    """The folder's own files, and each archive of submissions that lies in it."""
    kept = []
    for file in found.files:
        inner = folder / file.path
        inside = found_in_archive(inner, file.source.path) if "/" not in file.path and _is_archive(inner) else None
        if inside and (len(found.files) == 1 or claimant(inside)):
            yield inside
        else:
            kept.append(file)
    found.files = kept
    yield found


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and path.is_file() and is_download(path)


def _merged(downloads: Iterable[Download]) -> Download:
    """Several downloads as one; a student in two of them is two works there already, so they are put together again."""
    first, *more = sorted(downloads, key=lambda download: -len(download.works))
    for other in more:
        known = {work.student for work in first.works}
        twice = [work for work in other.works if work.student in known]
        issue = "also in another part of the download; only that one is graded"
        listed = [source.path for work in twice for source in work.sources]
        first = Download(
            first.layout,
            tuple(sorted((*first.works, *(w for w in other.works if w not in twice)), key=lambda work: work.student)),
            (*first.attention, *other.attention, *(Attention(path, "", issue) for path in listed)),
            (*first.listed, *other.listed, *listed),
            (*first.ignored, *other.ignored),
        )
    return first


def _opened(found: Found, layout: str) -> Download:
    convention = _convention(found, layout)
    if convention is None and not layout and len(found.files) <= FORM_FILES and (form := _form(found)):
        return form
    if found.archive and convention is None:
        found.files = unwrapped(found.files, found.root)
    attention = [*found.listed, *(Attention(path, "", "is a folder with nothing in it") for path in found.empty)]
    pieces, side = _pieces(found, convention, attention)
    works, earlier = works_of(pieces)
    listed = [entry.submission for entry in (*found.listed, *earlier)]
    ignored = tuple(sorted((*found.ignored, *side)))
    name = convention.name if convention else PLAIN
    return Download(name, tuple(works), (*attention, *earlier), tuple(listed), ignored)


def _convention(found: Found, layout: str) -> Convention | None:
    if layout:
        return next((convention for convention in CONVENTIONS if convention.name == layout), None)
    return claimant(found) if found.files else None


def _pieces(found: Found, convention: Convention | None, attention: list[Attention]) -> tuple[list[Piece], list[str]]:
    """The files with their students, and those that the system put there."""
    if convention is None:
        return list(plain_pieces(found.files)), []
    claim = Claim(convention, found)
    pieces: list[Piece] = []
    side: list[str] = []
    others: list[File] = []
    for file in found.files:
        if claim.is_side(file):
            side.append(file.source.path)
        elif piece := claim.piece(file):
            pieces.append(piece)
        else:
            others.append(file)
    for piece in plain_pieces(others):
        issue = (
            f"is not named as the rest of this {convention.name} download; taken for a student '{piece.person.label}'"
        )
        attention.append(Attention(piece.source.path, "", issue))
        pieces.append(piece)
    return pieces, side


def _form(found: Found) -> Download | None:
    """A form's response sheet, where there is just one."""
    held = [(file, said) for file in found.files if (said := responses(file.source))]
    if len(held) != 1:
        return None
    [(sheet, said)] = held
    others = [file.source.path for file in found.files if file is not sheet]
    attention = [*found.listed, *said.attention]
    attention += [Attention(path, "", "lies beside a response sheet, and was not read") for path in others]
    works = tuple(sorted(said.works, key=lambda work: work.student))
    listed = [*(entry.submission for entry in found.listed), *others]
    return Download(said.form, works, tuple(attention), tuple(listed), tuple(found.ignored))
