"""What a line says: `E = ½(0.01 − 0.75)² = 0.2748, h1 = 0.79` is two statements, each with a name and a value."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from grader.answers.cases import condition, gathered
from grader.answers.displays import ROW_END
from grader.answers.layouts.text.cuts import nesting, pieces
from grader.answers.layouts.text.signs import ARROW, SIGN
from grader.answers.parallel import parallel
from grader.notation import remark_among
from grader.numbers import COMMENTED, PICTOGRAPHS, Nested, Number, read_number, read_numbers

LONGEST = 600
"""Characters of a text in which statements are sought."""
LONGEST_LIST = 8_000
LONGEST_NAME = 120
MOST_SIGNS = 8
MOST = 40
"""Statements of one line that are looked at."""
_CHANGES = re.compile(r"(?P<name>[^\W\d][\w.'\[\],]{0,30})\s*(?P<by>[-+−])=\s*(?=[^=\s])")
_ASSIGNS = frozenset((":=", "←", "<-", "\\leftarrow", "\\gets"))
_LEADS = frozenset((":", "is"))
"""Signs behind words that may lead to a name with a sign of its own: `The hidden state is h1 = [0.3, 0.2]`."""
_BACK = _ASSIGNS - {":="}
_WORKED = re.compile(r"[-+−*·×⊙()^]|(?<![^\W\d])(?<!\{)\d")
"""What no name has by itself: a number, or a sign of arithmetic but that of a derivative."""
_BULLET = re.compile(
    rf"(?:\s+|(?:\*(?!\*)|[-–—+•·‣▪◦>#⇒→∴{PICTOGRAPHS}]|\d\ufe0f?\u20e3|=>)+|"
    r"\\item(?![a-z])|\[[ xX]\](?=\s)|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)](?:\s+|(?=\\))|\$+|\\[\[(])+"
)
"""What stands in front of a statement: a mark or a number of a list, the beginning of a formula in LaTeX."""
_DRAWN = re.compile(
    r"\\(?:boxed|fbox|underline|(?P<bold>mathbf|boldsymbol|bm|textbf)|(?:colou?rbox|textcolou?r|colou?r)\{[^{}]*\})\s*"
    r"\{(?P<text>(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)\}"
)
"""What is only drawn in another way, and may have signs in it: `\\boxed{h = 0.5}`."""
_DISPLAYED = re.compile(r"\s*(?:\\\[((?:[^\\]|\\[^\[\]])*)\\\]|\\\(((?:[^\\]|\\[^()])*)\\\))[\s.,;]*")
_MARKED = re.compile(r"==(?=[^\s=])((?:[^=]|=(?!=))+)(?<=\S)==")
"""What Markdown marks as with a pen."""
_BLANK = re.compile(r"(?<!\\)\\ ")
"""A blank of LaTeX's, `\\ `, and no end of a row with a blank behind it."""
_TITLED = re.compile(r"^(?P<title>[^\w$=]*[^\W\d_][^$=:·•|\d]{0,40}?)\s*[·•|—–]\s*(?=\$)")
"""Words and a stroke or a point before mathematics, `**Forward** · $h = 0.5$`, which lead to it as before a colon."""
_GATE = r"\[[^\[\]=\d,]{1,9}\]"
_LINES = re.compile(
    rf"\s*(?:{_GATE}\s*)?[◄◀]?(?:[─━]{{2}}|[\u2502-\u257f])[\s\u2500-\u257f▶►>→]*"
    rf"(?:{_GATE}[\s→]*[\u2500-\u257f][\s\u2500-\u257f▶►>→]*)*"
)
"""Lines of a drawing between what they join, `q = 3 ──┐ ∂f/∂q = -4`, with the gates on them: `──→ [+] ──→`."""
_BARE = re.compile(r"[-+−]?\.?\d")
_ROW_ENDED = re.compile(rf"{ROW_END}$")
_WRAPPED = re.compile(
    r"^(?:\*\*(.+)\*\*|__(.+)__|`(.+)`|\$(.+)\$|\"(.+)\"|\\(?:text|textrm|mathrm|operatorname)\{([^{}\\]+)\})$",
    re.DOTALL,
)
_CITED = r"\$\s+(?:\[\d{1,2}(?:,\s*\d{1,2})*\]\s*)+"
"""Numbers of sources behind mathematics: `$\\mu = 3.5$ [3, 4]`."""
_CLAUSE = re.compile(
    rf"(?<=\d)(?:{_CITED}|\s*(?:#|//).*|\s+{COMMENTED}.*|"
    r"\s*,\s*(?:which|was|ce\s+qui|lo\s+que)\s+(?:gives?|yields?|makes?|ergibt|donne|da)\s.*|"
    r"(?:\s+--\s+|\s*[,;，]\s*|\s+(?=(?:and|which|so|because|since|und|weil|da|et|car|y|porque)\b))"
    r"[^\d=≈+*/^()\[\]{}⟨⟩]*)$",
    re.IGNORECASE | re.DOTALL,
)
"""What a sentence, or a program, goes on with behind a number: `0.79, which is right`, `0.79 # rounded`."""
_COMMENT = re.compile(r"(?P<worked>[^#/\"']*(?:/(?!/)[^#/\"']*)*\S)\s*(?:#|//)\s*(?P<comment>.*)", re.DOTALL)
_RESULT = re.compile(r"(?:[=≈]|->|=>|→)?\s*(?P<number>[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*[.;]?")
"""A comment that is nothing but what the program comes to there."""
_REPEATS = re.compile(
    r"\W{0,3}(?:epoch|iter\w{0,6}|batch|run|trial|epoche|durchlauf|época|époque)\b[^=:]{0,20}\d[^=:]{0,12}(?::|,|-|\||\s\s)",
    re.IGNORECASE,
)
"""The beginning of a line by which a program says the same again and again while it learns: `Epoch 3/10: loss = …`."""
_GIVES = re.compile(
    r"\W*(?:which|what|that)\s+(?:gives|makes|yields)|\W*was\s+ergibt|\W*ce\s+qui\s+donne|\W*lo\s+que\s+da"
)
"""What something else comes to, behind a value: `s3 = 0.317 which gives 0.579`; behind a working it is its value."""
_GAP = re.compile(r"\s{3,}")
_AT_A_TIME = re.compile(
    r"\b(?:at|for|in|bei|zu|à|en)\s+(?:the\s+)?(?:(?:time(?:\s*-?step)?|step|zeit(?:punkt|schritt)?)\s+)?[tk]\s*=\s*(\d{1,2}),?\s+"
    r"(?=[^=\d]*[^\W\d_][\^_{(\[]{0,3}\1[)\]}]{0,2}\s*=)",
    re.IGNORECASE,
)
"""A point of time in a sentence that the name before the next sign says, too: `at t=1` of `… at t=1 is h1 = 0.3`."""
_BEHIND_LIST = re.compile(
    rf"(?<=[\])}}]){_CITED}$|"
    r"(?<=[\])}])\s*(?:\((?:[^()=]*[^\W\d_]{2}[^()=]*|\s*\d+\s*[x×]\s*\d+\s*)\)|(?:#|//|%)[^=]*|(?:∈|\\in(?![a-z]))[^=]*|(?:<[-–—=]+|[←⇐])\s*[^\W\d][^=\d]*)$",
    re.DOTALL,
)
"""What is remarked behind a list: `(rounded)`, `(2x2)`, `% transposed`, `<- not sure`, `∈ ℝ²`."""
_SHAPE = re.compile(r"(?P<name>.*\S)\s*\((?P<shape>\s*\d{1,3}\s*(?:,\s*\d{1,3}\s*)*),?\s*\)")
_WORD = re.compile(r"\s*[^\W\d_]+\s*")
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
    arrows: int = 0
    """How many of the last sides stand behind an arrow: one of `L: 0.29 → 0.23`."""

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
        """Whether the name is given a value worked out from its old one: `w - eta*g`, `0.9v + g`.

        >>> Statement(("v", "0.9v + g")).changes_itself, Statement(("v", "0.9v_1 + v(2)")).changes_itself
        (True, False)
        """
        name, value = self.sides[:2]
        alone = rf"(?<![^\W\d])(?<![\\/]){re.escape(name)}(?![\w'′^({{/])"
        return name in value and re.search(alone, value) is not None


