"""The locator agrees with the standard library on what stands where."""

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.rubric.locate import Path, TooDeepError, locate

TEXT = '''
title = "a \\"quoted\\" # text"   # remark
a.b = 'literal \\ # "x"'
[given]   # table
x = [ -1.5, 2, # remark, with a comma
      [3, "]"], ]
"W 1" = { p = 1, q = [true] }
m = """
  one \\
     two ""quotes"""""
[[problem]]
name = 1
[problem.given]
y = 2020-01-01 10:00:00
[[problem]]
[[problem.accept]]
z = \'\'\'
raw\'\'\'
[[problem.accept]]
z = ""
'''


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from leaves(item, (*path, i))
    else:
        yield path, value


def check(text: str) -> None:
    """Every value is found, and what stands at its place reads as that value."""
    located = locate(text)
    for path, value in leaves(tomllib.loads(text)):
        span = located.spans[path]
        assert tomllib.loads("v = " + text[slice(*span.value)])["v"] == value
        if isinstance(value, str):
            assert span.characters is not None
            assert len(span.characters) == len(value)
    assert not located.twice


def test_everything_is_found_where_it_stands() -> None:
    check(TEXT)
    spans = locate(TEXT).spans
    assert TEXT[slice(*spans["given", "W 1"].key)] == "W 1"
    assert TEXT[slice(*spans["given", "x", 2].value)] == '[3, "]"]'
    characters = spans["given", "m"].characters
    assert characters is not None
    assert "".join(TEXT[i] for i in characters) == '  one two ""quotes""'


keys = st.from_regex(r"[a-zA-Z0-9_-]{1,4}", fullmatch=True) | st.text(alphabet="a b'\"#=[].", min_size=1, max_size=4)
texts = st.text(alphabet="ab \\\"'#]},=\n\té", max_size=8)
values = st.recursive(
    st.integers(-9, 99) | st.booleans() | texts, lambda inner: st.lists(inner, max_size=3), max_leaves=5
)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\u0009")
    return f'"{escaped}"'


def written(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", # ]\n".join(map(written, value)) + "]"
    return quoted(value) if isinstance(value, str) else str(value).lower()


@given(st.dictionaries(keys, st.dictionaries(keys, values, max_size=3), max_size=3))
def test_whatever_is_written_is_found(tables: dict[str, dict[str, object]]) -> None:
    lines = []
    for table, entries in tables.items():
        lines.append(f" [ {quoted(table)} ] # remark")
        lines += [f"{quoted(key)} = {written(value)}" for key, value in entries.items()]
    check("\n".join(lines))


@given(st.text(alphabet="ab=[]{}\"'.,#\n \\1", max_size=60))
def test_whatever_the_text_the_locator_ends(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        locate(text)
    else:
        located = locate(text)
        assert all(path in located.spans for path, _ in leaves(data))


def test_keys_that_stand_twice_are_told() -> None:
    (twice,) = locate("[t]\na = 1\nb = 2\na = 3\n[u]\na = 4\n").twice
    assert (twice.name, twice.first.key, twice.second.key) == ("a", (4, 5), (16, 17))


def test_nesting_has_an_end() -> None:
    with pytest.raises(TooDeepError):
        locate("a = " + "[" * 50)
