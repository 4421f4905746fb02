"""One canonical spelling for every way of writing a name, so that h₁, h_1, `h_{1}` and h1 are one."""

import re
from functools import lru_cache
from unicodedata import normalize

from grader.notation.characters import ascii_of

_EDGES = " \t\r\n:;,=≈.?!|"
_LONGEST = 400
"""No name is longer, the remark behind it included: what is found in it would cost by the square of its length."""
_NEW = (
    r"(?:new|updated|next|after|upd|neu(?:e[rs]?)?|nuev[oa]|aktualisiert(?:e[rs]?)?|nouveau|nouvelle|nov[oa]|nuov[oa]|"
    r"nieuwe?|bijgewerkte?|actualizad[oa]|atualizad[oa]|aggiornat[oa]|now[ye]|zaktualizowan[yea]|yeni|guncel(?:lenmis)?|"
    r"нов(?:ыи|ое|ая)|обновленн(?:ыи|ое|ая)|" + normalize("NFKD", "업데이트(?:된|후)?|갱신(?:된|후)?|새로운") + ")"
)
"""Words for what comes after the step, without accents."""
UNSPACED = r"(?:更新[后後][的の]?|新的?|新しい)"
"""Those of scripts that put no spaces between words."""
_LATER = (
    r"nach(?:\s+dem)?\s+(?:update|schritt)|(?:apres(?:\s+la)?\s+)?mise?\s+a\s+jour|despues(?:\s+(?:del\s+paso|de\s+actualizar))?|"
    r"dopo(?:\s+il\s+passo)?|plus(?=\)?$)"
)
_PREFIX = re.compile(rf"^(?:{_NEW}[\s_]+(?:value\s+of\s+)?|{UNSPACED}\s*)(?=\S)", re.IGNORECASE)
_SUFFIX = re.compile(
    rf"(?:(?<![\s_])[\s_]*\(?(?:after(?:\s+the)?(?:\s+(?:update|step))?|{_LATER}|{UNSPACED}|{_NEW})\)?|_\{{{_NEW}\}}|\^\{{?(?:\+|{_NEW})\}}?|\+|"
    r"\((?:1|t\s*\+\s*1|k\s*\+\s*1)\)|[_^]\{?\(?[tk]\s*\+\s*1\)?\}?)$",
    re.IGNORECASE,
)
_HAT = re.compile(
    r"(?<=[^\W\d])(?:\^(?=$|\))|(?P<tilde>~)|[\s_]{0,9}\{?(?P<mark>hat|bar|tilde)\}?|"
    r"[\s_]{1,9}\{?(?i:dach|gorro|sombrero|chapeau|cappello|chapeu|hoed)\}?)"
    r"(?![^\W\d_])"
)
"""`yhat`, `y_hat`, `y Dach` and `y^` are ŷ; `h~1` is h̃₁."""
_SLOPE = (
    r"(?:gradiente?s?|gradienten|grads?|derivatives?|partial(?:\s+derivative)?|(?:partielle\s+)?ableitung|derivee(?:\s+partielle)?|"
    r"derivada(?:\s+parcial)?|derivata(?:\s+parziale)?|afgeleide|градиент|(?:частная\s+)?производная)"
)
_OF = r"(?:of(?:\s+the)?|von|des?|der|del|de\s+la|di|d[oa]|van)"
_WITH_RESPECT = re.compile(
    rf"{_SLOPE}\s+(?:(?:{_OF}\s+)?(?P<of>\S+)\s+)??"
    r"(?:w\.?r\.?t\.?|with\s+respect\s+to|for|nach|bezuglich|bzgl\.?|par\s+rapport\s+a|(?:con\s+)?respecto\s+[ad]e?l?|"
    r"em\s+relacao\s+a|rispetto\s+a|naar|по)\s+(?P<wrt>\S+)",
    re.IGNORECASE,
)
_GRADIENT_OF = re.compile(
    rf"(?:(?:gradiente?s?|gradienten|grads?)\s+{_OF}|градиент)\s+(?P<of>\S+)|(?P<before>\S+?)(?<![\s_-])[\s_-]+grad(?:ient)?e?",
    re.IGNORECASE,
)
"""`gradient of w1` and `w1_grad`: of what, goes without saying. (A derivative of h1 would be that of h1 itself.)"""
_QUOTIENT = re.compile(
    r"^(?:[Dd]elta|del|[∂dD]_?)\s*\(?\s*(?P<of>[^/]*?)\s*\)?\s*/\s*(?:[Dd]elta|del|[∂dD]_?)\s*\(?\s*(?P<wrt>[^/()]+?)\s*\)?\s*$"
)
_LOW_LINE = re.compile(r"^d_?(?P<of>[A-Za-z][A-Za-z0-9]*?'*)_d_?(?P<wrt>[A-Za-z][\w{},^']*)$")
_OPERATOR = re.compile(r"^(?:∂|d)\s*/\s*(?:∂|d)\s*(?P<wrt>[\w{},^']+)[\s(]+(?P<of>[^()]+)\)?$")
_ATTRIBUTE = re.compile(r"^(?P<wrt>[^.]+)\.grad$")
_NABLA = re.compile(
    r"^(?:∇|nabla|grad(?:ient)?)[\s_]*(?:\{(?P<braced>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<bare>[^\s{}()]+))\s*\(?(?P<of>[^()*∇∂]*)\)?$"
)
_PART = re.compile(
    r"_\{(?P<low>[^{}]*)\}|_(?P<low1>[A-Za-z0-9]+)|\^\{(?P<high>[^{}]*)\}|\^?(?P<high1>\*|(?<=\^)\(?[A-Za-z0-9]+\)?)|\[(?P<index>[^\[\]]*)\]|(?P<prime>'+)(?P<low2>\d*)"
)
_BASE = re.compile(r"^(?P<base>[A-Za-z]+(?:[\s_-]+[A-Za-z]{2,})*)(?P<digits>\d*)")
_LAYER = re.compile(r"\^\{?(?:\(\s*(\w+)\s*\)|\[\s*(\w+)\s*\])\}?")
"""`W^{(1)}`, `W^(1)` and `W^{[1]}` are W¹."""
_INSTANT = re.compile(r"\^?\s*\{?\s*<\s*(\w+)\s*>\s*\}?")
"""`h^{<2>}` is h at the instant 2."""
_NAMED_LOW = re.compile(r"_\{\s*([A-Za-z])\s*(?:(\^\{\d\})|(\^\d)|_\{?(\d)\}?)\s*\}")
"""`v_{W^{(2)}}` is v_W⁽²⁾, and `v_{W_2}` is v_W2."""
_NEW_LOW = re.compile(
    rf"_\{{\s*([A-Za-z0-9]+(?:\s*,\s*\d+)*)(?:\s*,\s*|\s+|_\{{?)\s*{_NEW}\s*\}}?\s*\}}", re.IGNORECASE
)
"""`w_{1,new}` and `w_{1_{new}}` are the new w₁."""
_NEW_HIGH = re.compile(
    rf"\^\{{\s*(\(\s*\w+\s*\)|\[\s*\w+\s*\]|\d+)(?:\s*,\s*|\s+)?(?:\+|\(?{_NEW}\)?|(?P<primes>'+))\s*\}}", re.IGNORECASE
)
"""`w^{(1)+}`, `w^{(1),new}` and `w^{(1)'}` are the new w¹."""
_TWICE = re.compile(r"(?<=\d)\]\s*\[(?=\d)")
"""`W[1][2]` is W[1,2]."""
_PARTED_LOW = re.compile(r"(?:_\{?(\d{1,2})[,;](\d{1,2})\}?|\[\s*(\d{1,2})\s*;\s*(\d{1,2})\s*\])(?![\d.])")
"""`W1_1,2` and `W1[1;2]` are W1[1,2]."""
_LETTERED_LOW = re.compile(
    r"_(?:\{\s*([A-Za-z]+)\s*,\s*(\d{1,2}(?:\s*,\s*\d{1,2})*)\s*\}|([A-Za-z]+),(\d{1,2})(?![\d.,]))"
)
"""`w_{f,1}` and `w_f,1` are w_f[1]: a letter that belongs to the name, and an index."""
_WORD_LOW = re.compile(r"([A-Za-z]{2,})(\d*)")
_DIFFERENCE = re.compile(r"^([Dd]elta)_(?:\{([A-Za-z]\w*)\}|(?=[A-Za-z]))")
"""`Δ_w1`, as a rubric may have to write it, is Δw₁."""
_RUN_TOGETHER = re.compile(r"[A-Za-z]\w*", re.ASCII)
"""A name of names, `x1w1` or `h1in`: it has no other spelling."""
_PRIMED_LATE = re.compile(
    rf"(?P<head>.*\))'|(?P<head2>.*?)(?:_\{{?{_NEW}\}}?|\^\{{?{_NEW}\}}?|(?:\s|(?<=\d)|(?=\())\(?{_NEW}\)?)\s*"
    r"(?P<tail>[\[_^].*)",
    re.IGNORECASE,
)
"""A prime after a remark, `l_2^1 (sample 3)'`, and a word for it before an index, `W1_new[1,2]`, `W1 (new)[1,2]`."""
_REMARK = re.compile(r"^(?P<head>.*?\S)\s*(?P<remark>\([^()]*\))$")

