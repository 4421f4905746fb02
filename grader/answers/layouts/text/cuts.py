"""Where a line is cut between its statements: `E = 0.2748, h1 = 0.79` in two."""

import re

from grader.answers.cases import COMPARED, condition, enclosed, has_others, is_condition
from grader.answers.displays import ROW_END
from grader.answers.layouts.text.introduced import TELLS, told
from grader.answers.layouts.text.signs import ENDING, IS, LEADS, SIGN, WHICH
from grader.answers.parallel import AND, parallel

_OPEN, _CLOSE = ("(", "[", "{", "⟨", "\\langle"), (")", "]", "}", "⟩", "\\rangle")
_BRACKET = re.compile(r"[()\[\]{}⟨⟩]|\\[lr]angle(?![a-z])")
REASON = (
    r"because|since|as|with|where|for|from|using|if|when|weil|da|denn|mit|wobei|wo|f[uü]r|wenn|"
    r"car|puisque|comme|avec|o[uù]|pour|porque|pues|como|con|donde|para|si|perch[eé]|poich[eé]|dove|onde|其中"
)
"""Words before what a value comes of: `L = 0.0062 with yhat = 0.42`."""
SENTENCE = r"(?-i:Then|Thus|So|Hence|Therefore|Now|Dann|Damit|Somit|Also|Donc|Alors|Entonces|Luego|Allora|Quindi)"
"""Words that a sentence begins with, and that end the one before it."""
_WHICH = r"which|and|this|that|it|und|was|et|ce\s+qui|y|lo\s+que"
_COMES_TO = re.compile(rf"(?:{WHICH})\s+{ENDING}", re.IGNORECASE)
"""`which is 1.31`, of the working before it."""
_IT = r"it|this|that|these|which|es|das|dies|cela|ce|eso|esto"
_CUT = re.compile(
    rf"(?:(?<!\s)\s*[;,|&，；。、]\s*(?:{AND}\s+)?|(?<=[\d\])}}$])\.\s+(?=[A-ZÄÖÜÉ$])|(?<=\w)\.\s+(?={SENTENCE}\s)|(?<=[\d\])}}$])\s*(?:{LEADS})\s*|"
    rf"(?<=[\d\])])(?P<comment>\s*#+|\s+(?:%+|//)(?=\s))\s*|(?<!\s)(?:(?P<and>\s+{AND}\s+)|\s{{3,}}(?!\s)|(?P<slash>\s+/\s+)|\s*{ROW_END}\s*)|"
    rf"{ROW_END}\s*|\\q?quad\s*|"
    rf"(?<=\S)(?P<reason>\s+(?:{REASON})\s+)|"
    rf"(?<=[\d\])])(?P<tells>\s+)(?=(?:(?:{_WHICH})\s+)?(?:{TELLS})\s+(?!(?:{_IT})\b))|"
    r"(?<=[\d\])])\s+\(?(?:[a-h]|[ivx]{1,4})\)\s*|"
    r"(?<=[\d$])(?P<colon>\s*[:：]\s+)|"
    r"(?<=[\d\])$])(?P<space>\s+)(?=[^\s(]\S{0,29}\s?[=:≈])|"
    r"(?<=[\d)])(?P<words>\s+)(?=(?:[^\W\d_]{2,}\s+){1,3}\S{1,30}\s?[=:≈]))"
    rf"(?=(?:[^\W\d]|[∂∇\\$(√])(?:[^=:≈,;{COMPARED}]|(?<=-)>|<(?=-)|(?<=\d),(?=\s?\d{{1,2}}\s?[\]}})])){{0,60}}"
    rf"(?:[=≈:←]|<-|\\(?:approx|leftarrow|gets)(?![a-z])|\b(?:{IS})\b|[为為是](?=\s*[-−+]?\.?\d)|"
    r"(?:->|=>|[→⇒⟶]|\\to(?![A-Za-z]))\s*[-+−]?\.?\d))",
    re.IGNORECASE,
)
"""What parts two statements: a comma, a word or the end of a value, and after it a name and a sign.

Or words by which another thing is told, `s1 = 1.31 which gives h1 = 0.79`, the letter of the next part, `(b)`, or the
mark of a comment that says another: `h1 = 0.79  # s1 = 1.31`.
"""
_MATRIX = re.compile(r"\\begin\{(?P<kind>[bpvBV]?(?:small)?matrix\*?)\}[^=]*?\\end\{(?P=kind)\}")
"""A matrix of LaTeX's, whose rows are no statements; where they are, it is none."""
_ABSOLUTE = re.compile(
    r"(?<![^\s\d(=≈+*/·×−-])(?:\\left\s*)?\|(?=\S)[^|=≈:;,]+(?<=\S)\|(?=\s*(?:[=≈+*/^)·×−-]|\\[ct]|$))"
)
"""An absolute value, whose bars part nothing."""
_SPACING = re.compile(r"(?:(?<!\s)\s+)?(?<!\\)\\[,;:!]\s*")
"""A space of LaTeX's, `\\,`, which is none of these commas."""
_IS_NUMBER = re.compile(rf"(?:.*[=:≈]|.*\b(?:{IS}))\s*[-+−]?\d*[.,]\d+", re.DOTALL)
"""`s1 = 1.31`, behind which ` / h1 = 0.79` is another statement; behind `E = 1` it may be a divisor."""
_IS_STATED = re.compile(r"[=≈]\s*[-+−]?\d*\.?\d+\s*\$?$")
"""`H = 4`, behind which a colon leads to another statement, `Divide by H = 4: mu = 3.5`."""
_DIVISOR = re.compile(
    r"(?:\\left\s*)?[(\[].*(?<![\w.])\d.*[)\]](?:\s*\^.*)?|(?:√|\\?sqrt(?![a-z])).*|.*\s(?:#|//).*", re.DOTALL
)
"""What no name is: a bracket with a number by itself in it, `0.1 / (1 - 0.9) = 1`, a root, or what has a comment."""
_WORKED = re.compile(r"(?=.*(?:[+*/·×^²³]|\(\s*(?:[-−]\d|\d*[.,]\d))).*[\d)\]²³]\s*$", re.DOTALL)
"""Arithmetic down to its last number, which no name is: in a comment it is the working of the value before it."""
_EXPLAINED = re.compile(rf"(?<=\S)[\s,;]*(?<=[\s,;])[(\[]?(?:{REASON})\s+[^\W\d][^=≈]{{0,60}}[=≈].*$", re.I | re.DOTALL)
_ASIDE = re.compile(r"(?<=\S)\s+[(\[][^\W\d][\w^{}\\]{0,30}\s*:?=\s*[^=≈]+[)\]]\s*$")
"""The same in brackets alone: `(e = h - y)`."""
_MEANS = re.compile(
    rf"(?<=\S)[\s,;]*(?<=[\s,;])[(\[]?(?:{REASON})\s+[^\W\d][\w^{{}}]*(?:\s*[<>]=?\s*0)?\s+"
    r"(?:is|are|denotes?|means|stands\s+for|ist|sind|bezeichnet|est|sont|désigne|es|son|è)\s+"
    r"(?:(?:the|an?|our|der|die|das|eine?|l[ae]s?|une?|el|los|una?|il|lo)\s|l['’]).*$",
    re.IGNORECASE | re.DOTALL,
)
"""What is said of a letter behind a formula: `where eta > 0 is the learning rate`."""
_SYMBOL = re.compile(r"[\d_/∂∇ŷ]|hat")
"""What a symbol has and a word has not."""
_REMARKED = re.compile(r"\s*[(\[][^\W\d_]{3,}[^()\[\]=*/+]*[)\]]$")
_BRACE = re.compile(r"(?<!\\)\{")
_CALLS = re.compile(r"[^\W\d]\w*\s*(?=\()|(?<=\d)[eE](?=[-+−]?\d)")
_PRODUCT = re.compile(rf"[*+]|\)\s*[\w(^]|\s(?:{REASON})\s", re.IGNORECASE)
"""What is no name behind a letter that may be a word, `h1 = 0.5 e h2 = 0.7`: `2 e w (1 - h^2) with e = h - y`."""
_COEFFICIENT = re.compile(r"^\D?\d\s*/\s*\d$|[\d)]\s*[-+−]\s*[\d.,]+$")
"""What is more often a part of a product with the name after it than a value: `½(…)` as 1/2, the end of a sum."""


