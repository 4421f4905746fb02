"""Symbols among words that say what they are: `hidden unit 1, activation h1`, `s1: weighted sum`, `prediction (ŷ)`."""

import re
from functools import cache, lru_cache
from unicodedata import normalize

from grader.notation.asking import ASKING
from grader.notation.characters import ascii_of
from grader.notation.gated import without_cells
from grader.notation.remarks import among

_LONGEST = 80
_AFTER = re.compile(r"(?P<symbol>[^\s:,]{1,30}?)\s*(?::|,\s|\s[-–—]+\s)\s*(?P<words>[^\W\d_]{2,}[^=]*)")
_BEFORE = re.compile(r"(?P<words>[^\W\d_]{2,}[^=()\[\]/*+]*?)[\s:,–—-]+(?P<symbol>\S{1,30})")
_BRACKETED = re.compile(r"(?P<words>[^\W\d_]{2,}[^=()\[\]/*+]*?)\s*[(\[](?P<symbol>[^\s()\[\]]{1,20})[)\]]")
_SYMBOL = re.compile(r"[A-Za-z∂∇d][\w{}^,'/∂∇]*", re.ASCII)
_SYMBOLIC = re.compile(r"\d|[_^'/]|hat$|bar$|^[A-Z]{2,}$|^[A-Z][a-z]{1,2}$")
"""What a symbol has and a word has not."""
_KINDS = re.compile(
    r"\b(?:loss|cost|objective|gate|state|candidate|prediction|verlust|kosten|p[eé]rdida|coste?|perte|co[uû]t|perdita|perda|"
    r"custo|verlies|strata|koszt|errore|erro|błąd|kayıp|kaybı|hata|maliyet|потер\w*|ошибк\w*|الخسارة|الخطأ|손실|오차)\b|"
    r"损失|損失|误差|誤差",
    re.IGNORECASE,
)
"""Words after which a single letter is a symbol; after others it is more often a word, or the name of a part."""
_VALUES = (
    rf"{ASKING}|"
    r"the|an?|its|values?|hidden|outputs?|neurons?|nodes?|units?|layers?|cells?|activations?|activated|net|inputs?|"
    r"(?:weighted |gewichtete )?(?:sum|summe)|somme pond[eé]r[eé]e|suma ponderada|"
    r"entrada|neta|entr[eé]e|nette|netto|eingang|ingresso|pre-?activation|preactivaci[oó]n|logits?|model|"
    r"predictions?|predicted|probabilit(?:y|ies)|probs?|preds?|final|results?|linear|network|answer|computed|calculated|before|after|"
    r"first|second|third|fourth|left|right|upper|lower|top|bottom|(?:[a-z]+ )?gates?|state|candidate|"
    r"new|updated|gradient|grad|analytic(?:al)?|manual|my|our|analytische[rsn]?|anal[ií]tic[oa]|analytique|"
    r"of (?:the )?(?:(?:first|second|third|hidden|output) )*(?:layers?|units?|neurons?|nodes?)|"
    r"de[rsmn]|die|das|wert|werte|verdeckte[rsnm]?|versteckte[rsnm]?|ausgabe\w*|ausgang\w*|schicht|einheit|aktivierung|"
    r"netzeingabe|vorhersage|ergebnis|erste[rsn]?|zweite[rsn]?|neue?[rsnm]?|"
    r"l[ae]|el|sortie|couche|cach[eé]e?|pr[eé]diction|valeur|neurone|unit[eé]|premi[eè]re?|deuxi[eè]me|"
    r"salida|neurona|oculta|capa|predicci[oó]n|valor|activaci[oó]n|unidad|resultado|primera?|segunda?|"
    r"saída|camada|neur[oô]nio|oculto|ativa[cç][aã]o|previs[aã]o|unidade|d[oa]|uscita|strato|nascosto|attivazione|valore|"
    r"previsione|predizione|del|della|dello|uitvoer|laag|verborgen|activatie|waarde|voorspelling|van|het|een|"
    r"wyjście|warstwa|ukryt\w+|aktywacja|wartość|predykcja|çıkışı?|çıktı|nöron|katman|gizli|aktivasyon|değeri?|tahmin|"
    r"выход\w*|нейрон\w*|сло\w+|скрыт\w*|активаци\w*|значени\w*|предсказани\w*|прогноз|"
    r"输出值?|輸出|隐藏层?|隐层|神经元|激活值?|值|预测值?|出力|予測値?|隠れ層?|活性化|値|출력값?|예측값?|은닉층?|활성화|뉴런|"
    r"المخرج|الخرج|الناتج|التنبؤ|القيمة|更新(?:[后後][的の]?)?|新的?|加[权權]和|净输入|新しい|yeni|güncellenmiş|нов\w{2,3}|обновл\w+|"
    r"aggiornat\w|nuov\w|atualizad\w|nov\w|bijgewerkte?|nieuwe?|zaktualizowan\w|now[aey]|업데이트된|갱신된|새로운"
)
"""Words that say that a symbol stands for the value that it always stands for."""
_PARAMETERS = (
    r"weights?|bias(?:es)?|parameters?|gewicht\w*|poids|biais|pes[oi]s?|sesgo|вес\w*|ağırlık|waga|权重|权值|重み|가중치|"
    r"偏置|バイアス|편향|الوزن"
)
_LOSSES = (
    r"loss(?:es)?|cost|objective|error|verlust|kosten|fehler|p[eé]rdida|coste?|perte|co[uû]t|erreur|perdita|perda|custo|verlies|"
    r"strata|koszt|błąd|errore?|erro|потер\w*|ошибк\w*|kayıp|kaybı|hata|maliyet|损失|損失|误差|誤差|손실|오차|الخسارة|الخطأ|"
    r"strata|koszt|total|function|squared|mean|average|cross|entropy|binary|divergence|mse|gesamt\w*"
)
_GRADIENTS = (
    r"partial|derivatives?|gradients?|slope|of|for|wrt|chain|rule|error|delta|backward|back-?prop\w*|upstream|respect|to|"
    r"градиент\w*|производн\w*|gradyan|türev|pochodna|梯度|偏导数?|导数|勾配|偏微分|기울기|편미분|"
    r"ableitung\w*|partielle|d[eé]riv\w*|partielles?|derivad\w*|parcial\w*|gradientes?|von|nach|f[uü]r"
)
_EXPLAINING = r"of|at|in|for|after|from|sigmoid|relu|tanh|softmax|function|von|f[uü]r|nach|de|du|del|and|[xw]\d?"
"""What an explanation behind a symbol may say besides."""