class Listed(NamedTuple):
    """A name, and the numbers of an array that are said of it."""

    name: str
    text: str
    """The numbers as written."""
    numbers: list[Nested] | None
    """None where brackets hold no numbers that could be read."""
    assigned: bool = False
    """As of a statement; or whether other numbers go over into these: `[0.5, 0.6] → [0.52, 0.62]`."""
    within: str = ""
    """The name behind words that lead to it: e of `Errors: e = [0.1, 0.2]`."""


@lru_cache(maxsize=32_768)
def states(text: str) -> bool:
    """Whether a text may hold a statement; one text is asked by many layouts."""
    return len(text) <= LONGEST and (SIGN.search(text) is not None or parallel(text) is not None)


def statements(text: str) -> list[Statement]:
    r"""The statements of a line, in order; none where it has none.

    >>> [s.sides for s in statements("out_o1 = 0.75, out_o2 = 0.77 and E = 0.5·0.6 = 0.3")]
    [('out_o1', '0.75'), ('out_o2', '0.77'), ('E', '0.5·0.6', '0.3')]
    >>> [s.sides for line in ("2) ∂E/∂w6 ≈ 0,083", r"$\hat y_1 = 1$") for s in statements(line)]
    [('∂E/∂w6', '0,083'), ('\\hat y_1', '1')]
    >>> statements(r"\item $h_1 = 0.79$")[0].sides
    ('h_1', '0.79')
    >>> [s.sides for s in statements(r"**Update** · $w_1 \to 0.42,\ w_2 \to 0.72$")]
    [('Update', '$w_1', '0.42'), ('w_2', '0.72')]
    """
    if not states(text) or _REPEATS.match(text):
        return []
    text = _MARKED.sub(r"\1", _undrawn(_undisplayed(_BLANK.sub(" ", text))) if "\\" in text else text)
    text = _TITLED.sub(r"\g<title>: ", text) if "$" in text else text
    text = text if text.isascii() else _LINES.sub(_parting, text)
    return list(_statements(_GAP.sub("   ", gathered(_timeless(text)))))


