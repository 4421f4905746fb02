"""A folder, a file or a zip as a TA has it, to the works of students."""

import posixpath
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from grader.answers.containers.office import is_office
from grader.answers.downloads.archive import MAX_MEMBERS, OFFICE, found_in_archive, found_in_bytes, is_download
from grader.answers.downloads.aside import below, set_aside
from grader.answers.downloads.attempts import LATEST, works_of
from grader.answers.downloads.claims import Claim, claimant
from grader.answers.downloads.conventions import CONVENTIONS, Convention
from grader.answers.downloads.folder import found_file, found_in_folder
from grader.answers.downloads.found import File, Found
from grader.answers.downloads.plain import plain_pieces, shared_folder, unwrap
from grader.answers.downloads.reach import within_reach
from grader.answers.downloads.responses import responses
from grader.answers.downloads.timesheets import SHEETS
from grader.answers.downloads.work import Download, Piece, Work
from grader.answers.record import ContainerError, Source
from grader.errors import Attention, Weight

PLAIN = "plain"
ALSO = "also in another part of the download; only that one is graded"
MAX_ARCHIVES = 3
"""Archives of submissions within one another."""
LAYOUTS = (*(convention.name for convention in CONVENTIONS), PLAIN)
"""The names by which a layout can be asked for, in capitals or not."""


def open_download(path: Path, layout: str = "", attempt: str = LATEST, given: Collection[Path] = ()) -> Download:
    """Everything at a path: a folder, a zip, or a single file. Nothing is unpacked, run, or followed.

    `layout` (one of `LAYOUTS`) overrides the choice of the convention, and `attempt` (one of `ATTEMPTS`) says which
    counts of a student's. `given` are files that serve the run otherwise, and are no submissions wherever they lie; a
    class list or gradebook among them may tell when work was handed in. An
    archive in a folder counts as a download of its own where its members follow a convention, or where nothing else is
    in the folder.
    """
    sheets = [file for other in given if other.suffix.lower() in SHEETS for file in found_file(other).files]
    if path.is_dir():
        found = found_in_folder(path)
        set_aside(found, below(path, given))
        return _merged(
            _opened(part, layout, attempt, sheets) for part in _joined(_with_archives(found, layout), layout)
        )
    if is_download(path):
        found = found_in_archive(path)
        set_aside(found)
        return _merged(
            _opened(part, layout, attempt, sheets) for part in _joined(_with_archives(found, layout), layout)
        )
    found = found_file(path)
    form = None if layout else _form(found, attempt)
    return form or _opened(found, layout or PLAIN, attempt, sheets)


def _with_archives(found: Found, layout: str, depth: int = 1) -> Iterator[Found]:
    """The files themselves, and each archive of submissions that lies among them, not in a folder of somebody's."""
    kept = []
    own = _convention(found, layout)
    top = shared_folder([file.path for file in found.files])
    for file in found.files:
        may = "/" not in file.path.removeprefix(top) and file.path.lower().endswith(".zip") and depth <= MAX_ARCHIVES
        inside = _archive(file) if may and not (own and own.pattern.fullmatch(found.below(file.path))) else None
        if inside and (len(found.files) == 1 or claimant(inside)):
            set_aside(inside)
            yield from _with_archives(inside, layout, depth + 1)
        else:
            kept.append(file)
    found.files = kept
    yield found


def _archive(file: File) -> Found | None:
    """What is in a file, if that is an archive and no document."""
    if file.at:
        path = Path(file.at)
        return found_in_archive(path, file.source.path) if is_download(path) else None
    try:
        data = file.source.read()
    except ContainerError:
        return None
    stem = posixpath.splitext(posixpath.basename(file.path))[0]
    found = found_in_bytes(data, file.source.path, MAX_MEMBERS, stem) if is_office(data) else None
    return found if found and OFFICE.isdisjoint(inner.path for inner in found.files) else None


def _joined(parts: Iterable[Found], layout: str) -> Iterator[Found]:
    """The parts, those as one whose system tells in its names when each attempt was made: so the latest counts of all.

    Namesakes in two parts are told apart as they are in one.
    """
    first: dict[str, Found] = {}
    for part in parts:
        convention = _convention(part, layout)
        if convention is None or "when" not in convention.pattern.groupindex:
            yield part
        elif (one := first.setdefault(convention.name, part)) is not part:
            one.take(part, ALSO, convention.side)
    yield from first.values()