def pieces(text: str) -> list[str]:
    """A text cut between its statements; what is in brackets is left whole."""
    text = _SPACING.sub(" ", text)
    if parallel(text):
        return _parted(text)
    found, start, depths = [], 0, nesting(text)
    for cut in _CUT.finditer(text):
        said = text[start : cut.start()]
        rest = text[cut.end() :]
        if depths[cut.start()] == 0 and _says(said) and _parts(cut, said, rest) and not _is_case(cut, said, rest):
            found.append(said)
            start = cut.end()
    return [part for piece in (*found, text[start:]) for part in _parted(piece)]


def goes_on(value: str) -> bool:
    """Whether another statement follows in what should be one value: `0.75, out_o2 = 0.77`."""
    value = _SPACING.sub(" ", value)
    return any(not cut["space"] or _ends_in_value(f"={value[: cut.start()]}") for cut in _CUT.finditer(value))


def _parts(cut: re.Match[str], said: str, rest: str) -> bool:
    """Whether what may part two statements does, given what the first says."""
    if _COMES_TO.match(rest):
        return _IS_NUMBER.fullmatch(said.rstrip("$ ")) is not None
    if cut["colon"]:
        return _IS_STATED.search(said) is not None and (SIGN.search(rest) or cut)[0].strip() not in (":", "：")
    if cut["space"]:
        return _ends_in_value(said) and _says(rest)
    if cut["words"]:
        return _IS_NUMBER.fullmatch(_REMARKED.sub("", said)) is not None and _names_another(said, rest)
    if cut["and"] and len(cut["and"].strip()) == 1:
        accented = re.search(r"\\[a-z]{3,9}$", said) is not None  # `\\hat y` is no Spanish
        if accented or _PRODUCT.search(SIGN.split(rest, maxsplit=1)[0]):
            return False
    if cut["reason"] and len(SIGN.findall(_first(rest))) == 1:
        return True  # the value behind it is no other's
    if cut["comment"] and _WORKED.match(SIGN.split(rest, maxsplit=1)[0]):
        return False
    if cut["slash"] and _DIVISOR.fullmatch(SIGN.split(rest, maxsplit=1)[0].strip()):
        return False
    if cut["slash"] or cut["reason"]:
        return _IS_NUMBER.fullmatch(said.rstrip("$ ")) is not None
    return not cut["tells"] or _IS_NUMBER.fullmatch(said.rstrip("$ ")) is not None or not _is_told_again(said, rest)


