"""Graphs drawn in layers: nothing overlaps, arrows go to the right, and the picture is one well-formed element."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.drawing import MOST, Box, Line, draw
from grader.drawing.arranging import across, down
from grader.drawing.boxes import folded, joined, layers
from grader.drawing.ordering import _crossings, ordered, spotted
from grader.drawing.placing import _BETWEEN, _STRAIGHT, _Stack

SVG = "{http://www.w3.org/2000/svg}"


def boxes(*keys):
    return [Box(key, (Line(key),)) for key in keys]


@st.composite
def graphs(draw_):
    count = draw_(st.integers(1, 14))
    keys = [f"q{i}" for i in range(count)]
    pairs = draw_(st.lists(st.sampled_from(list(combinations(keys, 2))), max_size=40)) if count > 1 else []
    lines = [tuple(Line("x" * draw_(st.integers(0, 9))) for _ in range(draw_(st.integers(1, 3)))) for _ in keys]
    return [Box(key, text) for key, text in zip(keys, lines, strict=True)], pairs


def frames(svg):
    """Where each box stands, by the text of its title: (left, top, right, bottom)."""
    found = []
    for box in ET.fromstring(svg).iter(f"{SVG}rect"):
        if box.get("class") == "frame":
            x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + w, y + h))
    return found


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_no_box_overlaps_another_or_leaves_the_picture(graph):
    svg = "<svg".join(draw(*graph, "any graph").split("<svg")[:2])
    root = ET.fromstring(svg)
    width, height = (float(root.get(name)) for name in ("width", "height"))
    stand = frames(svg)
    assert len(stand) == len(graph[0])
    for left, top, right, bottom in stand:
        assert left >= 0
        assert top >= 0
        assert right <= width + 0.5
        assert bottom <= height + 0.5
    for a, b in combinations(stand, 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_arrows_go_to_a_later_layer_and_order_never_makes_more_crossings(graph):
    arrows = joined(*graph)
    by_layer = layers(arrows)
    depth = {key: n for n, layer in enumerate(by_layer) for key in layer}
    assert all(depth[start] < depth[end] for start, ends in arrows.items() for end in ends)
    rows, leads = spotted(by_layer, arrows)
    assert all(end.layer == start.layer + 1 for start, ends in leads.items() for end in ends)
    best = ordered(rows, leads)
    assert [sorted(row) for row in best] == [sorted(row) for row in rows]
    assert _crossings(best, leads) <= _crossings(rows, leads)
    assert _crossings(best, leads) == brute_crossings(best, leads)


def brute_crossings(rows, leads):
    place = {spot: i for row in rows for i, spot in enumerate(row)}
    links = [(place[a], place[b], a.layer) for a, ends in leads.items() for b in ends]
    return sum(a[2] == b[2] and (a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(links, 2))


def test_a_tangle_that_can_be_undone_is_undone():
    arrows = joined(boxes(*"abcdxyzw"), [("a", "w"), ("b", "z"), ("c", "y"), ("d", "x")])
    rows, leads = spotted(layers(arrows), arrows)
    assert _crossings(rows, leads) == 6
    assert _crossings(ordered(rows, leads), leads) == 0


@given(st.lists(st.tuples(st.floats(-100, 100), st.booleans()), min_size=1, max_size=9))
def test_heights_are_the_least_squares_ones(row):
    """Against the max-min formula of isotonic regression, when every distance is taken off."""
    tall = [0.0 if lane else 20.0 for _, lane in row]
    stack, wished = _Stack(range(len(row)), tall, inf), [wish for wish, _ in row]
    found, close = [0.0] * len(row), [0.0] * len(row)
    stack.settle(wished, found)
    stack.settle([0.0] * len(row), close)
    distances = [b - a for a, b in pairwise(close)]
    below = [sum(distances[:i]) for i in range(len(row))]
    weights = [_STRAIGHT if lane else 1.0 for _, lane in row]
    flat = [wish - distance for wish, distance in zip(wished, below, strict=True)]

    def mean(j, k):
        return sum(w * f for w, f in zip(weights[j : k + 1], flat[j : k + 1], strict=True)) / sum(weights[j : k + 1])

    n = len(row)
    expected = [max(min(mean(j, k) for k in range(i, n)) for j in range(i + 1)) + below[i] for i in range(n)]
    assert found == pytest.approx(expected, abs=1e-6)
    if all(tall):
        assert all(b - a >= 20 + _BETWEEN - 1e-9 for a, b in pairwise(found))


def test_boxes_of_the_same_sizes_are_laid_out_once_whatever_they_say():
    """A class has a picture each, and most differ in nothing but their numbers."""
    pairs = joined(boxes("x", "y"), [("x", "y")])
    room = ("x = 0.1234", "✓")
    one, other = ([Box(key, (Line(text, sign="✓", room=room),)) for key in "xy"] for text in ("x = 0.1", "x = 0.25"))
    assert across(one, pairs) is across(other, pairs)
    assert down(one, pairs, 480) is down(other, pairs, 480)
    assert across(boxes("x", "y"), pairs).at.width < across(one, pairs).at.width


def test_what_comes_from_nothing_stands_beside_what_it_is_used_for():
    assert layers(joined(boxes(*"xsyt"), [("x", "s"), ("s", "y"), ("t", "y")])) == [["x"], ["s", "t"], ["y"]]


@pytest.mark.parametrize("arrows", [[("a", "a")], [("a", "b"), ("b", "a")], [("a", "c")]])
def test_a_circle_or_an_arrow_from_nowhere_is_an_error(arrows):
    with pytest.raises(ValueError, match=r"circle|no box"):
        draw(boxes("a", "b"), arrows, "wrong")


def test_two_boxes_of_one_key_are_an_error():
    with pytest.raises(ValueError, match="same key"):
        draw(boxes("a", "a"), [], "wrong")


def chain(n):
    return boxes(*map(str, range(n))), [(str(i), str(i + 1)) for i in range(n - 1)]


def fan(n):
    return boxes(*map(str, range(n))), [(str(i), str(n - 1)) for i in range(n - 1)]


def wide_and_deep(n):
    """A batch of inputs into every step of a long recurrence."""
    steps = [(str(i), str(i + 1)) for i in range(n // 2, n - 1)]
    return boxes(*map(str, range(n))), [*steps, *((str(i), str(n // 2 + i)) for i in range(1, n // 2))]


@pytest.mark.parametrize("graph", [chain(5_000), fan(5_000), wide_and_deep(5_000)], ids=["deep", "wide", "both"])
def test_a_graph_too_large_is_folded_and_nothing_is_lost(graph):
    kept, arrows = folded(graph[0], joined(*graph))
    assert len(kept) <= MOST + 1
    layers(arrows)
    counts = [re.fullmatch(r"… ([\d,]+) more", box.lines[0].text) for box in kept]
    assert sum(int(found[1].replace(",", "")) if found else 1 for found in counts) == 5_000
    assert len(draw(*graph, "large")) < 400_000


def test_a_graph_that_fits_is_not_folded():
    graph = chain(MOST)
    assert folded(graph[0], joined(*graph))[0] == graph[0]


def test_the_picture_says_in_words_what_it_shows():
    svg = draw([Box("h1", (Line("h₁ = 0.79", "correct", "✓"),), "right"), *boxes("s1")], [("s1", "h1")], "The graph")
    root = ET.fromstring(svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", "The graph")
    assert root.find(f"{SVG}title").text == "The graph"
    assert root.find(f"{SVG}desc").text == "h₁ = 0.79 ✓, from s1; s1."
    assert {"box right", "correct", "sign"} <= {node.get("class") for node in root.iter()}


def test_a_box_may_be_a_link_and_is_then_not_hidden_from_a_screen_reader():
    root = ET.fromstring(draw([Box("h1", (Line("h₁"),), href="#h1?a&b")], [], "The graph"))
    [link] = root.iter(f"{SVG}a")
    assert (root.get("role"), link.get("href"), link.get("aria-label")) == ("group", "#h1?a&b", "h₁")


def test_no_text_becomes_an_element_or_an_attribute():
    bad = '"><script>alert(1)</script>\u202e\x00\n' + "x" * 100
    svg = draw([Box(bad, (Line(bad, bad, bad),), bad, bad, bad)], [], bad)
    root = ET.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert {key for node in root.iter() for key in node.attrib} <= {
        "role", "aria-label", "width", "height", "viewBox", "class", "x", "y", "rx", "href", "d", "style",
    }  # fmt: skip
    assert not {"\u202e", "\x00", "\n"} & set(svg)


@pytest.mark.parametrize(("name", "drawn"), [
    ("v_b₁′", [("v", None), ("b₁", "below"), ("′", None)]),
    ("W_hidden", [("W", None), ("hidden", "below")]),
    ("loss_of_all", [("loss", None), ("of_all", "below")]),
    ("∂L/∂v_b", [("∂L/∂v", None), ("b", "below")]),
    ("h₁ = see_page 2", [("h₁ = see_page 2", None)]),  # what somebody has written
    ("w_{1,2}^1", [("w_{1,2}^1", None)]),  # a label of a sheet's own
    ("_x", [("_x", None)]),
])  # fmt: skip
def test_what_follows_an_underscore_stands_below_the_line(name, drawn):
    root = ET.fromstring(draw([Box("a", (Line(name),))], [], "The graph"))
    [text] = root.iter(f"{SVG}text")
    parts = [(text.text, None), *((part.text, part.get("class")) for part in text)]
    assert parts == drawn
    assert sum(float(part.get("dy")) for part in text) == (0 if drawn[-1][1] is None else 3)


@given(graphs())
@settings(max_examples=10, deadline=None)
def test_the_same_graph_gives_the_same_picture(graph):
    assert draw(*graph, "twice") == draw(*graph, "twice")


def test_what_is_wider_than_a_page_goes_down_it_and_no_box_overlaps_another():
    boxes = [Box(f"h{n}", (Line(f"h{n} = 0.123456", "correct", "✓"), Line(f"∂E/∂h{n} = 0.123456"))) for n in range(9)]
    chain = [(f"h{n}", f"h{n + 1}") for n in range(8)] + [("h0", "h5")]
    long, short = draw(boxes, chain, "long"), draw(boxes[:4], chain[:3], "short")
    frames = [tuple(map(float, found)) for found in re.findall(r'"frame" x="(.+?)" y="(.+?)" width="(.+?)"', long)]
    assert [y for _, y, _ in frames] == sorted({y for _, y, _ in frames})
    assert float(re.search(r'width="(\d+)"', long)[1]) < 300
    broad, narrow = short.split("<svg ")[1:]
    assert len(set(re.findall(r'"frame" x=".+?" y="(.+?)"', broad))) == 1
    # On a telephone it goes down, too, where it would not fit.
    assert 'class="narrow"' in narrow
    assert 300 > float(re.search(r'width="(\d+)"', narrow)[1]) < 0.75 * float(re.search(r'width="(\d+)"', broad)[1])
    assert draw(boxes[:2], chain[:1], "two").count("<svg") == long.count("<svg") == 1


def test_on_a_telephone_a_layer_that_is_too_wide_is_broken_into_rows():
    """Inputs and weights of a layer stand side by side, and no box of the picture leaves the screen's width."""
    inputs = [Box(f"w{n}", (Line(f"w{n} = 0.123456"), Line(f"∂E/∂w{n} = 0.123456", "correct", "✓"))) for n in range(8)]
    after = [Box(name, (Line(f"∂E/∂{name} = 0.123456"),)) for name in ("s0", "s1", "t", "E")]
    arrows = [(f"w{n}", f"s{n // 4}") for n in range(8)] + [("s0", "t"), ("s1", "t"), ("t", "E")]
    broad, narrow = draw([*inputs, *after], arrows, "wide")[4:].split("<svg ")
    assert 'class="narrow"' in narrow
    assert 0.6 * float(re.search(r'width="(\d+)"', broad)[1]) > 390
    assert 0.7 * float(re.search(r'width="(\d+)"', narrow)[1]) <= 360
    stand = frames(f"<svg {narrow}")
    assert len({top for _, top, _, _ in stand}) == 7
    assert all(a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1] for a, b in combinations(stand, 2))


