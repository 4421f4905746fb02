"""Pages: one file each, that need no network and run nothing; every text from outside is escaped by the templates."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.drawing import STYLE
from grader.engine.printing.mathml import mathml
from grader.engine.printing.paper import Layout


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.reports.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["drawing_style"] = Markup(STYLE)
    environment.filters["mathml"] = as_mathml
    environment.filters["counted"] = "{:,}".format
    return environment


def as_mathml(layout: Layout) -> Markup:
    """A layout as markup that a template leaves as it is: its texts are escaped already."""
    return Markup(mathml(layout))


def named(text: str, layout: Markup) -> Markup:
    """A name on paper for the eye and as a text for the ear: not every screen reader says a formula in a heading."""
    both = '<span class="named"><span class="hidden">{}</span><span aria-hidden="true">{}</span></span>'
    return Markup(both).format(text, layout)


def render(template: str, **values: Any) -> str:
    """The page of a template, with no space at the ends of its lines."""
    text = _environment().get_template(template).render(**values)
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"