def _parting(lines: re.Match[str]) -> str:
    """A gap for lines of a drawing; an arrow before a bare number leads to that, however long it is."""
    leads = lines[0].rstrip().endswith(("→", "▶", "►", ">")) and _BARE.match(lines.string, lines.end())
    return lines[0] if leads else "   "


def _timeless(text: str) -> str:
    """A text without the points of time that its names say themselves."""
    return _AT_A_TIME.sub("", text) if "=" in text and len(text) <= LONGEST else text


@lru_cache(maxsize=10_000)
def _statements(text: str) -> tuple[Statement, ...]:
    """The same, of a text in which there may be some; one text is asked by many layouts."""
    found = (_statement(piece) for piece in pieces(text)[:MOST])
    return tuple(statement for statement in found if statement is not None)


def listed(text: str) -> list[Listed]:
    """Each array in a text, and what its name is.

    >>> [(each.name, each.text) for each in listed("b = [1, 2], W = X @ V = array([[1, 2]], dtype=int)")]
    [('b', '[1, 2]'), ('W', 'array([[1, 2]], dtype=int)')]
    >>> [(each.name, each.within) for each in listed("Hidden: $z = [1, 2]$, h = [0.7, 0.9]")]
    [('Hidden', 'z'), ('h', '')]
    >>> [(each.name, each.within) for each in listed("The state at t=1 is h1 = (0.7, 0.9)")]
    [('The state', 'h1')]
    """
    if len(text) > LONGEST_LIST or not SIGN.search(text):
        return []
    found = (_listed(_unmarked(piece)) for piece in pieces(_undrawn(_undisplayed(_timeless(text))))[:MOST])
    return [each for each in found if each is not None]


