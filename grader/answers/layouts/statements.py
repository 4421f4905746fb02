"""What a line says: `E = ½(0.01 − 0.75)² = 0.2748, h1 = 0.79` is two statements, each with a name and a value."""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from grader.answers.layouts.introduced import TELLS, told
from grader.answers.parallel import parallel
from grader.numbers import PICTOGRAPHS, Nested, read_numbers

LONGEST = 600
"""Characters of a text in which statements are sought."""
LONGEST_LIST = 8_000
LONGEST_NAME = 120
MOST_SIGNS = 8
MOST = 40
"""Statements of one line that are looked at."""
_IS = (
    r"is(?:\s+(?:equal\s+to|then|thus|therefore|hence|now))?|equals|becomes|"
    r"(?:was|is)\s+found\s+to\s+be|comes\s+out\s+(?:as|at|to)|beträgt|"
    r"(?:goes|changes|changed|moves|moved|(?:is\s+)?updated)(?=\s+from\s+[-−+.\d])|"
    r"(?:ist|est|vaut|es|vale|è)(?:\s+(?:gleich|égal\s+à|igual\s+a))?(?=\s+[-−+.\d])"
)
"""Words between a name and its value."""
_SIGN = re.compile(
    r"\s*(?:&?:?=+>?|[≈≃≅≐≒∼⇒→⟶⟹➔➜↦←＝]|~(?=\s*[-−.\d])|->|(?<=\s)<-(?=\s)|"
    r"\\(?:leftarrow|gets|approx|simeq|to|Rightarrow)(?![A-Za-z])|[:：]|"
    rf"\b(?:{_IS}|(?:we|I)\s+(?:get|got|have|obtain|find|found)(?=\s+[-−+.\d]))\b)\s*"
)
"""What gives a name its value: a sign, a colon, or words that a number follows."""
_ASSIGNS = frozenset((":=", "←", "<-", "\\leftarrow", "\\gets"))
_OPEN, _CLOSE = "([{", ")]}"
_REASON = (
    r"because|since|as|with|for|from|using|if|when|weil|da|denn|mit|f[uü]r|wenn|car|puisque|comme|avec|pour|"
    r"porque|pues|como|con|para|si|perch[eé]|poich[eé]"
)
"""Words before what a value comes of: `L = 0.0062 with yhat = 0.42`."""
_WHICH = r"which|and|this|that|it|und|was|et|ce\s+qui|y|lo\s+que"
_IT = r"it|this|that|these|which|es|das|dies|cela|ce|eso|esto"
_CUT = re.compile(
    r"(?:\s*[;,|&，；。、]\s*(?:(?:and|und|et|y|e|en|i|ve|и)\s+)?|(?<=\d)\.\s+(?=[A-ZÄÖÜÉ])|(?<=[\d\])])\s*(?:->|=>|[→⇒⟶])\s*|\s+(?:and|und|et|y|e|en|i|ve|и)\s+|\s{3,}|(?P<slash>\s+/\s+)|\s*\\\\\s*|\\q?quad\s*|"
    rf"(?<=[\d\])])(?P<reason>\s+(?:{_REASON})\s+)|"
    rf"(?<=[\d\])])(?P<tells>\s+)(?=(?:(?:{_WHICH})\s+)?(?:{TELLS})\s+(?!(?:{_IT})\b))|"
    r"(?<=[\d\])])\s+\(?(?:[a-h]|[ivx]{1,4})\)\s*|"
    r"(?<=[\d\])$])(?P<space>\s+)(?=[^\s(]\S{0,29}\s?[=:≈]))"
    r"(?=(?:[^\W\d]|[∂∇\\$(√])(?:[^=:≈,;]|(?<=\d),(?=\s?\d{1,2}\s?[\]})])){0,60}"
    rf"(?:[=≈:]|\\approx|\b(?:{_IS})\b))",
    re.IGNORECASE,
)
"""What parts two statements: a comma, a word or the end of a value, and after it a name and a sign.

Or words by which another thing is told, `s1 = 1.31 which gives h1 = 0.79`, or the letter of the next part, `(b)`.
"""
_IS_NUMBER = re.compile(rf"(?:.*[=:≈]|.*\b(?:{_IS}))\s*[-+−]?\d*[.,]\d+", re.DOTALL)
"""`s1 = 1.31`, behind which ` / h1 = 0.79` is another statement; behind `E = 1` it may be a divisor."""
_REMARKED = re.compile(r"\s*[(\[][^\W\d_]{3,}[^()\[\]=*/+]*[)\]]$")
_CALLS = re.compile(r"[^\W\d]\w*\s*(?=\()|(?<=\d)[eE](?=[-+−]?\d)")
_COEFFICIENT = re.compile(r"^\D?\d\s*/\s*\d$|[\d)]\s*[-+−]\s*[\d.,]+$")
"""What is more often a part of a product with the name after it than a value: `½(…)` as 1/2, the end of a sum."""
_BULLET = re.compile(
    rf"(?:\s+|(?:\*(?!\*)|[-–—+•·‣▪◦>#⇒→∴{PICTOGRAPHS}]|\d\ufe0f?\u20e3|=>)+|"
    r"\\item(?![a-z])|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)](?:\s+|(?=\\))|\$+|\\[\[(])+"
)
"""What stands in front of a statement: a mark or a number of a list, the beginning of a formula in LaTeX."""
_BOXED = re.compile(
    r"\\(?:boxed|fbox|underline|(?:colou?rbox|textcolou?r|colou?r)\{[^{}]*\})\s*"
    r"\{((?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)\}"
)
"""What is only drawn in another way, and may have signs in it: `\\boxed{h = 0.5}`."""
_WRAPPED = re.compile(r"^(?:\*\*(.+)\*\*|__(.+)__|`(.+)`|\$(.+)\$|\"(.+)\")$", re.DOTALL)
_CLAUSE = re.compile(
    r"(?<=\d)(?:\s*#.*|(?:\s*[,;，]\s*|\s+(?=(?:and|which|so|because|since|und|weil|da|et|car|y|porque)\b))"
    r"[^\d=≈+*/^()\[\]{}]*)$",
    re.IGNORECASE | re.DOTALL,
)
"""What a sentence, or a program, goes on with behind a number: `0.79, which is right`, `0.79  # rounded`."""
_REPEATS = re.compile(
    r"\W{0,3}(?:epoch|iter\w{0,6}|batch|run|trial|epoche|durchlauf|época|époque)\b[^=:]{0,20}\d[^=:]{0,12}(?::|,|-|\||\s\s)",
    re.IGNORECASE,
)
"""The beginning of a line by which a program says the same again and again while it learns: `Epoch 3/10: loss = …`."""
_GAP = re.compile(r"\s{3,}")