_BRACKETS = str.maketrans("", "", "(){}")
_REMARKED = re.compile(
    r"(?P<head>[^\s(]*/[^\s(]*|\(\([^()]*\)/\([^()]*\)\))\s*(?P<remark>\((?:[^()]*[^\W\d_]{2}[^()]*|\d+\s*[x×*]\s*\d+)\))"
)
"""A quotient with words in brackets behind it: `dL/dw1 (chain rule)`."""


@lru_cache(maxsize=100_000)
def key(text: str) -> str:
    r"""The canonical spelling of a name; empty for a text that names nothing, as none of over 400 characters does.

    >>> key("h₁") == key("h_1") == key(r"h_{1}") == key("h1")
    True
    >>> key("∂Div/∂w₁") == key("dDiv_dw1") == key(r"\frac{\partial Div}{\partial w_1}") == key("∇_{w₁}Div")
    True
    >>> key("w₁′") == key("w1_new") == key("updated w1") == key("w₁⁺")
    True
    >>> key("w_{1,2}^1") == key("w^{(1)}_{1,2}") == key("w¹₁,₂")
    True
    >>> key("w_{f,1}'") == key("w_f,1'") == key("w_f[1]'")
    True
    >>> key("w_{21}^{(2)+}") == key("w^{2,new}_{21}") == key("w_21^2'")
    True
    >>> key("w1.grad") == key("∂/∂w₁")
    True
    """
    if len(text) > _LONGEST:
        return ""
    plain = ascii_of(text)
    plain = _NEW_HIGH.sub(lambda m: "^{" + m[1] + "}" + (m["primes"] or "'"), plain) if "^{" in plain else plain
    plain = _LAYER.sub(r"^{\1\2}", _INSTANT.sub(r"_{\1}", plain) if "<" in plain else plain)
    plain = _NEW_LOW.sub(r"_{\1}_{new}", _NAMED_LOW.sub(r"_{\1\4}\2\3", plain)) if "_{" in plain else plain
    plain = _TWICE.sub(",", plain) if "][" in plain or "] [" in plain else plain
    plain = _PARTED_LOW.sub(r"_{\1\3,\2\4}", plain) if "," in plain or ";" in plain else plain
    plain = _LETTERED_LOW.sub(r"_{\1\3}[\2\4]", plain) if "," in plain else plain
    return _key(_unwrapped(plain.strip(_EDGES).removesuffix("()").rstrip()))