def _undisplayed(text: str) -> str:
    r"""A text without the marks of LaTeX's around all of it, whose brackets hold no list: `\[h = 1, g = 2\]`."""
    found = _DISPLAYED.fullmatch(text) if "\\[" in text or "\\(" in text else None
    return next(filter(None, found.groups()), text) if found else text


def _undrawn(text: str) -> str:
    r"""A text without frames and colours of LaTeX's, and without bold type of all of a statement.

    >>> _undrawn(r"\boxed{h = 0.5}"), _undrawn(r"\mathbf{h = 0.5}"), _undrawn(r"\mathbf{h} = \mathbf{0.5}")
    ('h = 0.5', 'h = 0.5', '\\mathbf{h} = \\mathbf{0.5}')
    """
    return _DRAWN.sub(
        lambda drawn: drawn[0] if drawn["bold"] and not SIGN.search(drawn["text"]) else drawn["text"], text
    )


def _listed(piece: str) -> Listed | None:
    depths = nesting(piece[: LONGEST_NAME + 1])
    found = (sign for sign in SIGN.finditer(piece) if sign.start() > LONGEST_NAME or not depths[sign.start()])
    signs = list(islice(found, MOST_SIGNS))
    if not signs or not 0 < signs[0].start() <= LONGEST_NAME:
        return None
    name = _unwrapped(piece[: signs[0].start()])
    for before, sign in zip([None, *signs], signs, strict=False):
        text = _unwrapped(_BEHIND_LIST.sub("", piece[sign.end() :]))
        numbers = read_numbers(text)
        if numbers is not None and not _is_worked_out(text):
            goes_over = before and ARROW.fullmatch(sign[0]) and read_numbers(piece[before.end() : sign.start()])
            assigned = bool(goes_over) or signs[0][0].strip() in _ASSIGNS
            between = piece[signs[0].end() : signs[1].start()] if before and signs[0][0].strip() in _LEADS else ""
            remark = f" {remark_among(between)}".rstrip() if _WORD.fullmatch(between) else ""
            led = "" if remark else _unwrapped(_unmarked(between))
            return Listed(_without_shape(name, numbers) + remark, text, numbers, assigned, led)
    said = piece[signs[-1].end() :]
    return Listed(name, said, None) if _is_bracketed(said) else None


def _is_worked_out(text: str) -> bool:
    """Whether a list is followed by a sign and the list that it comes to: `(0.5*(1-0.9), 0.1) = (0.05, 0.1)`."""
    depths = nesting(text)
    return any(
        "=" in sign[0] and not depths[sign.start()] and read_numbers(text[sign.end() :]) for sign in SIGN.finditer(text)
    )


def _without_shape(name: str, numbers: list[Nested]) -> str:
    """A name without the shape of the numbers said of it, `W1_new (2, 2)`, which may look like an element's index."""
    found = _SHAPE.fullmatch(name)
    shape = [int(n) for n in re.findall(r"\d+", found["shape"])] if found else []
    return found["name"] if found and shape == _shape(numbers) else name


def _shape(numbers: Nested) -> list[int]:
    return [len(numbers), *_shape(numbers[0])] if isinstance(numbers, list) and numbers else []