_TURNED = 5
"""Characters behind a list that may say that it is turned: `ᵀ`, `^{T}`."""


class Statement(NamedTuple):
    """A name and what is said of it: the sides of its signs in order, of which the first is the name."""

    sides: tuple[str, ...]
    equated: bool = True
    """Whether an equals sign is among the signs, and not only a colon or a word."""
    assigned: bool = False
    """Whether the first sign gives the name a new value: `w := w - eta*g`."""
    introduced: bool = False
    """Whether the first side only says what the others are about: `h1: activation = 0.79`."""

    @property
    def name(self) -> str:
        """The name as written."""
        return self.sides[0]

    @property
    def value(self) -> str:
        """The last side."""
        return self.sides[-1]

    @property
    def changes_itself(self) -> bool:
        """Whether the name is given a value worked out from its old one."""
        name, value = (side.replace(" ", "") for side in self.sides[:2])
        return value.startswith(tuple(name + sign for sign in "-−–+"))


class Listed(NamedTuple):
    """A name, and the numbers of an array that are said of it."""

    name: str
    text: str
    """The numbers as written."""
    numbers: list[Nested] | None
    """None where brackets hold no numbers that could be read."""
    assigned: bool = False
    """As of a statement."""


def states(text: str) -> bool:
    """Whether a text may hold a statement."""
    return len(text) <= LONGEST and (_SIGN.search(text) is not None or parallel(text) is not None)


def statements(text: str) -> list[Statement]:
    r"""The statements of a line, in order; none where it has none.

    >>> [s.sides for s in statements("out_o1 = 0.75, out_o2 = 0.77 and E = 0.5·0.6 = 0.3")]
    [('out_o1', '0.75'), ('out_o2', '0.77'), ('E', '0.5·0.6', '0.3')]
    >>> [s.sides for line in ("2) ∂E/∂w6 ≈ 0,083", r"$\hat y_1 = 1$") for s in statements(line)]
    [('∂E/∂w6', '0,083'), ('\\hat y_1', '1')]
    >>> statements(r"\item $h_1 = 0.79$")[0].sides
    ('h_1', '0.79')
    """
    if not states(text) or _REPEATS.match(text):
        return []
    return list(_statements(_GAP.sub("   ", _BOXED.sub(r"\1", text) if "\\" in text else text)))


@lru_cache(maxsize=10_000)
def _statements(text: str) -> tuple[Statement, ...]:
    """The same, of a text in which there may be some; one text is asked by many layouts."""
    found = (_statement(piece) for piece in _pieces(text)[:MOST])
    return tuple(statement for statement in found if statement is not None)


def listed(text: str) -> list[Listed]:
    """Each array in a text, and what its name is.

    >>> [(each.name, each.text) for each in listed("b = [1, 2], W = X @ V = array([[1, 2]], dtype=int)")]
    [('b', '[1, 2]'), ('W', 'array([[1, 2]], dtype=int)')]
    """
    if len(text) > LONGEST_LIST or not _SIGN.search(text):
        return []
    found = (_listed(_unmarked(piece)) for piece in _pieces(text)[:MOST])
    return [each for each in found if each is not None]


