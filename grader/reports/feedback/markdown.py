"""A letter as Markdown, for what takes no pages; nothing that a student wrote is markup in it."""

import re
from collections.abc import Iterator

from grader.reports.feedback.letter import Letter, Part, Sheet
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
    return "\n".join([*lines, plain(say("footer")), ""])


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
        yield f"- {plain(say('happened'))}: {plain(row.note if row.verdict == 'slip' else say('unexplained'))}"
        step = say("step" if part.first.own else "step formula")
        yield from (f"- {plain(step)}: {code(part.first.text)}", "")
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
    for row in part.rows:
        right = say("right formula" if row.symbolic else "right", value=row.right) if row.right else ""
        bonus = f" {say('bonus')}" if row.bonus else ""
        cells = [
            code(row.label),
            code(row.answer) if row.answer else plain(say("blank")),
            plain(f"{row.sign} {say(row.verdict)}"),
            plain(f"{row.points} / {row.out_of}{bonus}"),
            plain("; ".join(filter(None, (row.note, right)))),
        ]
        yield f"| {' | '.join(cells)} |"


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