def _is_bracketed(text: str) -> bool:
    """Whether a text is meant as a list: all in brackets, and in parentheses with what parts its items.

    >>> [_is_bracketed(text) for text in ("[1 oo 2]", "(a, b)^T", "[1, 2", "(P - Y)/2", "(o - y)")]
    [True, True, True, False, False]
    """
    if not text.startswith("("):
        return text.startswith(("[", "{", "⟨"))
    inner, _, behind = text.rpartition(")")
    return re.search("[,;]", inner) is not None and min(nesting(text)[: len(inner)]) > 0 and len(behind) < _TURNED


def _statement(piece: str) -> Statement | None:
    body = _in_full(_unmarked(piece))
    depths, sides, signs, start, end = nesting(body), list[str](), list[str](), 0, len(body)
    for sign in SIGN.finditer(body):
        if signs and _GIVES.match(sign[0]) and isinstance(read_number(body[start : sign.start()]), Number):
            body, end = body[: sign.start()], min(end, sign.start())
            break
        if depths[sign.start()] == 0 and start <= sign.start() < end and (end == len(body) or "=" in sign[0]):
            end = end if signs else condition(body, sign.end())
            sides.append(body[start : sign.start()])
            signs.append(sign[0].strip())
            start = sign.end()
    sides = [_unwrapped(side) for side in [*sides, body[start:]]]
    if len(sides) < 2 or not sides[0] or len(sides[0]) > LONGEST_NAME or not sides[-1] or _flows(sides, signs):
        return None
    sides[-1] = _without_clause(sides[-1]) if end == len(body) else sides[-1]
    introduced = len(sides) > 2 and signs[0] == ":" and signs[1] != ":"
    equated = any(sign != ":" and not sign[0].isalpha() for sign in signs)
    arrows = len(list(takewhile(ARROW.fullmatch, reversed(signs))))
    return Statement(tuple(sides), equated, signs[0] in _ASSIGNS, introduced, arrows)


def _flows(sides: Sequence[str], signs: Sequence[str]) -> bool:
    """Whether names stand between arrows, to say what goes where: `x → h → L`, `Backward: dW1 ← δ1 ← δ2`."""
    led = signs[0] == ":"
    arrows, names = signs[led:], sides[led:]
    turns = all(sign in _BACK for sign in arrows) or all(ARROW.fullmatch(sign) for sign in arrows)
    return len(arrows) > 1 and turns and not any(_WORKED.search(name) for name in names)


def _without_clause(side: str) -> str:
    """A value without what the line goes on with; or, behind a working, the number that a program's comment says it is.

    >>> [_without_clause(t) for t in ("0.79  # rounded", "x1*w1 + x2*w2  # 1.31", "0.79 # 0.7875")]
    ['0.79', '1.31', '0.79']
    """
    worked, comment = _COMMENT.match(side), None
    if worked and not isinstance(read_number(worked["worked"]), Number):
        comment = _RESULT.fullmatch(worked["comment"])
    return comment["number"] if comment else _CLAUSE.sub("", side)


def _in_full(text: str) -> str:
    """A text with what an assignment of programs' is short for: `w -= a + b` gives w another value, `w - (a + b)`.

    >>> _in_full("w -= eta*g"), _in_full("h = 1")
    ('w := w - (eta*g)', 'h = 1')
    """
    found = _CHANGES.match(text)
    return f"{found['name']} := {found['name']} {found['by']} ({text[found.end() :]})" if found else text


def _unmarked(piece: str) -> str:
    """A piece of text without what stands before and after it: bullets, a full stop, the marks of mathematics."""
    bullet = _BULLET.match(piece)
    body = (piece[bullet.end() :] if bullet else piece).strip().rstrip(".;,。；，、")
    body = _ROW_ENDED.sub("", body).rstrip(" $")
    body = body.removesuffix("\\]").removesuffix("\\)").rstrip()
    return f"{body}." if body.endswith("\\right") else body


def _unwrapped(text: str) -> str:
    text = text.strip().strip("&").strip()
    while found := _WRAPPED.fullmatch(text):
        text = next(inner for inner in found.groups() if inner is not None).strip()
    return text
