"""Symbols with words before them for what they are: `Feature map F`, `Logits z`, `pooled m`, `特征图 F`.

One of the words is for what nets compute, and none makes anything else of the symbol; or they are for a part of a gated
cell, `porte d'entrée i1`. What a word says of another quantity (its gradient, its old value, a target, what a function
makes of it) is told by what the symbol itself is, or else nothing is taken.
"""

import re
from collections.abc import Callable, Collection, Iterable
from unicodedata import normalize

from grader.notation.activated import THE
from grader.notation.gated import is_part_of_cell
from grader.notation.headings import after_update
from grader.notation.key import key
from grader.notation.names import Symbols
from grader.notation.remarks import NET, among
from grader.notation.symbol import Symbol, Target

_LABEL = re.compile(
    rf"{THE}(?P<words>[^\W\d_]{{2,}}(?:(?:[ -]| [dl]')[^\W\d_]{{2,}}){{0,4}})"
    r"\s+(?P<symbol>[^\W\d_][\w'′{}^]{0,12})",
    re.I,
)
_LONGEST = 12
"""Characters of a symbol."""
_AFTER = re.compile(
    r"(?:after|nach|apres|depois d[aeo]|apos|despues de|dopo|po|na|после)\s+(?:the |der |l'|la )?", re.I
)
_BEHIND = re.compile(r"(?:之后|之後|后|後)$")
_FUNCTIONS = {
    "relu": "relu", "sigmoid": "sigmoid", "softmax": "softmax", "tanh": "tanh", "gelu": "gelu", "elu": "elu",
    "swish": "swish", "softplus": "softplus", "pool": "pool", "池化": "pool", "prelievo": "pool",
    "conv": "conv", "falt": "conv", "卷积": "conv", "畳み込み": "conv",
}  # fmt: skip
"""Words for what a function makes of something, by the trait of what it makes."""
_ANOTHERS = re.compile(
    r"\b(?:of|in|on|at|to|by|for|from|with|without|w\.?r\.?t|and|or|not|no|non|kein\w*|von|vom|zu|fur|mit|ohne|und|oder|nicht|"
    r"de|du|des|del|della|di|da|do|dos|con|sin|sans|senza|sem|et|ou|y|e|o|van|voor|met|zonder|"
    r"part|teil|problem\w*|question|task|exercise|aufgabe|frage|ejercicio|pregunta|exercice|esercizio|team|group|gruppe|"
    r"grupo|groupe|gruppo|class|name|student\w*|version|variante?|variant|option|case|fall|fig\w*|table|tabelle|page|seite|"
    r"section|appendix|step|schritt|method|approach|layer|schicht|sample|unit|neuron|number|anzahl|count|size|shape|dim\w*|"
    r"index|points?|punkte|score|mark|grade|note|room|id|nr|no|"
    r"see|check\w*|verify|compare|cf|tolerance|toleranz|tolerancia|siehe|voir|vgl|ver|hedef|gercek|beklenen|gecerli|hata|"
    r"rate|lern\w*|learning|velocity|momentum|moment\w*|"
    r"target\w*|desired|true|ideal|label\w*|expected|reference|ground|truth|ziel\w*|soll\w*|cible|attendue?|objetivo|"
    r"deseado|desejad\w+|obiettivo|doel\w*|gewenst|actual|correct|"
    r"(?:gradient|grad|derivat|derivad|deriv|slope|partial|ableit|jacobi|hess|delta|error|fehler|erreur|errore?|erro|fout|"
    r"residu|differe|diferenc|unterschied|chang|ander|upstream|local|downstream|adjoint|backward|sensitiv|"
    r"old|alt|initial|start|previous|prev|preced|vorher|last|first|second|third|anterior|ancien|vecchi|oud|before|vor|avant|antes|"
    r"after|nach|apres|despues|dopo|depois|final|given|next|"
    r"transpos|inver|flip|rotat|normali|scaled|skal|mask|padded|noise|noisy|dropout|squared?|quadr|root|log|exp|sqrt|"
    r"abs|sum|summe|somme|suma|soma|mean|mittel|moyenne|media|average|varian|std|standard|deviation|norm|max|min|arg|conv|"
    r"flat|one-?hot|step|tanh|sigm|relu|softm|gelu|elu|swish|total|half|penalt|regulari)\w*)\b|"
    r"(?:bias|threshold|intercept|weight|gewicht|poids|pes[oi]s?\b|sesgo|biais|input|eingabe|eingang|entree|entrada|ingresso)|"
    r"梯度|偏导|导数|勾配|误差|誤差|エラー|目标|目標|标签|真实|期望|旧|舊|新|偏置|权重|权值|重み|输入|入力|前|后|後|未|不|非|和|与|第|题|的|转置|归一|求和|平均|方差|"
    r"градиент|производн|ошибк|цел|стар|нов|вход|вес\b|" + normalize("NFKD", "기울기|오차|목표|정답|참값"),
    re.I,
)
"""Words by which it may be another thing than the symbol, a part of a sheet, or a person."""
_WITHIN = re.compile(r"\b(?:of|de|des|du|del|della|di|da|do|dos|der|von)\s+(?=[^\W\d_]{3})", re.I)
"""What joins two words, `carte de caractéristiques`; before a symbol it says that something is of that."""
_CONVOLUTION = re.compile(rf"(?:{_AFTER.pattern})?(?:{_WITHIN.pattern})?\b\w*(?:conv|falt|卷积|畳み込み)\w*", re.I)
"""A word for a convolution, which is no word for another thing of what one makes."""
_KNOWN = re.compile(
    r"loss|cost|verlust|kosten|perte|perdida|perdita|perda|pool|score|logit|prob|wahrsch|feature|merkmal|caract|activ|aktiv|"
    r"attiv|ativ|hidden|verdeckt|versteckt|cach|ocult|nascost|output|ausgabe|ausgang|sortie|salida|saida|uscita|predic|vorhers|"
    r"previs|predizion|estimat|context|kontext|attention|aufmerk|energy|energie|state|zustand|etat|estado|stato|gate|cell|query|"
    r"key|value|matri[xz]|matric|objective|divergen|entrop|行列|矩阵|池化|激活|特征|损失|概率|输出|预测|隐藏|得分|損失|確率|出力|予測|손실|출력|потер|выход",
    re.I,
)
"""Words for what nets compute: any other may make another thing of the symbol, or be a heading of the sheet."""


