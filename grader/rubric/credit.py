"""What an answer is worth: the share of its points by verdict and by cause, for all or for some of the quantities."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from grader.engine import suggestion
from grader.errors import FormulaError
from grader.rubric.document import Node
from grader.rubric.marks import asked, of_vector
from grader.rubric.place import Faults, Place
from grader.rubric.policy import SETTINGS, exact, points, unquoted
from grader.rubric.scope import Scope

VERDICTS: dict[str, Fraction] = {
    "correct": Fraction(1),
    "carried": Fraction(1),
    "implied": Fraction(1),
    "imprecise": Fraction(3, 4),
    "slip": Fraction(1, 2),
    "wrong": Fraction(0),
    "missing": Fraction(0),
    "unreadable": Fraction(0),
}
"""Every verdict with the share of the points that it is worth unless the rubric says otherwise."""

CAUSES: tuple[str, ...] = (
    "sign", "wrong-factor", "missing-factor", "missing-derivative", "half-derivative", "derivative-at-preactivation",
    "derivative-at-activation", "extra-derivative", "wrong-operand", "dropped-term", "extra-term", "dropped-sample",
    "missing-bias", "wrong-branch", "missing-activation", "wrong-activation", "not-squared", "missing-function",
    "reduction", "wrong-axis", "transposed", "updated-weight", "old-weight", "wrong-rule", "ascent", "rate", "log-base",
    "decimal-point", "digits", "misread", "exchanged", "misplaced", "copy",
)  # fmt: skip
"""What a slip may be; one without a share of its own is worth that of `slip`."""

TRIVIAL = "trivial"
"""A step that an earlier slip has made 0, with nothing left to work out: no credit unless the rubric gives some."""
AGAIN = "again"
"""An answer that is wrong by a slip charged elsewhere: in another element, or where the same step comes up again.

