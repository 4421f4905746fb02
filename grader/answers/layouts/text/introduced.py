"""What a name may be meant to be: without the words of a sentence that introduce it, `Hence the new weight w5`."""

import re
from functools import lru_cache

from grader.notation import KIND, after_update, key

_LEAD = re.compile(
    r"^(?:(?:(?:with|from) (?:this|these|that|those|it|here)|"
    r"and|und|so|for|then|hence|therefore|thus|now|also|finally|next|we (?:get|have|obtain|find)|i (?:get|got)|"
    r"this gives|gives|answer|ans|result|solution|somit|daher|also|dann|ergebnis|donc|alors|entonces|luego|por tanto|"
    r"that is|namely|es decir|i\.?e(?=\.)|d\.\s?h(?=\.))\b[\s,:.]*)+",
    re.IGNORECASE,
)
TELLS = (
    r"gives?|giving|gave|yields?|gets?|got|getting|obtain(?:ed|s|ing)?|comput(?:e|ed|es|ing)|calculat(?:e|ed|es|ing)|"
    r"receiv(?:e|es|ed|ing)|predict(?:s|ed|ing)?|start(?:s|ed|ing)?\s+(?:from|with|at)|evaluat(?:e|es|ed|ing)|becom(?:e|es|ing)|finds?|found|have|so|thus|hence|therefore|then|where|that|similarly|likewise|way|ergibt|liefert|gilt|gelten|analog|ebenso|entsprechend|folglich|mithin|erhalten|erh[aä]lt|"
    r"es|est|vale|vaut|folgt|somit|damit|daher|dann|also|ich|wir|man|ist|sind|zuerst|zun[aä]chst|danach|schlie[sß]+lich|"
    r"donne|donc|obtient|obtenons|calcule|calculons|on|nous|abord|ensuite|puis|enfin|obtenemos|calculamos|tenemos|"
    r"resulta|entonces|luego|queda|por lo tanto|por tanto|despu[eé]s|finalmente|we|i|is|first|next|finally|are"
)
"""Words of a sentence before a symbol whose value comes next; a part of a pattern that does not mind the case."""
_TELLING = re.compile(rf"\A.*\b(?:{TELLS})\s+(?=\S)", re.IGNORECASE | re.DOTALL)
"""`Applying the sigmoid gives`, in front of `h1 = 0.79`."""
_KIND = re.compile(
    rf"\b(?:{KIND}|the|value of|value|outputs?|net input|input|activation|error|prediction|gradient)\b\s*(?=[^\s)])",
    re.IGNORECASE,
)
"""Words for what sort of thing the symbol after them is, or for a value of it."""
_SORT = re.compile(r"\b(net input|input|error|gradient)\b\s*(?=[^\s)])", re.IGNORECASE)
"""Those of them by which it may be another thing than the symbol alone: they stay, as a remark behind it."""
_CHINESE = re.compile(
    r"^(?:(?:首先|计算|計算|因此|所以|然后|然後|得到|可得|得|则|則|即|故|从而|于是|接着|最后|其中|由此|再|求出?|我们|我們|有|又|类似地?|類似地?|"
    r"同理|同样地?|同樣地?)[，,：:]?|\s)+"
)
"""Words that introduce a symbol, with no space behind them."""
_BUFFER = re.compile(r"^[\w.]*\.state\[[^\[\]]*\]\[[\"'](\w+)[\"']\]$")
"""What an optimiser of PyTorch keeps: `optimizer.state[W2]['exp_avg']`."""
_HEADED = re.compile(r"^[^\W\d_][^.]{0,40}\s\d{1,2}\.\s+(?=\S+$)")
"""What stands before the first statement of a paragraph: `Time step 1.`"""
_NEW = re.compile(r"^(?:new|updated|neue?r?s?)\s+(?=\S+$)", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def spellings(name: str) -> tuple[str, ...]:
    """What a name may be meant to be: as written, and without the words that introduce it.

    >>> spellings("Hence the new weight w5"), spellings("New error E+")
    (('Hence the new weight w5', 'the new weight w5', 'new w5', 'w5'), ('New error E+', 'New E+ (error)', 'E+ (error)'))
    """
    led = _LEAD.sub("", name if name.isascii() else _CHINESE.sub("", name)).removeprefix("self.")
    led = _BUFFER.sub(r"\1", led)
    said = told(led)
    led = led if " " in said else said
    bare, sort = _KIND.sub("", led), _SORT.search(led)
    behind = _HEADED.sub("", bare).rpartition(", ")[2]
    behind = "" if set(behind) & {*"([{)]}"} else behind
    remark = f" ({sort[1]})" if sort and not bare.endswith(")") else ""
    short = (each + remark for each in (bare, _NEW.sub("", bare), behind) if each)
    return tuple(dict.fromkeys(each for each in (name, led, *short) if each))


@lru_cache(maxsize=10_000)
def told(name: str) -> str:
    """What follows the last word of a sentence by which something is told.

    >>> told("Applying the sigmoid gives an activation of h1"), told("h1")
    ('an activation of h1', 'h1')
    """
    return _TELLING.sub("", name)


def timeless(name: str) -> str:
    """A name without the words beside it that say whether it is meant before the step or after it.

    >>> timeless("w5 old"), timeless("initial loss"), timeless("new")
    ('w5', 'loss', '')
    """
    return " ".join(word for word in name.split() if after_update(word) is None)


def is_symbol(name: str) -> bool:
    """Whether a text can be the name of a quantity, and is not a remark or arithmetic.

    >>> is_symbol("δ_o1"), is_symbol("dE / dw8"), is_symbol("new w7"), is_symbol("My name"), is_symbol("w1*x1")
    (True, True, True, False, False)
    """
    name = _NEW.sub("", re.sub(r"\s*/\s*", "/", re.sub(r"^grad(?:ient)?\s+", "", name)))
    return not re.search(r"[\s*·×]", name) and bool(key(name))
