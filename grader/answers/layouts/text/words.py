"""The words that people head columns with, in the languages that they hand in: what is the name, what the answer.

English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Russian, Chinese and Japanese.
"""

import re
import unicodedata
from collections.abc import Iterable

ANSWER = (
    "value", "answer", "result", "solution", "number", "numeric", "wert", "antwort", "ergebnis", "ergebnisse", "lösung",
    "valor", "valores", "respuesta", "resultado", "solución", "valeur", "réponse", "résultat", "resposta", "solução",
    "valore", "valori", "risposta", "risultato", "soluzione", "waarde", "antwoord", "resultaat", "uitkomst",
    "oplossing", "wartość", "wynik", "odpowiedź", "rozwiązanie", "değer", "değeri", "cevap", "yanıt", "sonuç", "çözüm",
    "значение", "ответ", "результат", "решение", "值", "答案", "结果", "結果", "回答", "答え", "解答",
)  # fmt: skip
SOLUTION = (
    "solution", "number", "lösung", "solución", "solução", "soluzione", "oplossing", "rozwiązanie", "çözüm", "решение",
    "解答",
)  # fmt: skip
"""Those of them that may as well head the working, or a count, beside a column of answers."""
OTHER = (
    "working", "workings", "work", "step", "calculation", "formula", "derivation", "note", "comment", "remark", "point",
    "mark", "expected", "unit", "explanation", "how", "method", "page", "rechnung", "rechenweg", "berechnung", "formel",
    "bemerkung", "anmerkung", "punkte", "einheit", "begründung", "seite", "calcul", "remarque", "commentaire",
    "unité", "formule", "explication", "cálculo", "fórmula", "nota", "puntos", "unidad", "comentario", "pontos",
    "unidade", "comentário", "observação", "observações",
    "calcolo", "calcoli", "punti", "unità", "commento", "berekening",
    "opmerking", "punten", "eenheid", "toelichting", "obliczenie", "obliczenia", "punkty", "uwagi", "uwaga", "wzór",
    "jednostka", "hesaplama", "hesap", "işlem", "puan", "birim", "formül", "açıklama", "вычисление", "вычисления",
    "расчёт", "расчет", "расчёты", "баллы", "балл", "формула", "примечание", "комментарий", "единица", "计算", "过程",
    "步骤", "分数", "公式", "备注", "单位", "説明", "計算", "点数", "配点", "式", "備考", "単位",
)  # fmt: skip
CORRECTED = (
    "corrected", "correction", "revised", "improved", "fixed", "korrigiert", "korrektur", "verbessert", "verbesserung",
    "berichtigt", "corregido", "corregida", "corrigé", "corrigée", "corrigido", "corrigida", "corretto", "corretta",
    "verbeterd", "poprawione", "poprawiony", "düzeltilmiş", "исправленное", "改正", "修正",
)  # fmt: skip
FINAL = (
    *CORRECTED, "final", "definitive", "endgültig", "endergebnis", "definitivo", "definitiva", "définitif", "finale",
    "definitief", "ostateczny", "nihai", "окончательный", "окончательное", "最终", "最終",
)  # fmt: skip
NAME = (
    "quantity", "symbol", "name", "variable", "term", "item", "what", "größe", "grösse", "zeichen", "magnitud",
    "símbolo", "nombre", "cantidad", "grandeur", "symbole", "grandeza", "variável", "grandezza", "simbolo", "variabile",
    "grootheid", "symbool", "variabele", "wielkość", "zmienna", "nazwa", "büyüklük", "sembol", "değişken", "величина",
    "символ", "переменная", "обозначение", "变量", "符号", "名称", "変数", "記号", "量",
)  # fmt: skip
PROBLEM = (
    "problem", "question", "exercise", "task", "part", "q", "aufgabe", "frage", "problema", "ejercicio", "pregunta",
    "exercice", "problème", "exercício", "questão", "esercizio", "quesito", "opgave", "vraag", "zadanie", "pytanie",
    "soru", "problemi", "задача", "задание", "вопрос", "题", "题目", "题号", "問題", "問",
)  # fmt: skip

