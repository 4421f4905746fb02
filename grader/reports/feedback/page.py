"""A letter as a page."""

from functools import lru_cache
from typing import Any

from markupsafe import Markup

from grader.drawing import draw
from grader.engine.printing.paper import lay_out_label
from grader.reports.feedback.graph import Picture
from grader.reports.feedback.letter import Letter, Part, Sheet
from grader.reports.pages import as_mathml, named, render
from grader.wording import SIGNS, Wording


def to_page(letter: Letter, say: Wording) -> str:
    """The page of one student."""
    return render(
        "feedback.html",
        language=say("language"),
        title=say("title", assignment=", ".join(letter.titles)),
        heading=", ".join(letter.titles),
        say=say,
        signs=SIGNS,
        label=_label,
        name=letter.name,
        sheets=[_sheet(sheet, say) for sheet in letter.sheets],
        unread=letter.unread,
        follows=letter.follows,
    )


@lru_cache(maxsize=4096)
def _label(text: str) -> Markup:
    return named(text, as_mathml(lay_out_label(text)))


def _sheet(sheet: Sheet, say: Wording) -> dict[str, Any]:
    return {"told": sheet, "parts": [{"told": part, "pictures": _pictures(part, say)} for part in sheet.parts]}


def _pictures(part: Part, say: Wording) -> list[dict[str, Any]]:
    titles = [_title(picture, len(part.pictures) > 2, say) for picture in part.pictures]
    return [
        {"title": title, "svg": Markup(draw(picture.boxes, picture.arrows, title, say.graph()))}
        for title, picture in zip(titles, part.pictures, strict=True)
    ]


def _title(picture: Picture, several: bool, say: Wording) -> str:
    if not picture.number:
        return say("graph")
    return say("graph again", number=picture.number) if several else say("graph after")
