"""Loads a rubric: from the tables of a file to the records of its problems, with every fault said at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from grader.engine import nearest, suggestion
from grader.errors import RubricError
from grader.rubric.document import Document, Node, read_document
from grader.rubric.late import policy
from grader.rubric.place import Faults, Place
from grader.rubric.primes import with_primes
from grader.rubric.problem import Tables, read_problem
from grader.rubric.record import Alternative, Problem, Rubric
from grader.rubric.repeat import repeated

_TABLES = ("given", "repeat", "forward", "training", "labels", "names", "marks", "credit", "groups")
_PROBLEM = ("title", "tolerance", "figures", "symbols", "bonus", *_TABLES, "accept")
_SHARED = ("title", "tolerance", "figures", "credit")
"""What may stand above several problems, for all of them."""
_WHOLE = ("late", "drop", "variants")
"""What stands above several problems, and is of them all together."""
_OF_ONE, _OF_SEVERAL = (*_PROBLEM, *_WHOLE), (*_SHARED, *_WHOLE, "problem")
"""What may stand at the top of a rubric."""
_ACCEPT = ("name", "given", "symbols", "forward", "training")
_LONGEST_CHAIN = 20
_OWN = ("name", "title", "like", "marks", "bonus")
"""What a problem does not take from the one that it is like."""


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
        several = _is_there("problem", self.root.table, _OF_ONE)
        if several:
            top = self.known(self.root, _OF_SEVERAL, "above the problems", _PROBLEM)
        else:
            top = self.known(self.root, _OF_ONE, "")
        title = self.text(top, "title") or self.path.stem
        problems = list(self.problems(top)) if several else [self.problem("", title, top, self.root.place)]
        whole = policy(top.get("late"), top.get("drop"), len(problems), self.faults)
        variants = self.text(top, "variants")
        if "variants" in top and not variants.strip():
            self.faults.add(top["variants"].place, "variants names no table", 'as in variants = "variants.csv"')
        return Rubric(self.path, title, tuple(problems), whole, self.path.parent / variants if variants else None)

    def problems(self, top: Tables) -> Iterator[Problem]:
        """The `[[problem]]` blocks, each with what all share and with what it takes from another."""
        blocks = self.blocks(top["problem"], "problem")
        named = self.named(blocks)
        keys = ("name", "like", *_PROBLEM)
        named = {name: replace(b, value=self.known(b, keys, "in [[problem]]", _WHOLE)) for name, b in named.items()}
        shared = {key: node for key, node in top.items() if key in _SHARED and key != "title"}
        self.check_shared_credit(shared)
        for name, block in named.items():
            tables = merged(shared, self.with_likeness(block.table, named, (name,)))
            yield self.problem(name, self.text(block.table, "title"), tables, block.key)

    def check_shared_credit(self, shared: Tables) -> None:
        """What all problems share says nothing of one quantity."""
        for name, entry in shared["credit"].table.items() if "credit" in shared else ():
            if isinstance(entry.value, dict):
                self.faults.add(entry.key, f"the credit of '{name}' above the problems", "it belongs in a [[problem]]")

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
            if not name.strip() or name in found:
                what = f"two problems have the name '{name}'" if name in found else "not a name"
                self.faults.add(entry.place if entry else block.key, what, 'as in name = "2"')
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
        if len(above) > _LONGEST_CHAIN:
            self.faults.add(entry.place, "too many problems, each like the next")
            return tables
        base = self.with_likeness(named[other].table, named, (*above, other))
        return merged({key: node for key, node in base.items() if key not in _OWN}, tables)

    # ---- one problem ------------------------------------------------------------------------------------------------

    def problem(self, name: str, title: str, tables: Tables, at: Place) -> Problem:
        for key in _TABLES:
            if key in tables and not isinstance(tables[key].value, dict):
                self.faults.add(tables[key].key, f"'{key}' is not a table", f"it begins with [{key}]")
        problem = self.read(name, title, tables, at)
        return replace(problem, accept=tuple(self.alternatives(problem, tables)))

    def read(self, name: str, title: str, tables: Tables, at: Place) -> Problem:
        """A problem without its alternatives."""
        return read_problem(name, title, with_primes(repeated(tables, self.faults)), at, self.lost, self.faults)

    def alternatives(self, problem: Problem, tables: Tables) -> Iterator[Alternative]:
        """The conventions that are accepted instead: the problem again with some of its tables overridden."""
        if "accept" not in tables:
            return
        seen: set[str] = set()
        for block in self.blocks(tables["accept"], "accept"):
            own = self.known(block, _ACCEPT, "in [[accept]]")
            name = self.text(own, "name")
            if not name:
                self.faults.add(block.key, "an alternative without a name", 'as in name = "loss without the half"')
            elif name in seen:
                self.faults.add(
                    own["name"].place, f"two alternatives have the name '{name}'", "each has one of its own"
                )
            seen.add(name)
            override = merged(tables, {key: node for key, node in own.items() if key != "name"})
            yield Alternative(name, self.read(problem.name, problem.title, override, block.key))

    # ---- keys -------------------------------------------------------------------------------------------------------

    def known(self, node: Node, keys: tuple[str, ...], where: str, elsewhere: tuple[str, ...] = ()) -> dict[str, Node]:
        """What a table has under the known keys. All else is a fault; keys of `elsewhere` are told where they belong.

        What stands under a misspelt key is read as what is meant, or all that hangs on it would be at fault as well.
        """
        found = {key: entry for key, entry in node.table.items() if key in keys}
        for key, entry in node.table.items():
            if key in elsewhere and key not in keys:
                todo = "it belongs above the problems" if key in _WHOLE else "it belongs in a [[problem]]"
                self.faults.add(entry.key, f"'{key}' does not belong {where}", todo)
            elif key not in keys:
                kind = "table" if isinstance(entry.value, dict) else "key"
                place = f" {where}" if where else ""
                self.faults.add(entry.key, f"unknown {kind} '{key}'{place}", suggestion(key, keys))
                if len(meant := nearest(key, keys)) == 1:
                    found.setdefault(meant[0], entry)
        return found

    def text(self, tables: Tables, key: str) -> str:
        node = tables.get(key)
        if node is None:
            return ""
        if not isinstance(node.value, str):
            self.faults.add(node.place, f"the {key} is not a text in quotes")
            return ""
        return node.value


def _is_there(key: str, tables: Tables, others: tuple[str, ...]) -> bool:
    """Whether a table has a key, be it misspelt, that may stand there in place of the others."""
    return key in tables or any(key in nearest(other, (*others, key)) for other in tables if other not in others)


_DEFINING = ("given", "symbols", "forward")
"""What says what a name is: entries of a table, or of a list."""


def merged(base: Tables, over: Tables) -> dict[str, Node]:
    """One problem's tables over another's: tables entry by entry, anything else as a whole.

    A name is what is said of it above: a symbol below may have a number there, and a given become a symbol.
    """
    found = {key: _without(node, _defined(over, key)) if key in _DEFINING else node for key, node in base.items()}
    for key, node in over.items():
        below = found.get(key)
        if below is not None and below.table and node.table:
            node = Node({**below.table, **node.table}, node.place, node.key)
        found[key] = node
    return found


def _defined(tables: Tables, but: str) -> set[str]:
    """The names that are said to be something else than what `but` says."""
    nodes = [tables[key] for key in _DEFINING if key in tables and key != but]
    return {str(item.value) for node in nodes for item in _items(node)} | {
        name for node in nodes for name in node.table
    }


def _items(node: Node) -> tuple[Node, ...]:
    return node.value if isinstance(node.value, tuple) else ()


def _without(node: Node, names: set[str]) -> Node:
    """A table, or a list of names, without some of them."""
    if node.table:
        return Node({name: entry for name, entry in node.table.items() if name not in names}, node.place, node.key)
    if _items(node):
        return Node(tuple(item for item in _items(node) if item.value not in names), node.place, node.key)
    return node