It is worth what is carried, unless the rubric says otherwise.
"""
MOST_LOST = "most_lost"

Own = tuple[str, Mapping[str, Fraction]]
"""A quantity, and the shares that it has of its own."""

_WORDS = (*VERDICTS, TRIVIAL, AGAIN, *CAUSES)


class Crediting:
    """Reads `[credit]`, `[groups]` and `bonus` of a problem.

    A number in `[credit]` is the share of a verdict or a cause; a table in it, `[credit.h1]`, has those of a quantity
    or of a group of quantities. So a quantity may be called like a verdict, and nothing is ambiguous.
    """

    def __init__(self, tables: Mapping[str, Node], scope: Scope, faults: Faults) -> None:
        self.tables, self.scope, self.faults = tables, scope, faults
        self.groups = self._groups()
        self.general = self._general()

    def most_lost(self) -> Fraction | None:
        """How many points of the problem slips may cost at most; None where there is no such limit."""
        entry = self._entries("credit").get(MOST_LOST)
        return points(entry, self.faults) if entry else None

    def own(self) -> tuple[Own, ...]:
        """What some quantities are worth instead. Later ones count more: groups, whole quantities, then elements."""
        of_groups: list[Own] = []
        of_quantities: list[Own] = []
        for name, entry in self._entries("credit").items():
            if not isinstance(entry.value, dict):
                continue
            shares = self._shares(entry.table)
            self._check_best(narrowed(self.general, shares), entry.table)
            if name in self.groups:
                of_groups += [(member, shares) for member in self.groups[name]]
            elif self._is_quantity(name, entry.key):
                of_quantities.append((name, shares))
        return tuple(own for some in (of_groups, of_quantities) for own in sorted(some, key=self._is_element))

    def bonus(self) -> frozenset[str]:
        """The marks that count in a total but not in what it is out of, as `[marks]` names them; of groups, all."""
        known, found = list(self._entries("marks")), set()
        for name, entry in self._listed(self.tables.get("bonus"), "bonus"):
            for member in self.groups.get(name, (name,)):
                found.add(member)
                if member not in known:
                    inside = f", in the group '{name}'," if name in self.groups else ""
                    todo = suggestion(member, [*known, *self.groups])
                    self.faults.add(entry.place, f"'{member}'{inside} has no points in [marks]", todo)
        return frozenset(found)

    # ---- shares -----------------------------------------------------------------------------------------------------

    def _general(self) -> dict[str, Fraction]:
        """What every verdict is worth, and those causes that the rubric sets."""
        entries = {
            word: entry
            for word, entry in self._entries("credit").items()
            if not isinstance(entry.value, dict) and word != MOST_LOST
        }
        shares = {**VERDICTS, TRIVIAL: Fraction(0), **self._shares(entries)}
        self._check_best(shares, entries)
        return shares

    def _shares(self, entries: Mapping[str, Node]) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for word, entry in entries.items():
            share = exact(entry.value)
            own = word in self.groups or self._names_quantity(word)
            if word in SETTINGS and not own:
                self.faults.add(entry.key, f"'{word}' is a setting, not a verdict or cause", SETTINGS[word])
            elif word not in _WORDS:
                todo = f"what '{word}' is worth stands in [credit.{_key(word)}]" if own else suggestion(word, _WORDS)
                self.faults.add(entry.key, f"unknown verdict or cause '{word}'", todo)
            elif share is None or not 0 <= share <= 1:
                self.faults.add(entry.place, "not a share of the points", unquoted(entry.value, "a number from 0 to 1"))
            else:
                found[word] = share
        return found

    def _check_best(self, shares: Mapping[str, Fraction], entries: Mapping[str, Node]) -> None:
        """Nothing is worth more than a right answer: else an answer put right could cost points."""
        for word, entry in entries.items():
            if word in shares and shares[word] > shares["correct"]:
                self.faults.add(entry.place, f"'{word}' is worth more than 'correct'", "a right answer is worth most")

    # ---- names ------------------------------------------------------------------------------------------------------

    def _groups(self) -> dict[str, tuple[str, ...]]:
        """Quantities by the group that they are in; each is in one group at most."""
        found: dict[str, tuple[str, ...]] = {}
        where: dict[str, str] = {}
        for group, entry in self._entries("groups").items():
            if group in (*_WORDS, MOST_LOST) or self._names_quantity(group):
                what = "a verdict or cause" if group in _WORDS else "a quantity" if group != MOST_LOST else "a setting"
                self.faults.add(entry.key, f"'{group}' is {what} already", "call the group something else")
            for name, item in self._listed(entry, group):
                if where.setdefault(name, group) != group:
                    self.faults.add(item.place, f"'{name}' is in the group '{where[name]}' already")
                elif not self._names_quantity(name):
                    self._is_quantity(name, item.place)
            found[group] = tuple(name for name, _ in self._listed(entry, group) if self._names_quantity(name))
        return found

    def _listed(self, node: Node | None, key: str) -> Iterator[tuple[str, Node]]:
        """The names in a list, or the one that stands there alone."""
        for item in node.items if node else ():
            if isinstance(item.value, str):
                yield item.value, item
            else:
                self.faults.add(item.place, "not a name in quotes", f'as in {key} = ["h1", "h2"]')

    def _is_quantity(self, name: str, at: Place) -> bool:
        """Whether a name is of a quantity; a fault if it is not."""
        try:
            asked(name, self.scope)
        except FormulaError as error:
            todo = suggestion(name, [*self._entries("groups"), *self._entries("marks")]) or error.todo
            self.faults.add(at, f"'{name}' is no quantity to be marked", todo)
            return False
        return True

    def _names_quantity(self, name: str) -> bool:
        try:
            asked(name, self.scope)
        except FormulaError:
            return False
        return True

    def _is_element(self, own: Own) -> bool:
        return bool(of_vector(asked(own[0], self.scope), self.scope).place)

    def _entries(self, key: str) -> dict[str, Node]:
        return self.tables[key].table if key in self.tables else {}


def narrowed(shares: Mapping[str, Fraction], own: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """General shares with a quantity's own laid over them: its own `slip` counts more than a cause does in general.

    >>> narrowed({"slip": Fraction(1, 2), "sign": Fraction(3, 4)}, {"slip": Fraction(1, 4)})
    {'slip': Fraction(1, 4)}
    """
    return {word: share for word, share in shares.items() if not ("slip" in own and word in CAUSES)} | dict(own)


def _key(name: str) -> str:
    """A name as a key of TOML: in quotes where it has to be.

    >>> _key("h1"), _key("dDiv/dw")
    ('h1', '"dDiv/dw"')
    """
    return name if name.isascii() and name.replace("_", "").isalnum() else f'"{name}"'