def _unwrapped(text: str) -> str:
    while text.startswith("(") and text.endswith(")") and _balanced(text[1:-1]):
        text = text[1:-1].strip()
    return text


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _key(text: str) -> str:
    gradient = _gradient(text)
    if gradient is not None:
        of, wrt = gradient
        below = _symbol(_unwrapped(wrt))
        above = _symbol(re.sub(r"\(.*", "", _unwrapped(of)).strip()) if of else ""
        return f"d{above}/d{below}" if below else ""
    remarked = _REMARKED.fullmatch(text) if text.endswith(")") else None
    if remarked and "/d" in (bare := _key(_unwrapped(remarked["head"]))):
        return bare + re.sub(r"[\s_]+", "", remarked["remark"])
    return _symbol(text)


def _gradient(text: str) -> tuple[str, str] | None:
    """Above and below the line of a partial derivative, however it is written; above is empty where it is left out."""
    if found := _WITH_RESPECT.fullmatch(text):
        return found["of"] or "", found["wrt"]
    if found := _ATTRIBUTE.match(text):
        return "", found["wrt"]
    if (found := _GRADIENT_OF.fullmatch(text)) and _named(wrt := found["of"] or found["before"]):
        return "", wrt
    compact = re.sub(r"\s*/\s*", "/", text)
    parenthesised = re.fullmatch(r"\((.*)\)/\((.*)\)", compact)
    if parenthesised:
        compact = f"{parenthesised[1]}/{parenthesised[2]}"
    for pattern in (_OPERATOR, _QUOTIENT, _LOW_LINE):
        found = pattern.match(compact)
        if found and _named(found["wrt"]) and (not found["of"] or _named(found["of"])):
            return found["of"], found["wrt"]
    found = _NABLA.match(text)
    if found and (wrt := found["braced"] or found["bare"]) and _named(wrt):
        return found["of"].strip(), wrt
    return None


