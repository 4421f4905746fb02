"""JSON as programs write it and students hand it in."""

import json
from contextlib import suppress

import pytest

from grader.answers.containers import open_container, records
from grader.answers.layouts import lay_out_sheets
from grader.answers.record import ContainerError, Source
from tests.answers.layouts.sheets import CS637, RELU

ANSWERS = {"s1": 1.31, "h1": 0.79, "dDiv/dw1": 0.0009}
RECORDS = [{"quantity": name, "value": value} for name, value in ANSWERS.items()]


def read(content, names=CS637, problem="2"):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    answers, remarks = lay_out_sheets(open_container(Source("a.json", lambda: data)), names)
    theirs = [a for a in answers if a.target and a.target.problem == problem]
    return {a.target[1:] if a.target.index else a.target.quantity: a.number.value for a in theirs}, remarks


@pytest.mark.parametrize(
    "content",
    [
        ANSWERS,
        RECORDS,
        {"name": "Ada", "answers": ANSWERS},
        {"name": "Ada", "answers": RECORDS},
        {"1": {"dy/dw0": "1"}, "2": ANSWERS, "3": {"dDiv/dw1": 7}},
        {"problem 2": RECORDS, "problem 3": {"dDiv/dw1": 7}},
        [{"problem": 2, "answers": ANSWERS}, {"problem": 3, "answers": {"dDiv/dw1": 7}}],
        [{"problem": 2, **record} for record in RECORDS] + [{"problem": 3, "quantity": "dDiv/dw1", "value": 7}],
        {"forward": {"s1": 1.31, "h1": "0,79"}, "backward": {"dDiv/dw1": 9e-4}},
        {"grads": {"w1": 9e-4}, "s1": 1.31, "h1": "0,79"},
        {"all": {"grads": {"layer 1": {"w1": 9e-4}}, "s1": 1.31, "h1": "0,79"}},
        json.dumps(RECORDS, indent=2).encode("utf-8-sig"),
        "\n".join(map(json.dumps, RECORDS)).encode(),
        [{name: value} for name, value in ANSWERS.items()],
        list(ANSWERS.items()),
        [{"q": "a", "parts": [{name: value} for name, value in ANSWERS.items()]}],
        {"answers": [{"s1": 1.31}, "h1 = 0.79", None, {"dDiv/dw1": 0.0009}]},
    ],
)
def test_names_and_values(content):
    assert read(content) == (ANSWERS, [])


def test_arrays_and_digits():
    found, _ = read({"W1_new": [[0.1, 0.2], [0.3, 0.4]], "b1_new": [0.5, 0.6], "MSE": 1.650}, RELU, "")
    assert (found["W1'", (2, 1)], found["b1'", (2,)], found["MSE"]) == (0.3, 0.6, 1.65)
    sheet = open_container(Source("a.json", lambda: b'{"h1": 0.790,\n"s1": 1E-3}'))[0]
    assert [[cell.text for cell in row] for row in sheet.rows] == [["h1", "0.790"], ["s1", "1E-3"]]
    assert sheet.lines == [1, 2]


@pytest.mark.parametrize("beside", [{"MSE": 1.65}, {"forward": {"MSE": 1.65}}])
def test_what_stands_beside_updated_values_is_not_updated(beside):
    assert read({"updated": {"layer 2": {"b2": 0.46}}, **beside}, RELU, "")[0] == {"b2'": 0.46, "MSE": 1.65}


@pytest.mark.parametrize("content", [b'{"h1": 0.7, "h1": 0.79}', b'[{"h1": 0.7, "h1": 0.79}]'])
def test_a_name_that_stands_there_twice_is_told(content):
    found, (remark,) = read(content)
    assert found == {"h1": 0.79}
    assert "answered twice" in remark.issue


@pytest.mark.parametrize("data", [b'{"a":' * 600 + b"1" + b"}" * 600, b"[" * 100_000, b'{"h1": 1,}', b"{}", b"[1, 2"])
def test_what_is_odd_is_no_trouble(data):
    with suppress(ContainerError):
        assert open_container(Source("a.json", lambda: data))


def test_what_lies_deeper_than_anyone_writes_is_told():
    data = b'{"h1": 0.79, "x": ' + b'{"a":' * 30 + b"0.78" + b"}" * 31
    (remark,) = open_container(Source("a.json", lambda: data))[0].remarks
    assert (read(data)[0], remark.issue) == ({"h1": 0.79}, "what lies more than 20 names deep in 'a' was not read")


def test_what_is_larger_than_a_homework_is_not_parsed(monkeypatch):
    monkeypatch.setattr(records, "LARGEST", 20)
    assert records.is_json(b'{"h1": 0.79}')
    assert not records.is_json(b'{"h1": 0.79, "h2": 0.95}')


def test_a_text_is_parsed_once(monkeypatch):
    parsed = []
    monkeypatch.setattr(records.json, "loads", lambda text, **_: parsed.append(text) or {})
    with suppress(ContainerError):
        open_container(Source("a.json", lambda: b'{"h1": 0.5}'))
    assert len(parsed) == 1
