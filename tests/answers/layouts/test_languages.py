"""Headings in the languages that students hand in: the working, the points and the answer are told apart in each."""

import unicodedata

import pytest

from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from grader.notation import Symbol, Vocabulary, after_update, problem_heading
from tests.answers.layouts.sheets import CS637, RELU

HEADS = {
    "English": ("Quantity", "Working", "Points", "Result", "Problem"),
    "German": ("Größe", "Rechenweg", "Punkte", "Ergebnis", "Aufgabe"),
    "French": ("Grandeur", "Calcul", "Points", "Réponse", "Exercice"),
    "Spanish": ("Magnitud", "Cálculo", "Puntos", "Valor", "Ejercicio"),
    "Portuguese": ("Grandeza", "Cálculo", "Pontos", "Resposta", "Exercício"),
    "Italian": ("Grandezza", "Calcolo", "Punti", "Risultato", "Esercizio"),
    "Dutch": ("Grootheid", "Berekening", "Punten", "Antwoord", "Opgave"),
    "Polish": ("Wielkość", "Obliczenia", "Punkty", "Wynik", "Zadanie"),
    "Turkish": ("Büyüklük", "Hesaplama", "Puan", "Cevap", "Soru"),
    "Russian": ("Величина", "Вычисление", "Баллы", "Ответ", "Задача"),
    "Chinese": ("变量", "计算过程", "分数", "数值", "题目"),
    "Japanese": ("変数", "計算", "配点", "答え", "問題"),
}
VOCABULARY = Vocabulary(Symbol(problem, name, (), (name,)) for problem in ("2", "3") for name in ("s1", "h1"))
ANSWERS = {"s1": "1,31", "h1": "0,7875"}


def read(rows):
    """By problem and quantity, the answers of a sheet."""
    answers, _ = lay_out_sheets(read_delimited("\n".join(";".join(row) for row in rows).encode()), VOCABULARY)
    return {(answer.target.problem, answer.target.quantity): answer.text for answer in answers if answer.target}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("language", HEADS)
def test_numbers_in_other_columns_are_no_answers(language, form):
    name, working, points, answer, problem = (unicodedata.normalize(form, head) for head in HEADS[language])
    expected = {("2", quantity): text for quantity, text in ANSWERS.items()}
    heads = [problem, name, working, points, answer]
    assert read([heads, *(["2", quantity, "12", "0,5", text] for quantity, text in ANSWERS.items())]) == expected
    heads = [f"{problem} 2"], [name, answer, points]
    assert read([*heads, *([quantity, text, "0,5"] for quantity, text in ANSWERS.items())]) == expected


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Nach dem Update", True), ("Après la mise à jour", True), ("Después del paso", True),
        ("Pesos atualizados", True),
        ("Pesi aggiornati", True), ("Bijgewerkte gewichten", True), ("Zaktualizowane wagi", True),
        ("Güncellenmiş ağırlıklar", True), ("Новые веса", True), ("更新后的权重", True), ("更新前", False),
        ("Antes", False), ("Before the update", False), ("Values prior to the update", False),
        ("Vor dem Update", False), ("Avant la mise à jour", False), ("Before and after the update", None),
        ("h1", None), ("now", None),
    ],
)  # fmt: skip
def test_before_and_after_the_step(text, after):
    assert after_update(text) is after


def test_problems_by_number():
    texts = ["Zadanie 2", "Soru 2:", "Задача 2", "第2题", "問題2", "Questão 2", "Opgave 2."]
    assert {problem_heading(text) for text in texts} == {"2"}