def _merged(downloads: Iterable[Download]) -> Download:
    """Several downloads as one; a student in two of them is two works there already, so they are put together again."""
    first, *more = sorted(downloads, key=lambda download: -len(download.works))
    layouts = [first.layout, *(other.layout for other in more if other.works)]
    for other in more:
        known = {work.student for work in first.works}
        twice = [work for work in other.works if work.student in known]
        listed = [source.path for work in twice for source in work.sources]
        first = Download(
            " and ".join(dict.fromkeys(layouts)),
            tuple(sorted((*first.works, *(w for w in other.works if w not in twice)), key=lambda work: work.student)),
            (*first.attention, *other.attention, *(Attention(path, "", ALSO, Weight.SETTLED) for path in listed)),
            (*first.listed, *other.listed, *listed),
            (*first.ignored, *other.ignored),
            first.damaged or other.damaged,
        )
    return first


def _opened(found: Found, layout: str, attempt: str, sheets: Sequence[File]) -> Download:
    convention = _convention(found, layout)
    if convention is None and not layout and (form := _form(found, attempt)):
        return form
    if convention is None:
        unwrap(found)
    attention = [*found.listed, *found.remarks]
    claim = Claim(convention, found, sheets) if convention else None
    if claim:
        found.empty = [path for path in found.empty if not claim.is_sides(path)]
    attention += [Attention(path, "", "is a folder with nothing in it") for path in found.empty]
    pieces, side = _pieces(found, claim, attention)
    counting, others = works_of(pieces, attempt)
    listed = [entry.submission for entry in (*found.listed, *others)]
    works: list[Work] = []
    for work, left, told in map(within_reach, counting):
        works.append(work)
        listed += left
        others += told
    works += _empty(found, claim, {work.student for work in works})
    ignored = tuple(sorted((*found.ignored, *side)))
    works.sort(key=lambda work: work.student)
    name = convention.name if convention else PLAIN
    return Download(name, tuple(works), (*attention, *others), tuple(listed), ignored, found.damaged)


def _empty(found: Found, claim: Claim | None, known: set[str]) -> list[Work]:
    """Those whose folder has nothing in it, or none but the system's: they handed in nothing, and are in the class."""
    folders = [*found.empty, *(claim.folders() if claim else ())]
    files = [File(f"{path}/-", Source(path, lambda: b"")) for path in folders]
    pieces = [claim.piece(file) for file in files] if claim else list(plain_pieces(files))
    people = {piece.person.label: piece.person for piece in pieces if piece}
    return [Work(label, (), person) for label, person in people.items() if label not in known]


def _convention(found: Found, layout: str) -> Convention | None:
    if layout:
        return next((convention for convention in CONVENTIONS if convention.name.casefold() == layout.casefold()), None)
    return claimant(found) if found.files else None


def _pieces(found: Found, claim: Claim | None, attention: list[Attention]) -> tuple[list[Piece], list[str]]:
    """The files with their students, and those that the system put there."""
    if claim is None:
        return list(plain_pieces(found.files)), []
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
    top = shared_folder([file.path for file in found.files])
    for piece in plain_pieces(file._replace(path=file.path.removeprefix(top)) for file in others):
        rest = f"is not named as the rest of this {claim.convention.name} download"
        issue = f"{rest}; taken for a student '{piece.person.label}'"
        attention.append(Attention(piece.source.path, "", issue))
        pieces.append(piece)
    attention += claim.doubts(pieces)
    return pieces, side


def _form(found: Found, attempt: str) -> Download | None:
    """A form's response sheet, which comes alone: beside other files it would speak for the students they are of."""
    said = responses(found.files[0].source, attempt) if len(found.files) == 1 else None
    if said is None:
        return None
    works = tuple(sorted(said.works, key=lambda work: work.student))
    nobodys = () if works else (found.files[0].source.path,)
    listed = (*(entry.submission for entry in found.listed), *nobodys)
    return Download(said.form, works, (*found.listed, *said.attention), listed, tuple(sorted(found.ignored)))
