"""How a sheet writes quantities: the labels of elements, and the other names that a quantity may have."""

import re
from collections.abc import Sequence

from grader.engine import suggestion
from grader.errors import FormulaError
from grader.rubric.document import Node
from grader.rubric.marks import asked, indices_said
from grader.rubric.place import Faults
from grader.rubric.record import Label
from grader.rubric.scope import Scope

_BELOW = re.compile(r"_(?P<brace>\{?)(?P<run>[^\W\d_]{2,})")
"""Letters side by side below."""
_PATTERN = re.compile(r"(?P<name>[^\W\d]\w*)(?:\[(?P<indices>\s*[^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*\s*)\])?")


def labels(node: Node | None, scope: Scope, faults: Faults) -> tuple[Label, ...]:
    """The patterns by which the sheet writes elements: `"W1[j,i]" = "w_{j,i}^1"`."""
    found: list[Label] = []
    for pattern, entry in node.table.items() if node else ():
        try:
            found.append(_label(pattern, entry, scope))
        except _TemplateError as error:
            faults.formula(entry.place, error)
        except FormulaError as error:
            faults.formula(entry.key, error)
    return tuple(found)


class _TemplateError(FormulaError):
    """A fault of a label's text."""


def _label(pattern: str, entry: Node, scope: Scope) -> Label:
    found = _PATTERN.fullmatch(pattern)
    if not found:
        raise FormulaError(f"'{pattern}' names no elements", 0, len(pattern), 'as in "W1[j,i]"')
    name, indices = found["name"], tuple(re.findall(r"\w+", found["indices"] or ""))
    if name not in scope.known:
        raise FormulaError(f"unknown quantity '{name}'", *found.span("name"), suggestion(name, scope.known))
    shape = scope.shapes.get(name)
    if shape is not None and len(shape) != len(indices):
        raise FormulaError(
            f"'{name}' has {indices_said(len(shape))}, not {len(indices)}",
            0,
            len(pattern),
            f'as in "{_example(name, len(shape))}"',
        )
    if len(set(indices)) < len(indices):
        raise FormulaError("one letter stands for two indices", *found.span("indices"))
    if not isinstance(entry.value, str) or not entry.value.strip():
        raise _TemplateError("a label is a text in quotes", 0, 1)
    template = set_apart(entry.value, indices)
    for letter in _glued(template, indices):
        hint = f"set it apart, as {{{letter}}}" if letter in template else "elements need different labels"
        raise _TemplateError(f"the label leaves out the index '{letter}'", 0, len(entry.value), hint)
    return Label(name, indices, template)


def set_apart(template: str, indices: Sequence[str]) -> str:
    """A label with those index letters in braces that stand side by side below, or behind one other letter there.

    >>> set_apart("w_{ij}^{(1)}", "ij"), set_apart("net_hj", "j"), set_apart("b_{bias}", "s")
    ('w_{{i}{j}}^{(1)}', 'net_{h{j}}', 'b_{bias}')
    """
    glued = _glued(template, indices)
    return _BELOW.sub(lambda found: _braced(found, glued), template) if glued else template


def _braced(found: re.Match[str], glued: Sequence[str]) -> str:
    head, told = found["run"], ""
    while letter := next((each for each in glued if head.endswith(each)), ""):
        head, told = head.removesuffix(letter), f"{{{letter}}}{told}"
    if len(head) > 1:
        return found[0]
    return f"_{{{head}{told}" + ("" if found["brace"] else "}")


def _glued(template: str, indices: Sequence[str]) -> list[str]:
    """The index letters that stand nowhere by themselves."""
    return [each for each in indices if not re.search(rf"(?<![^\W\d_]){re.escape(each)}(?![^\W\d_])", template)]


def _example(name: str, count: int) -> str:
    return f"{name}[{','.join('ijkl'[:count])}]" if count else name


def other_names(node: Node | None, scope: Scope, faults: Faults) -> dict[str, tuple[str, ...]]:
    """What else a quantity, or an element of one, may be called: `MSE = ["L", "loss"]`."""
    found: dict[str, tuple[str, ...]] = {}
    meant: dict[str, str] = {}
    for name, entry in node.table.items() if node else ():
        _check_named(name, entry, scope, faults)
        for item in entry.items:
            if not isinstance(item.value, str) or not item.value.strip():
                faults.add(item.place, "not a name in quotes", 'as in MSE = ["L", "loss"]')
            elif meant.setdefault(item.value, name) != name:
                faults.add(item.place, f"'{item.value}' is already another name of '{meant[item.value]}'")
        found[re.sub(r"\s", "", name)] = tuple(item.value for item in entry.items if isinstance(item.value, str))
    return found


def _check_named(name: str, entry: Node, scope: Scope, faults: Faults) -> None:
    if name in scope.known:
        return
    try:
        asked(name, scope)
    except FormulaError as error:
        faults.formula(entry.key, error)
