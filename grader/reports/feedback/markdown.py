"""A letter as Markdown, for what takes no pages; nothing that a student wrote is markup in it."""

import re
from collections.abc import Iterator

from grader.reports.feedback.entry import Entry, Remark
from grader.reports.feedback.letter import Letter, Part, Sheet
from grader.reports.feedback.row import Row
from grader.wording import SIGNS, Wording

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$^-])")


def to_markdown(letter: Letter, say: Wording) -> str:
    """The text of one student (GitHub's dialect, for its tables)."""
    lines = [f"# {plain(', '.join(letter.titles))}", "", plain(letter.name), ""]
    several = len(letter.sheets) + len(letter.unread) > 1
    for sheet in letter.sheets:
        lines += _sheet(sheet, several, say)
    for work in letter.unread:
        lines += ["## " + plain(work.title), ""] if several else []
        lines += (line for text in (say("unread"), *work.why) for line in (plain(text), ""))
    if not letter.sheets:
        return "\n".join([*lines, *(() if letter.unread else (plain(say("absent")), ""))])
    return "\n".join([*lines, *((plain(say("footer")), "") if letter.follows else ())])


def _sheet(sheet: Sheet, several: bool, say: Wording) -> Iterator[str]:
    if several:
        yield from (f"## {plain(sheet.title)}", "")
    score = say("score", points=sheet.points, out_of=sheet.out_of)
    yield f"**{plain(score)}**" + (f" ({plain(say('percent', percent=sheet.percent))})" if sheet.percent else "")
    yield ""
    for remark in sheet.remarks:
        yield from (plain(remark), "")
    for part in sheet.parts:
        yield from _part(part, say)
    if sheet.unused:
        yield from (f"### {plain(say('unused'))}", "", *(f"- {plain(line)}" for line in sheet.unused), "")


def _part(part: Part, say: Wording) -> Iterator[str]:
    if part.heading:
        score = say("score", points=part.points, out_of=part.out_of)
        yield from (f"## {plain(part.heading)}: {plain(', '.join(filter(None, (score, part.bonus))))}", "")
    if part.convention:
        yield from (plain(say("convention", name=part.convention)), "")
    if part.first:
        row = part.first.row
        yield from (f"### {plain(say('began'))}: {code(row.label)}", "")
        yield f"- {plain(say('written'))}: {code(row.answer) if row.answer else plain(say('blank'))}"
        yield f"- {plain(say('happened'))}: {plain(part.first.happened)}"
        step = say("step" if part.first.own else "step formula")
        yield from (f"- {plain(step)}: {code(part.first.text)}", "")
    if part.ruling:
        yield from (plain(part.ruling), "")
        return
    yield from _table(part, say)
    yield ""
    for word, meaning in part.meanings:
        yield f"- {plain(f'{SIGNS[word]} {say(word)}')}: {plain(meaning)}"
    if part.meanings:
        yield ""


def _table(part: Part, say: Wording) -> Iterator[str]:
    heads = [say(word) for word in ("quantity", "answer", "verdict", "points", "note")]
    yield f"| {' | '.join(map(plain, heads))} |"
    yield "|---|---|---|--:|---|"
    for entry in part.entries:
        row = entry.rows[0]
        bonus = f" {say('bonus')}" if row.bonus else ""
        written, verdict, note = _array(entry, say) if entry.tallies else _single(row, say)
        cells = [code(entry.label), written, verdict, plain(f"{entry.points} / {entry.out_of}{bonus}"), note]
        yield f"| {' | '.join(cells)} |"


def _single(row: Row, say: Wording) -> tuple[str, str, str]:
    """What was written, the verdict and the note of one answer."""
    written = code(row.answer) if row.answer else plain(say("blank"))
    return written, plain(f"{row.sign} {say(row.verdict)}"), plain("; ".join(_said(row, say)))


def _array(entry: Entry, say: Wording) -> tuple[str, str, str]:
    """The same of an array, row by row, with the sign of each element."""
    lines = (", ".join(f"{row.answer or '·'} {row.sign}" for row in line) for line in entry.lines)
    times = len(entry.tallies) > 1
    tallies = (f"{SIGNS[t.look]} {say(t.verdict)}{f' × {t.times}' if times else ''}" for t in entry.tallies)
    return code("; ".join(lines)), plain(", ".join(tallies)), ". ".join(_remark(each, say) for each in entry.remarks)


def _remark(remark: Remark, say: Wording) -> str:
    said = plain("; ".join(_said(remark.row, say)) or say(remark.row.verdict))
    if remark.of_all:
        return said
    points = say("score", points=remark.row.points, out_of=remark.row.out_of)
    lost = f" ({plain(points)})" if remark.row.points != remark.row.out_of else ""
    return f"{', '.join(code(row.label) for row in remark.rows)}: {said}{lost}"


def _said(row: Row, say: Wording) -> Iterator[str]:
    if row.note:
        yield row.note
    if row.right:
        yield say("right" if row.own else "right formula", value=row.right)


def plain(text: str) -> str:
    r"""A text that is no markup, on one line.

    >>> plain("<b> *x*")
    '\\<b\\> \\*x\\*'
    """
    return _SPECIAL.sub(r"\\\1", _one_line(text))


def code(text: str) -> str:
    r"""A text as code, whatever backticks and strokes are in it.

    >>> code("a`b"), code("x|y")
    ('`` a`b ``', '`x\\|y`')
    """
    text = _one_line(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if len(fence) > 1 else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
