"""Words in other languages than the rubric's."""

import pytest

from grader.notation import Symbol, Vocabulary

GRADED = [Symbol("", "f", (), ("f", "prediction")), Symbol("", "f'", (), ("f'", "prediction'"))]
WORDS = ["Vorhersage", "prédiction", "Predicción", "previsão", "预测", "予測値", "예측", "прогноз"]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_that_of_the_rubric_in_another_language(word):
    [found] = Vocabulary(GRADED).find(word)
    assert found.quantity == "f"
    [found] = Vocabulary(GRADED).find(word, updated=True)
    assert found.quantity == "f'"


def test_after_the_step_and_the_other_way_round():
    [found] = Vocabulary(GRADED).find("neue Vorhersage")
    assert found.quantity == "f'"
    german = Vocabulary([Symbol("", "f", (), ("f", "Vorhersage"))])
    assert [found.quantity for found in german.find("prediction")] == ["f"]


@pytest.mark.parametrize("word", ["Ausgabe", "Fehler", "输出"])
def test_what_a_rubric_has_no_word_for_is_nothing(word):
    assert not Vocabulary(GRADED).find(word)


def test_a_gradient_may_be_written_with_a_low_line():
    names = Vocabulary([Symbol("", "dL/dw8", (), ("dL/dw8",)), Symbol("", "w8", (), ("w8",), given=True)])
    assert {found.quantity for text in ("d_w8", "d_w_8", "d_{w8}") for found in names.find(text)} == {"dL/dw8"}


def test_what_is_not_by_a_parameter_may_be_the_delta_of_a_unit():
    names = Vocabulary([Symbol("", "dL/dh1", (), ("dL/dh1",)), Symbol("", "h1", (), ("h1",))])
    assert not names.find("d_h1")
    assert names.find("dh1")
