"""Loads a rubric: from the tables of a file to the records of its problems, with every fault said at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from grader.engine import Expr, suggestion
from grader.errors import FormulaError, RubricError
from grader.rubric.document import Document, Node, read_document
from grader.rubric.formulas import formulas
from grader.rubric.given import givens, symbols
from grader.rubric.marks import asked
from grader.rubric.place import Faults, Place
from grader.rubric.policy import credit, figures, points, tolerance
from grader.rubric.record import Alternative, Problem, Rubric
from grader.rubric.scope import Scope, cycle, infer_shapes
from grader.rubric.training import rate_given, training
from grader.rubric.wording import labels, other_names

_TABLES = ("given", "forward", "training", "labels", "names", "marks", "credit")
_PROBLEM = ("title", "tolerance", "figures", "symbols", *_TABLES, "accept")
_SHARED = ("title", "tolerance", "figures", "credit")
"""What may stand above several problems, for all of them."""
_ACCEPT = ("name", "given", "symbols", "forward", "training")
_OWN = ("name", "title", "like", "marks")
"""What a problem does not take from the one that it is like."""

Tables = Mapping[str, Node]


def load(path: Path) -> Rubric:
    """The rubric in a TOML file. RubricError with all its faults, each with its line and a caret under the word."""
    faults = Faults()
    document = read_document(path, faults)
    rubric = _Loader(path, document, faults).rubric()
    if faults:
        raise RubricError(faults.listed())
    return rubric


class _Loader:
    def __init__(self, path: Path, document: Document, faults: Faults) -> None:
        self.path, self.root, self.lost, self.faults = path, document.root, document.lost, faults

    def rubric(self) -> Rubric:
        top = self.root.table
        title = self.text(top, "title") or self.path.stem
        if "problem" not in top:
            self.check_keys(self.root, _PROBLEM, "", ("problem",))
            return Rubric(self.path, title, (self.problem("", title, top, self.root.place),))
        self.check_keys(self.root, (*_SHARED, "problem"), "above the problems", _PROBLEM)
        return Rubric(self.path, title, tuple(self.problems(top)))

    def problems(self, top: Tables) -> Iterator[Problem]:
        """The `[[problem]]` blocks, each with what all share and with what it takes from another."""
        blocks = self.blocks(top["problem"], "problem")
        named = self.named(blocks)
        shared = {key: node for key, node in top.items() if key in _SHARED and key != "title"}
        for name, block in named.items():
            self.check_keys(block, ("name", "like", *_PROBLEM), "in [[problem]]")
            tables = merged(shared, self.with_likeness(block.table, named, (name,)))
            yield self.problem(name, self.text(block.table, "title"), tables, block.key)

    def blocks(self, node: Node, key: str) -> tuple[Node, ...]:
        if isinstance(node.value, tuple) and all(isinstance(item.value, dict) for item in node.value):
            return node.value
        self.faults.add(node.key, f"'{key}' is not a list of blocks", f"each begins with [[{key}]]")
        return ()

    def named(self, blocks: tuple[Node, ...]) -> dict[str, Node]:
        """The blocks by their names; one without a name is called by its number."""
        found: dict[str, Node] = {}
        for number, block in enumerate(blocks, 1):
            entry = block.table.get("name")
            name = str(number) if entry is None else str(entry.value) if type(entry.value) in (str, int) else ""
            if entry is not None and (not name.strip() or name in found):
                what = f"two problems have the name '{name}'" if name in found else "not a name"
                self.faults.add(entry.place, what, 'as in name = "2"')
            found.setdefault(name, block)
        return found

    def with_likeness(self, tables: Tables, named: Mapping[str, Node], above: tuple[str, ...]) -> Tables:
        """The tables of a problem laid over those of the problem that it is like."""
        entry = tables.get("like")
        if entry is None:
            return tables
        other = str(entry.value)
        if other not in named or other in above:
            what = f"problem '{above[0]}' is like itself" if other in named else f"there is no problem '{other}'"
            self.faults.add(entry.place, what, suggestion(other, [name for name in named if name not in above]))
            return tables
        base = self.with_likeness(named[other].table, named, (*above, other))
        return merged({key: node for key, node in base.items() if key not in _OWN}, tables)

    # ---- one problem ------------------------------------------------------------------------------------------------

    def problem(self, name: str, title: str, tables: Tables, at: Place) -> Problem:
        for key in _TABLES:
            if key in tables and not isinstance(tables[key].value, dict):
                self.faults.add(tables[key].key, f"'{key}' is not a table", f"it begins with [{key}]")
        problem = self.plain_problem(name, title, tables, at)
        accepted = tuple(self.alternatives(problem, tables))
        return replace(problem, accept=accepted)

    def plain_problem(self, name: str, title: str, tables: Tables, at: Place) -> Problem:
        """A problem without its alternatives."""
        faults = self.faults
        scope = self.scope(tables, at)
        trained = training(tables.get("training"), scope, faults)
        if trained:
            scope.train(trained.parameters, trained.steps)
        return Problem(
            name=name,
            title=title,
            tolerance=tolerance(tables.get("tolerance"), faults),
            figures=figures(tables.get("figures"), faults),
            givens=scope.givens,
            symbols=scope.symbols,
            forward=scope.forward,
            training=trained,
            labels=labels(tables.get("labels"), scope, faults),
            names=other_names(tables.get("names"), scope, faults),
            marks={mark: points(node, faults) for mark, node in self.marks(tables, scope, at)},
            credit=credit(tables.get("credit"), faults),
            accept=(),
            places=_places(tables),
        )

    def scope(self, tables: Tables, at: Place) -> Scope:
        """The names of a problem; faults where one is defined twice, a formula is wrong, or formulas go in a circle."""
        faults, forward = self.faults, tables.get("forward")
        values = rate_given(tables.get("training")) | givens(tables.get("given"), faults)
        letters = symbols(tables.get("symbols"), faults)
        self.check_once(tables, letters)
        written = {key for table in ("given", "forward") if table in tables for key in tables[table].table}
        unread = {*written, *self.lost} - {*values, *letters}
        first = Scope(values, letters, doubtful=frozenset(unread))
        found = formulas(forward, first.known, faults)
        doubtful = frozenset(first.doubtful - found.keys())
        for circle in self.circles(found, tables):
            doubtful |= set(circle)
        scope = Scope(values, letters, found, doubtful)
        for name, error in infer_shapes(scope).items():
            if forward:
                faults.add(forward.table[name].place, error.what, error.todo)
        if not forward and not self.lost and "like" not in tables:
            faults.add(at, "there are no formulas", "a [forward] table says how quantities are computed")
        return scope

    def circles(self, found: dict[str, Expr], tables: Tables) -> Iterator[tuple[str, ...]]:
        """The circles of formulas, each a fault; they are taken out of `found`."""
        while circle := cycle(found):
            key = tables["forward"].table[circle[0]].key
            self.faults.add(key, f"'{circle[0]}' is computed from itself", " → ".join([*circle, circle[0]]))
            for name in circle:
                del found[name]
            yield circle

    def check_once(self, tables: Tables, letters: tuple[str, ...]) -> None:
        """No name is both a given, a symbol or a forward quantity."""
        seen = dict.fromkeys(letters, tables["symbols"].key) if letters else {}
        for table in ("given", "forward"):
            for name, entry in tables[table].table.items() if table in tables else ():
                if name in seen:
                    self.faults.add(entry.key, f"'{name}' is defined twice", f"first on line {seen[name].line}")
                seen.setdefault(name, entry.key)

    def marks(self, tables: Tables, scope: Scope, at: Place) -> Iterator[tuple[str, Node]]:
        node = tables.get("marks")
        if node is None or node.value == {}:
            self.faults.add(node.key if node else at, "nothing is asked", "[marks] gives points to quantities")
            return
        for mark, entry in node.table.items():
            try:
                asked(mark, scope)
            except FormulaError as error:
                self.faults.formula(entry.key, error)
            yield mark, entry

    def alternatives(self, problem: Problem, tables: Tables) -> Iterator[Alternative]:
        """The conventions that are accepted instead: the problem again with some of its tables overridden."""
        if "accept" not in tables:
            return
        for block in self.blocks(tables["accept"], "accept"):
            self.check_keys(block, _ACCEPT, "in [[accept]]", _PROBLEM)
            name = self.text(block.table, "name")
            if not name:
                self.faults.add(block.key, "an alternative without a name", 'as in name = "loss without the half"')
            override = {key: node for key, node in block.table.items() if key in _ACCEPT and key != "name"}
            yield Alternative(
                name, self.plain_problem(problem.name, problem.title, merged(tables, override), block.key)
            )

    # ---- keys -------------------------------------------------------------------------------------------------------

    def check_keys(self, node: Node, known: tuple[str, ...], where: str, elsewhere: tuple[str, ...] = ()) -> None:
        for key, entry in node.table.items():
            if key in known:
                continue
            if key in elsewhere:
                self.faults.add(entry.key, f"'{key}' does not belong {where}", "it belongs in a [[problem]]")
            else:
                kind = "table" if isinstance(entry.value, dict) else "key"
                place = f" {where}" if where else ""
                self.faults.add(entry.key, f"unknown {kind} '{key}'{place}", suggestion(key, known))

    def text(self, tables: Tables, key: str) -> str:
        node = tables.get(key)
        if node is None:
            return ""
        if not isinstance(node.value, str):
            self.faults.add(node.place, f"the {key} is not a text in quotes")
            return ""
        return node.value


def merged(base: Tables, over: Tables) -> dict[str, Node]:
    """One problem's tables over another's: tables entry by entry, anything else as a whole."""
    found = dict(base)
    for key, node in over.items():
        below = found.get(key)
        if below is not None and below.table and node.table:
            node = Node({**below.table, **node.table}, node.place, node.key)
        found[key] = node
    return found


def _places(tables: Tables) -> dict[str, Place]:
    """Every entry's place: of a mark, label or name the key's, of anything else the value's."""
    found: dict[str, Place] = {}
    for key, node in tables.items():
        found[key] = node.key
        for name, entry in node.table.items():
            found[f"{key}.{name}"] = entry.key if key in ("marks", "labels", "names") else entry.place
    return found