@cache
def _only(*kinds: str) -> re.Pattern[str]:
    """Words of these kinds and no others; so many take long to compile, and most works need none or few of these."""
    return re.compile(rf"(?:(?:{'|'.join(kinds)}|\d{{1,2}})(?:[\s,.:–-]+|$))+", re.IGNORECASE)


_OF_ANY, _OF_PARAMETER = (_VALUES,), (_VALUES, _PARAMETERS)
_OF_LOSS, _OF_GRADIENT = (_VALUES, _LOSSES), (_VALUES, _PARAMETERS, _LOSSES, _GRADIENTS)
_BEHIND_ANY, _BEHIND_LOSS = (_VALUES, _EXPLAINING), (_VALUES, _LOSSES, _EXPLAINING)
_PARAMETER = re.compile(r"[wvbuWVBUθ](?![A-Za-z])")
_LOSS = re.compile(r"[A-Z][A-Za-z_]*'*")
_GATE = re.compile(r"\b(?:[a-z]+) gates?\b", re.IGNORECASE)
_UPDATED = re.compile(
    r"\b(?:new|neue?[rsnm]?|updated?|nuev\w*|nouv\w*|aktualisiert\w*|actualizad\w*|yeni|güncellenmiş|нов\w{2,3}|обновл\w+|"
    r"aggiornat\w|nuov\w|atualizad\w|nov\w|bijgewerkte?|nieuwe?|zaktualizowan\w|now[aey]|업데이트된|갱신된|새로운)\b|更新[后後]|新",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\s*的新?[值値]$")
"""Behind a symbol that stands for its value."""
UNSPACED = re.compile(r"(?<=[\u3041-\u9fff\uac00-\ud7af])(?=[A-Za-zŷ∂∇\\$α-ωΑ-Ω])")
"""Between the words of a script that puts no spaces between them and a symbol."""


@lru_cache(maxsize=10_000)
def described(text: str) -> tuple[str, ...]:
    """The symbol that a text of words and one symbol is about, with a remark where the words make another of it.

    >>> described("hidden unit 1, activation h1"), described("s1: weighted sum"), described("Verlust (L)")
    (('h1',), ('s1 (net)',), ('L',))
    >>> described("Compute h1"), described("What is h1?"), described("Berechnen Sie s1"), described("Halla ∂L/∂w1")
    (('h1',), ('h1',), ('s1',), ('∂L/∂w1',))
    >>> described("Pre-activation of hidden layer Z1"), described("gradient of hidden unit h1")
    (('Z1 (net)',), ('h1 (gradient)',))
    >>> described("new loss $L'$")  # what is new may be that of L', or L' itself
    ("L' (new)", "L'")
    >>> described("gradient for w1"), described("sigmoid of s1"), described("my name"), described("net input h1")
    ((), (), (), ('h1 (net)',))
    """
    stripped = text.replace("$", "").strip().rstrip(":=.? ")
    if not stripped.isascii():
        stripped = UNSPACED.sub(" ", _VALUE.sub("", normalize("NFC", stripped)))
    if len(stripped) > _LONGEST or " " not in stripped:
        return ()
    for pattern in (_AFTER, _BRACKETED, _BEFORE):
        found = pattern.fullmatch(stripped)
        if (
            found
            and _describe(found["words"], found["symbol"], pattern)
            and _is_symbol(found["symbol"], pattern, found["words"])
        ):
            words = _GATE.sub("gate", found["words"])
            said = "(new)" if _UPDATED.search(words) and _UPDATED.search(without_cells(words)) else among(words)
            meant = f"{found['symbol']} {said}".strip()
            return (meant, found["symbol"]) if said == "(new)" and found["symbol"].endswith("'") else (meant,)
    return ()


def _describe(words: str, symbol: str, pattern: re.Pattern[str]) -> bool:
    """Whether words say what a symbol is, and no one of them may make another thing of it: `target yhat`, `bias h1`."""
    behind = pattern is _AFTER
    said: tuple[str, ...]
    if "/" in symbol:
        said = _OF_GRADIENT
    elif _LOSS.fullmatch(symbol):
        said = _BEHIND_LOSS if behind else _OF_LOSS
    else:
        said = _BEHIND_ANY if behind else _OF_PARAMETER if _PARAMETER.match(symbol) else _OF_ANY
    return _only(*said).fullmatch(words.strip()) is not None


def _is_symbol(text: str, pattern: re.Pattern[str], words: str) -> bool:
    plain = ascii_of(text).strip()
    if not _SYMBOL.fullmatch(plain):
        return False
    return bool(_SYMBOLIC.search(plain)) or (len(plain) == 1 and (pattern is not _BEFORE or bool(_KINDS.search(words))))