POINTS = (
    "point", "pt", "mark", "score", "credit", "grade", "max", "maximum", "worth", "out of", "punkt", "punkte", "pkt",
    "pkte", "barème", "bareme", "puntos", "punto", "pto", "puntaje", "puntuación", "pontos", "ponto", "pontuação",
    "cotação", "punti", "punteggio", "punten", "punkty", "puan", "балл", "баллы", "баллов", "балла", "分数", "分值",
    "得分", "满分", "分", "点数", "配点", "点",
)  # fmt: skip
"""What heads the points that answers are worth or were given."""


def _any(words: Iterable[str]) -> str:
    """A pattern of the words: whole ones, but for scripts that put no spaces between them."""
    listed = list(words)
    spaced = [re.escape(word) for word in listed if word < "\u3000"]
    return rf"\b(?:{'|'.join(spaced)})s?\b|{'|'.join(word for word in listed if word >= chr(0x3000))}"


_ANSWER, _OTHER, _FINAL, _NAME = (re.compile(_any(words), re.IGNORECASE) for words in (ANSWER, OTHER, FINAL, NAME))
_SOLUTION = re.compile(_any(SOLUTION), re.IGNORECASE)
_THE_ANSWER = re.compile(
    r"\W*(?:(?:my|the|our|final|numerical|meine|die|das|ma|la|mi|el)\s+){0,2}"
    rf"(?:{_any((*ANSWER, 'ans', 'val', 'data'))})\W*",
    re.IGNORECASE,
)
_THE_FINAL = re.compile(rf"\W*(?:(?:my|the)\s+)?(?:{_any(FINAL)})(?:\s*(?:{_any(ANSWER)}))?\W*", re.IGNORECASE)
_CORRECTED = re.compile(rf"\W*(?:{_any(CORRECTED)})(?:\s+(?:version|{_any(ANSWER)}))?\W*", re.IGNORECASE)
_NTH = (
    ("first", "erster", "premier", "première", "primer", "primo", "primeira", "primeiro"),
    ("second", "zweiter", "deuxième", "segundo", "secondo", "segunda"),
    ("third", "dritter", "troisième", "tercer", "terzo", "terceira", "terceiro"),
)
_TRY = r"(?:attempt|try|version|versuch|essai|intento|tentativo|tentativa)"
_ATTEMPT = re.compile(
    rf"\W*(?:my\s+)?(?:(?:(\d)(?:st|nd|rd|th|\.|er|re|e|ème|º|ª|°)?|({'|'.join(map('|'.join, _NTH))}))\s+{_TRY}|"
    rf"{_TRY}\s*#?(\d))\W*",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?:\W|\b(?:max|maximale?|possible|available|achievable|total|full|my|your|earned|given|erreichbare?|mögliche?|"
    rf"erreichte?|possibles|máx|máximo|máxima|posibles|massimo|maks)\b)*(?:{_any(POINTS)}|^\s*/)"
    r"(?:\W|\b(?:max|maximum|possible|available|total|earned|given|possibles|posibles|\d{1,3})\b)*",
    re.IGNORECASE,
)
_WORTH = re.compile(
    r"[\s_.…]*/\s*\d{1,3}(?:[.,]\d{1,2})?(?P<unit>\s*[^\W\d]{1,7}\.?)?\s*|"
    rf"\W*\d{{1,3}}(?:[.,]\d{{1,2}})?\s*(?:{_any(POINTS)}|(?<=\d)p)\W*",
    re.IGNORECASE,
)
_SAMPLES = re.compile(
    r"\W*(?:sample|example|data\s*point|probe|beispiel|muestra|ejemplo|échantillon|exemple|amostra|exemplo|campione|esempio|"
    r"voorbeeld|próbka|przykład|örnek|пример)s?(?:\s*(?:no|nr|id|index))?\W*",
    re.IGNORECASE,
)
_INDEX = re.compile(
    r"\W*(?:index|indices|idx|element|entry|row|col|column|i|j|zeile|spalte|fila|columna|ligne|colonne|riga|linha|coluna)\W*",
    re.IGNORECASE,
)
_PROBLEM = re.compile(rf"^\W*(?:{_any(PROBLEM)})\W*(?:no\.?|nr\.?|#)?\W*$", re.IGNORECASE)


def heads_answers(text: str) -> bool:
    """Whether a heading says that answers stand under it.

    >>> heads_answers("Ergebnis"), heads_answers("数值"), heads_answers("Rechenweg"), heads_answers("valuation")
    (True, True, False, False)
    """
    return bool(_ANSWER.search(_composed(text)))


def may_head_working(text: str) -> bool:
    """Whether a heading that may be that of answers may as well be that of the working, where another is.

    >>> may_head_working("Lösung"), may_head_working("Ergebnis")
    (True, False)
    """
    return bool(_SOLUTION.search(_composed(text)))


def is_answer(text: str) -> bool:
    """Whether a text is a word for an answer, and nothing else.

    >>> is_answer("My answer"), is_answer("Antwort:"), is_answer("ans"), is_answer("value of h1")
    (True, True, True, False)
    """
    return bool(_THE_ANSWER.fullmatch(_composed(text)))


def heads_final(text: str) -> bool:
    """Whether a heading says that what stands under it counts in place of what stands elsewhere.

    >>> heads_final("corrected"), heads_final("my final answer"), heads_final("my first try")
    (True, True, False)
    """
    return bool(_FINAL.search(_composed(text)))


def corrects(text: str) -> bool:
    """Whether a text says that what stands under it corrects something, and nothing else.

    >>> corrects("corrected)"), corrects("revised version"), corrects("corrected gradients of the step")
    (True, True, False)
    """
    return bool(_CORRECTED.fullmatch(_composed(text)))


def attempt(text: str) -> int:
    """Which attempt a heading says that under it stands, `2nd try`; 0 where it says none.

    >>> [attempt(text) for text in ("2nd attempt", "Versuch 1", "third try", "try", "1st layer")]
    [2, 1, 3, 0, 0]
    """
    found = _ATTEMPT.fullmatch(_composed(text))
    said = next(filter(None, found.groups()), "").casefold() if found else ""
    return int(said) if said.isdigit() else next((n for n, words in enumerate(_NTH, 1) if said in words), 0)


def is_final(text: str) -> bool:
    """Whether a text is a word for what counts in place of something else, and nothing else.

    >>> is_final("correction"), is_final("my final answer"), is_final("final loss")
    (True, True, False)
    """
    return bool(_THE_FINAL.fullmatch(_composed(text)))


def heads_others(text: str) -> bool:
    """Whether a heading says that something beside the answers stands under it: working, points, notes."""
    return bool(_OTHER.search(_composed(text)))


def heads_points(text: str) -> bool:
    """Whether a heading says that under it stands what answers are worth, or were given, and nothing else.

    >>> [heads_points(text) for text in ("Points", "Max. Punkte", "/", "Pts (max)", "Barème", "out of 4", "分数")]
    [True, True, True, True, True, True, True]
    >>> [heads_points(text) for text in ("data points", "max pooling", "point 1 / h1", "points to note", "a / b")]
    [False, False, False, False, False]
    """
    return bool(_POINTS.fullmatch(_composed(text)))


def is_worth(text: str) -> bool:
    """Whether a text says nothing but how many points something is worth.

    >>> is_worth("/ 3"), is_worth("___/1.5"), is_worth("(2 points)"), is_worth("3 Pkt."), is_worth("1/3"), is_worth("3")
    (True, True, True, True, False, False)
    """
    return bool(_WORTH.fullmatch(_composed(text)))


def heads_names(text: str) -> bool:
    """Whether a heading says that names of quantities stand under it."""
    return bool(_NAME.search(_composed(text)))


def heads_samples(text: str) -> bool:
    """Whether a heading says that under it stands which sample a row belongs to.

    >>> heads_samples("Sample"), heads_samples("data point #"), heads_samples("Sample 1"), heads_samples("x1")
    (True, True, False, False)
    """
    return bool(_SAMPLES.fullmatch(_composed(text)))


def heads_indices(text: str) -> bool:
    """Whether a heading says that under it stands which row or column of an array a number is of.

    >>> heads_indices("Index"), heads_indices("row"), heads_indices("j"), heads_indices("Zeile"), heads_indices("x")
    (True, True, True, True, False)
    """
    return bool(_INDEX.fullmatch(_composed(text)))


def heads_problems(text: str) -> bool:
    """Whether a heading says that under it stands which problem a row belongs to.

    >>> heads_problems("Aufgabe"), heads_problems("Question no."), heads_problems("Problem 2"), heads_problems("題")
    (True, True, False, False)
    """
    return bool(_PROBLEM.match(_composed(text)))


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