def _named(text: str) -> bool:
    return bool(re.match(r"\(?[A-Za-z]", text))


def _symbol(text: str) -> str:
    """`base_subscript|subscript^superscript'(remark)` of a name in plain characters."""
    text = _DIFFERENCE.sub(
        r"\1\2", _HAT.sub(lambda found: found["mark"] or ("tilde" if found["tilde"] else "hat"), text.strip(_EDGES))
    )
    moved = _PRIMED_LATE.fullmatch(text)
    text, primes = ((moved["head"] or moved["head2"]) + (moved["tail"] or ""), "'") if moved else (text, "")
    shorter = _PREFIX.sub("", text)
    if shorter == text:
        shorter = _SUFFIX.sub("", text)
    if shorter and shorter != text:
        text, primes = shorter, "'"
    found = _REMARK.fullmatch(text)
    remark = ""
    if found:
        text, remark = found["head"], re.sub(r"[\s_]+", "", found["remark"])
    return _parts(text, primes, remark)


def _parts(text: str, primes: str, remark: str) -> str:
    text = re.sub(r"(?<=\w)\s+(?=\w)", "_", text.strip())
    found = _BASE.match(text)
    if not found:
        return ""
    base = re.sub(r"[\s_-]+", "", found["base"])
    low, high = ([found["digits"]] if found["digits"] else []), []
    rest = text[found.end() :].replace(" ", "")
    at = 0
    while at < len(rest):
        part = _PART.match(rest, at)
        if not part:
            return f"{text}{primes}{remark}" if _RUN_TOGETHER.fullmatch(text) else ""
        at = part.end()
        low += [_inner(part[g]) for g in ("low", "low1", "low2", "index") if part[g]]
        high += [_inner(part[g]) for g in ("high", "high1") if part[g]]
        primes += part["prime"] or ""
    while low and (word := _WORD_LOW.fullmatch(low[0])):  # E_{total} is E_total, z_{in1} is z_in1, y_{hat} is yhat
        base += word[1]
        low[:1] = [word[2]] if word[2] else []
    under = "_" + "|".join(low) if low else ""
    over = "^" + "|".join(high) if high else ""
    return f"{base}{under}{over}{primes}{remark}"


def _inner(text: str) -> str:
    return "".join(text.translate(_BRACKETS).replace("_", "|").split())