def test_on_a_page_it_is_broken_so_that_its_text_need_not_shrink():
    inputs = [Box(f"w{n}", (Line(f"∂E/∂w{n} = 0.123456", sign="✓"),)) for n in range(8)]
    deep = [Box(f"s{n}", (Line(f"∂E/∂s{n} = 0.123456", sign="✓"),)) for n in range(8)]
    arrows = [(f"w{n}", "s0") for n in range(8)] + [(f"s{n}", f"s{n + 1}") for n in range(7)]
    broad = draw([*inputs, *deep], arrows, "wide and deep").split("<svg ")[1]
    assert 900 < float(re.search(r'width="(\d+)"', broad)[1]) < 1020


def test_on_a_telephone_it_is_narrower_wherever_it_would_be_scrolled_else():
    """However little narrower that is: two boxes beside one another, above one that is longer."""
    boxes = [Box("a", (Line("0" * 26),)), Box("b", (Line("0" * 26),)), Box("c", (Line("0" * 36, sign="00000"),))]
    broad, narrow = draw(boxes, [("a", "c"), ("b", "c")], "three")[4:].split("<svg ")
    assert 0.6 * float(re.search(r'width="(\d+)"', broad)[1]) > 360
    assert 0.6 * float(re.search(r'width="(\d+)"', narrow)[1]) < 360


@pytest.mark.parametrize("many", [2, 9])
def test_what_links_have_in_common_is_drawn_once(many):
    """From one box to many and on to one again; in either drawing, if there are two, no stroke lies upon another."""
    middle = [f"m{n}" for n in range(many)]
    arrows = [("a", m) for m in middle] + [(m, "z") for m in middle] + [("a", "z")]
    for picture in draw(boxes("a", *middle, "z"), arrows, "once")[4:].split("<svg "):
        [path] = re.findall(r'<path class="arrow" d="([^"]+)"', picture)
        strokes = re.findall(r"M[^M]+", path)
        assert len(strokes) == len(set(strokes)) >= many