@pytest.mark.parametrize(
    "text",
    [
        "Zuerst berechne ich s1 = x1·w1 + x2·w2 = 1,31. Damit ist h1 = σ(s1) = 0,7875.\nAußerdem ist s2 = 2,94.",
        "On calcule d'abord s1 = 1,31, donc h1 vaut 0,7875. Ensuite s2 = 2,94 et c'est tout pour cette partie.",
        "Primero, s1 es igual a 1,31 y h1 es 0,7875. Luego s2 = 2,94; por lo tanto todo está bien.",
        "首先计算 s1 = 1.31，因此 h1 = 0.7875。\n然后 s2 = 2.94。",
        "The net input is s1 = 1.31, which gives h1 = 0.7875. For h2 we have s2 = 2.94, and so on.",
    ],
)
def test_prose(text):
    names = Vocabulary(Symbol("", name, (), (name,)) for name in ("s1", "h1", "s2"))
    answers, remarks = lay_out_sheets(read_delimited(text.encode()), names)
    found = {answer.target.quantity: answer.number.value for answer in answers if answer.target}
    assert (found, remarks) == ({"s1": 1.31, "h1": 0.7875, "s2": 2.94}, [])


@pytest.mark.parametrize(
    "text",
    [
        "h1 0,79\ns1 1,31\n", "h1   0,79\ns1   1,31\n", "h1 ist 0,79\ns1 ist 1,31\n", "Ada\nh1 0,79\ns1 1,31\n",
        "Name, Vorname: X\ns1 ist 1,31\nh1 ist 0,79\n", "s1 vaut 1,31, h1 vaut 0,79\n", "h1 =\n0,79\ns1 1,31\n",
    ],
)  # fmt: skip
def test_decimal_commas_behind_spaces_separate_nothing(text):
    answers, remarks = lay_out_sheets(read_delimited(text.encode()), CS637)
    assert {a.target.quantity: a.number.value for a in answers if a.target and a.target.problem == "2"} == {
        "h1": 0.79,
        "s1": 1.31,
    }
    assert not remarks


def test_rows_of_numbers_with_decimal_commas():
    answers, _ = lay_out_sheets(read_delimited(b"W1'\n0,1 -0,25\n0,05 1,0\nMSE 0,81\n"), RELU)
    assert [a.number.value for a in answers] == [0.1, -0.25, 0.05, 1.0, 0.81]


@pytest.mark.parametrize(
    ("output", "loss"),
    [
        ("uscita ŷ", "errore Div"), ("saída ŷ", "perda Div"), ("çıkış ŷ", "kayıp Div"), ("выход ŷ", "ошибка Div"),
        ("输出 ŷ", "损失 Div"), ("预测值ŷ", "误差Div"), ("出力 ŷ", "損失 Div"), ("출력 ŷ", "손실 Div"),
        ("المخرج ŷ", "الخطأ Div"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("between", [" = ", ": ", "\t"])
def test_words_for_what_a_symbol_is(output, loss, form, between):
    text = unicodedata.normalize(form, f"{output}{between}0.58\n{loss}{between}0.0062\n")
    answers, remarks = lay_out_sheets(read_delimited(text.encode()), CS637)
    found = {a.target.quantity: a.number.value for a in answers if a.target and a.target.problem == "2"}
    assert (found, remarks) == ({"yhat": 0.58, "Div": 0.0062}, [])


@pytest.mark.parametrize(
    "name",
    ["yeni b2", "güncellenmiş b2", "обновлённый b2", "b2 aggiornato", "新的b2", "更新后 b2", "b2（更新後）",
     "新しい b2", "업데이트된 b2", "b2 (갱신 후)", "更新后的偏置 b2"],
)  # fmt: skip
def test_words_for_what_comes_after_the_step(name):
    answers, _ = lay_out_sheets(read_delimited(f"{name} = 0.46\n更新后的损失 = 0.84\n".encode()), RELU)
    assert {a.target.quantity: a.number.value for a in answers if a.target} == {"b2'": 0.46, "MSE'": 0.84}


@pytest.mark.parametrize("name", ["目标 ŷ", "目标ŷ", "цель ŷ", "hedef ŷ", "오차항 h1", "误差h1"])
def test_words_that_may_make_another_thing_of_a_symbol(name):
    answers, _ = lay_out_sheets(read_delimited(f"{name} = 0.5\n".encode()), CS637)
    assert not [a for a in answers if a.target]