def _names_another(said: str, rest: str) -> bool:
    """Whether words behind a number name what is said next: `s1 = 1.31 output h1 = 0.79`, `L before: 0.3 L after: 0.2`.

    One half may be a factor of what stands behind it, and words without a symbol are more often of the number.
    """
    first, second = SIGN.search(said), SIGN.search(rest)
    if not first or not second or said.endswith(("0.5", " .5")):
        return False
    colons = ":" in first[0] and second[0].strip() == ":"
    return colons or _SYMBOL.search(rest[: second.start()].split()[-1]) is not None


def _first(text: str) -> str:
    """A text up to where it may be cut."""
    cut = _CUT.search(text)
    return text[: cut.start()] if cut else text


def unexplained(text: str) -> str:
    """A formula without what is said behind it of its parts; one in cases is left whole.

    >>> unexplained("(h - y)*x where h = tanh(s)"), unexplained("h - y (with h = tanh(s))"), unexplained("w = 0.5")
    ('(h - y)*x', 'h - y', 'w = 0.5')
    >>> unexplained("w - eta*g, where eta > 0 is the rate"), unexplained("1 where z > 0, 0 where z <= 0")
    ('w - eta*g', '1 where z > 0, 0 where z <= 0')
    """
    text = _MEANS.sub("", text)
    return _ASIDE.sub("", _EXPLAINED.sub("", text)) if condition(text) == len(text) else text