def _listed(piece: str) -> Listed | None:
    signs = list(islice(_SIGN.finditer(piece), MOST_SIGNS))
    if not signs or not 0 < signs[0].start() <= LONGEST_NAME:
        return None
    name = _unwrapped(piece[: signs[0].start()])
    for sign in signs:
        numbers = read_numbers(piece[sign.end() :])
        if numbers is not None:
            return Listed(name, piece[sign.end() :], numbers, signs[0][0].strip() in _ASSIGNS)
    said = piece[signs[-1].end() :]
    return Listed(name, said, None) if _is_bracketed(said) else None


def _is_bracketed(text: str) -> bool:
    """Whether a text is meant as a list: all in brackets, and in parentheses with what parts its items.

    >>> [_is_bracketed(text) for text in ("[1 oo 2]", "(a, b)^T", "[1, 2", "(P - Y)/2", "(o - y)")]
    [True, True, True, False, False]
    """
    if not text.startswith("("):
        return text.startswith(("[", "{", "⟨"))
    inner, _, behind = text.rpartition(")")
    return re.search("[,;]", inner) is not None and min(_depths(text)[: len(inner)]) > 0 and len(behind) < _TURNED


def goes_on(value: str) -> bool:
    """Whether another statement follows in what should be one value: `0.75, out_o2 = 0.77`."""
    return any(not cut["space"] or _ends_in_value(f"={value[: cut.start()]}") for cut in _CUT.finditer(value))


def _pieces(text: str) -> list[str]:
    """A text cut between its statements; what is in brackets is left whole."""
    if parallel(text):
        return _parted(text)
    pieces, start, depths = [], 0, _depths(text)
    for cut in _CUT.finditer(text):
        said = text[start : cut.start()]
        if depths[cut.start()] == 0 and _says(said) and _parts(cut, said, text[cut.end() :]):
            pieces.append(said)
            start = cut.end()
    return [part for piece in (*pieces, text[start:]) for part in _parted(piece)]


def _parts(cut: re.Match[str], said: str, rest: str) -> bool:
    """Whether what may part two statements does, given what the first says."""
    if cut["space"]:
        return _ends_in_value(said)
    if cut["reason"] and len(_SIGN.findall(rest)) == 1:
        return True  # the value behind it is no other's
    if cut["slash"] or cut["reason"]:
        return _IS_NUMBER.fullmatch(said) is not None
    return not cut["tells"] or _IS_NUMBER.fullmatch(said) is not None or not _is_told_again(said, rest)


def _is_told_again(said: str, text: str) -> bool:
    """Whether what is told next is the same thing: `h1 = s(1.31) so h1 = 0.79`."""
    return told(_SIGN.split(said, maxsplit=1)[0]).strip() == told(_SIGN.split(text, maxsplit=1)[0]).strip()


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
    side = _REMARKED.sub("", text[[*_SIGN.finditer(text)][-1].end() :].strip())
    return re.search(r"[^\W\d_]|[∂∇]", _CALLS.sub("", side)) is None and not _COEFFICIENT.search(side)


def _says(text: str) -> bool:
    sign = _SIGN.search(text)
    return sign is not None and bool(text[: sign.start()].strip()) and bool(text[sign.end() :].strip())


def _depths(text: str) -> list[int]:
    """For each character, how many brackets are open there that are closed later on."""
    depths, opened = [0] * (len(text) + 1), []
    pairs = []
    for at, character in enumerate(text):
        if character in _OPEN:
            opened.append(at)
        elif character in _CLOSE and opened:
            pairs.append((opened.pop(), at))
    for first, last in pairs:
        depths[first] += 1
        depths[last + 1] -= 1
    depth = 0
    for at, change in enumerate(depths):
        depth += change
        depths[at] = depth
    return depths


def _statement(piece: str) -> Statement | None:
    body = _unmarked(piece)
    depths, sides, signs, start = _depths(body), [], [], 0
    for sign in _SIGN.finditer(body):
        if depths[sign.start()] == 0 and sign.start() >= start:
            sides.append(body[start : sign.start()])
            signs.append(sign[0].strip())
            start = sign.end()
    sides = [_unwrapped(side) for side in [*sides, body[start:]]]
    if len(sides) < 2 or not sides[0] or len(sides[0]) > LONGEST_NAME or not sides[-1]:
        return None
    sides[-1] = _CLAUSE.sub("", sides[-1])
    introduced = len(sides) > 2 and signs[0] == ":" and signs[1] != ":"
    return Statement(
        tuple(sides), any(sign != ":" and not sign[0].isalpha() for sign in signs), signs[0] in _ASSIGNS, introduced
    )


def _unmarked(piece: str) -> str:
    """A piece of text without what stands before and after it: bullets, a full stop, the marks of mathematics."""
    bullet = _BULLET.match(piece)
    body = (piece[bullet.end() :] if bullet else piece).strip().rstrip(".;,。；，、").removesuffix("\\\\").rstrip(" $")
    return body.removesuffix("\\]").removesuffix("\\)").rstrip()


def _unwrapped(text: str) -> str:
    text = text.strip().strip("&").strip()
    while found := _WRAPPED.fullmatch(text):
        text = next(inner for inner in found.groups() if inner is not None).strip()
    return text