def labelled(phrase: str, symbols: Symbols, find: Callable[[str], Iterable[Target]]) -> Iterable[Target]:
    """What the symbol at the end of a phrase names, if the words before it make nothing else of it."""
    last = phrase.rpartition(" ")[2]
    if not last[:1].isalpha() or len(last) > _LONGEST or not (found := _LABEL.fullmatch(phrase)):
        return ()
    words, symbol = found["words"], found["symbol"]
    meant = [t for t in find(symbol) if _is_own(symbol, symbols[t[:2]], t)]
    named = set(find(words))
    if not meant or named:
        return meant if named and named <= set(meant) else ()
    return [t for t in meant if _says(words, t, symbols, find)]


def _is_own(text: str, symbol: Symbol, target: Target) -> bool:
    """Whether a text is a name of the rubric's in its very case, of what is to be computed."""
    single = len(symbol.elements) == 1
    names = (*(symbol.spellings if single or not target.index else ()), *symbol.elements.get(target.index or (), ()))
    return not symbol.given and "/" not in text and key(text) in set(map(key, names))


def _says(words: str, target: Target, symbols: Symbols, find: Callable[[str], Iterable[Target]]) -> bool:
    symbol = symbols[target[:2]]
    if is_part_of_cell(words):
        return not any(other != target for other in find(words))
    bare = _BEHIND.sub("", _AFTER.sub("", words))
    function = next((trait for word, trait in _FUNCTIONS.items() if word in bare.casefold()), "")
    if function == "conv":
        return function in symbol.traits and not _ANOTHERS.search(_CONVOLUTION.sub("", words))
    if function:
        return function in symbol.traits
    if bare != words or _ANOTHERS.search(_WITHIN.sub("", words)) or after_update(words) is not None:
        return False
    said = among(words)
    if said and not (said == NET and _is_net(symbol, symbols.values())):
        return False
    parts = words.replace("-", " ").split()
    others = (t for i in range(len(parts)) for j in range(i + 1, len(parts) + 1) for t in find(" ".join(parts[i:j])))
    if any(other != target for other in others):
        return False
    return bool(_KNOWN.search(words))


def _is_net(symbol: Symbol, symbols: Collection[Symbol]) -> bool:
    """Whether a quantity goes into an activation, and is none itself."""
    return not symbol.inner and any(o.inner == symbol.quantity for o in symbols if o.problem == symbol.problem)