def explained(text: str) -> str:
    """What is said behind a formula of its parts, and `unexplained` leaves out; nothing of one in cases.

    >>> explained("h*x where h = tanh(s)"), explained("h - y (with h = tanh(s))"), explained("h - y [h = x]")
    ('where h = tanh(s)', 'with h = tanh(s)', 'h = x')
    """
    found = (_EXPLAINED.search(text) or _ASIDE.search(text)) if condition(text) == len(text) else None
    if not found:
        return ""
    said = found[0].lstrip(" ,;\t\n")
    return said[1:].rstrip(" .").removesuffix(")]"["([".index(said[0])]) if said[0] in "([" else said


def _is_case(cut: re.Match[str], said: str, rest: str) -> bool:
    """Whether what may be another statement is a case of the formula before it: `1 if z = 0, else: 2`."""
    sign, name = SIGN.search(said), SIGN.split(rest, maxsplit=1)[0]
    begun = sign is not None and condition(f"{said} {name}", sign.end()) < len(said)
    braced = len(_BRACE.findall(said)) > said.count("}") and not has_others(said)
    if begun:
        return braced or is_condition(name)
    return cut["reason"] is not None and has_others(rest) and (is_condition(cut[0]) or not _is_in_cases(rest))


def _is_in_cases(text: str) -> bool:
    """Whether what a text says of a name is a formula in cases: `s = 1 if z > 0 else 0`, but `z = 0, 1 otherwise`."""
    sign = SIGN.search(text)
    return sign is not None and condition(text, sign.end()) < len(text)


def _is_told_again(said: str, text: str) -> bool:
    """Whether what is told next is the same thing: `h1 = s(1.31) so h1 = 0.79`."""
    return told(SIGN.split(said, maxsplit=1)[0]).strip() == told(SIGN.split(text, maxsplit=1)[0]).strip()


def _parted(piece: str) -> list[str]:
    """What several names before one sign say each; nothing where there are not as many values."""
    both = parallel(piece)
    if both is None:
        return [piece]
    fit = len(both.names) == len(both.values)
    return [f"{name} = {value}" for name, value in zip(*both, strict=True)] if fit else []


def _ends_in_value(text: str) -> bool:
    """Whether what a statement says last is a value, and no factor of what stands after it.

    >>> [_ends_in_value(t) for t in ("h = 0.3+0.4 = 0.7", "E = (o-y)", "w = v - 0.1", "E = 1/2", "z = 0.5 + 0.3")]
    [True, False, False, False, False]
    """
    side = _REMARKED.sub("", text[[*SIGN.finditer(text)][-1].end() :].strip())
    return re.search(r"[^\W\d_]|[∂∇]", _CALLS.sub("", side)) is None and not _COEFFICIENT.search(side)


def _says(text: str) -> bool:
    sign = SIGN.search(text)
    return sign is not None and bool(text[: sign.start()].strip()) and bool(text[sign.end() :].strip())


def nesting(text: str) -> list[int]:
    """For each character, how many brackets are open there that are closed later on; so count matrices and cases."""
    depths, opened = [0] * (len(text) + 1), []
    pairs = []
    for found in _BRACKET.finditer(text):
        if found[0] in _OPEN:
            opened.append(found.start())
        elif found[0] in _CLOSE and opened:
            pairs.append((opened.pop(), found.end() - 1))
    bars = _ABSOLUTE.finditer(text) if "|" in text else ()
    matrices = _MATRIX.finditer(text) if "matrix}" in text else ()
    pairs += [(matrix.start(), matrix.end() - 1) for matrix in matrices]
    pairs += [*enclosed(text), *((len(text[: bar.start()].rstrip()), bar.end() - 1) for bar in bars)]
    for first, last in pairs:
        depths[first] += 1
        depths[last + 1] -= 1
    depth = 0
    for at, change in enumerate(depths):
        depth += change
        depths[at] = depth
    return depths
