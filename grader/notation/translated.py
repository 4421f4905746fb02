"""Words for quantities in other languages than the rubric's: `Vorhersage`, where it says that ŷ is the prediction."""

from collections.abc import Callable, Iterable

from grader.notation.key import key
from grader.notation.losses import folded
from grader.notation.symbol import Target

_SAME = (
    (
        "prediction", "predicted value", "vorhersage", "vorhersagewert", "prädiktion", "prédiction", "valeur prédite",
        "predicción", "valor predicho", "previsão", "predição", "valor previsto", "predizione", "previsione",
        "valore predetto", "voorspelling", "predykcja", "przewidywanie", "tahmin", "предсказание", "прогноз",
        "预测", "预测值", "預測", "預測值", "予測", "予測値", "예측", "예측값", "التنبؤ",
    ),
    (
        "output", "network output", "ausgabe", "netzausgabe", "ausgang", "sortie", "sortie du réseau", "salida",
        "salida de la red", "saída", "saída da rede", "uscita", "uscita della rete", "uitvoer", "uitgang", "wyjście",
        "çıkış", "çıktı", "выход", "выход сети", "输出", "输出值", "輸出", "輸出值", "出力", "出力値",
        "출력", "출력값", "المخرج",
    ),
    (
        "error", "fehler", "erreur", "erro", "errore", "fout", "błąd", "hata", "ошибка", "误差", "誤差",
        "오차", "الخطأ",
    ),
)  # fmt: skip
"""Each line is one thing in English and in other languages; what a rubric calls by one word has the others."""
_GROUPS = {folded(word): group for group in _SAME for word in group}
_LONGEST = max(map(len, _GROUPS)) + 20
"""Characters of such a word, with words for what comes after the step."""


def translated(text: str, find: Callable[[str], Iterable[Target]]) -> list[Target]:
    """What a word means that is another language's for one that a rubric has, which `find` knows."""
    if len(text) > _LONGEST:
        return []
    primes = "'" * (name := key(text)).count("'")
    word = folded(name.rstrip("'") if primes else text)
    for other in _GROUPS.get(word, ()):
        if folded(other) != word and (found := list(find(other + primes))):
            return found
    return []
