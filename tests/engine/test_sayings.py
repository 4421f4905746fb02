"""The catalogue of what is said of slips holds every pattern of the code, and no other."""

import ast
from pathlib import Path

from grader.engine import SAYINGS, mutate

TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(mutate.__file__).parent.glob("*.py")]


def said_in(tree):
    """The texts of a module that are sentences: no docstrings, and nothing of one word."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in alone}
    return {text for text in texts if isinstance(text, str) and " " in text and " | " not in text}


def test_every_pattern_is_in_the_catalogue_and_the_catalogue_has_no_others():
    assert set().union(*map(said_in, TREES)) == set(SAYINGS)
    assert not [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
