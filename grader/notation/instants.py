"""Points of time, units and layers, which number what stands below their headings: `t = 2`, `Hidden unit 1`, `Layer 1`.

Names say the number by a letter there, `h_t` and `h^{<t>}`, or leave it out.
"""

import re
from typing import NamedTuple

from grader.notation.characters import ascii_of

_TIME = (
    r"(?:time|zeit|temps|tiempo|tempo|czas|zaman|время)[\s_-]*(?:steps?|points?|schritt|punkt)?|timestamp|instant[eo]?|"
    r"(?:pas|paso|passo|instante?)\s+(?:de\s+|di\s+)?(?:temps|tiempo|tempo)|"
    + ascii_of("時刻|时刻|時間ステップ|タイムステップ|时间步|時間步|시점|시각|시간 단계")
)
_PASS = (
    r"(?:forward|backward|fwd|bwd|(?:vor|ruck|voor|achter)wa[ae]?rts\w*|avant|arriere|adelante|atras|"
    r"avanti|indietro|direta|propag\w*|retropropag\w*|backprop\w*|pass(?:age|agem|aggio|e)?|durchlauf|phase|computation|"
    r"calculation|hacia|en|vers|in|all|para|frente|tras|lstm|gru|rnn|cell|"
    + ascii_of("前向传播|反向传播|正向传播|前向|反向|順伝播|逆伝播|순전파|역전파")
    + ")"
)
"""Words for a pass through the net, one of which or several stand before a point of time: `Forward pass, t = 1`."""
_STEP = r"steps?|schritt|pas|paso|passo|etape|stap|krok|adim|шаг"
"""What may be a step of working something out, as well."""
_UNIT = (
    r"(?:(?:hidden|output|verdeckte[sr]?|versteckte[sr]?|ausgabe)[\s-]*)?"
    r"(?:neurons?|units?|nodes?|perceptron|knoten|einheit|neurona|neurone|unidade?|unite|unita|noeud|neuronio|noron|нейрон|神经元|神経|ニューロン|뉴런)"
)
_LAYER = r"(?:layer|schicht|couche|capa|camada|strato|laag|warstwa|katman|слой|层|層)"
_HEADING = re.compile(
    rf"(?:(?:at|for)\s+|(?:{_PASS}\b[\s,:;(–-]*){{1,4}}(?=[^\W\d_]))?(?:(?P<sure>(?:{_TIME})[\s#:.]*(?:\(?t\s*=?)?|(?:(?:{_STEP})\s+)?(?P<letter>t)\s*=)|(?P<step>(?:{_STEP})[\s#]+)|"
    rf"(?P<unit>{_UNIT})[\s#]*|(?P<layer>{_LAYER})[\s#]*)"
    r"\s*(?P<number>\d{1,2})(?![\d.]*\d)\)?\s*"
    r"(?:\(t\s*=\s*\d{1,2}\)\s*)?(?:$|[\W_]+$|(?P<sign>[:;,|–—-])\s*(?P<rest>.+)|(?<=\s)(?P<next>[^\W\d].*=.*))",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"[^\W\d].{0,40}?\d", re.DOTALL)
_COLUMN = re.compile(rf"\W*(?:(?P<letter>[tkni])|(?:{_TIME}|{_STEP})(?:\s*\(?(?P<by>[tkni])\)?)?)\W*", re.IGNORECASE)
_MARKS = re.compile(r"[\W_]*(?:(?:\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}[.)])\s+(?=[^\W\d_]))?")
"""What is drawn before a heading, and the number of its section: `3.2 Step t = 1`."""
_LONGEST = 600
_LONGEST_HEAD = 20


class InstantHeading(NamedTuple):
    """A heading that says which instant is spoken of."""

    instant: int
    sure: bool
    """Whether it speaks of time, or of a unit or a layer, where a step may be one of working something out."""
    lettered: bool
    """Whether it says so by a letter alone, `t = 2`."""
    rest: str
    """What the line says behind it."""
    of: str = "time"
    """What it speaks of: `time`, a `unit` or a `layer`."""


def instant_heading(text: str) -> InstantHeading | None:
    """The instant that a line heads; None where it heads none.

    >>> [instant_heading(text)[:2] for text in ("t = 2:", "--- Time step 1 ---", "Step 3", "Zeitschritt 1")]
    [(2, True), (1, True), (3, False), (1, True)]
    >>> [instant_heading(text)[:2] for text in ("Forward, t = 1", "Backward pass (t=2)", "時刻 1", "3.2 Step $t=1$")]
    [(1, True), (2, True), (1, True), (1, True)]
    >>> [instant_heading(text).of for text in ("t = 2", "Hidden unit 1:", "Neuron #2", "Layer 1")]
    ['time', 'unit', 'unit', 'layer']
    >>> [instant_heading(text).rest for text in ("t=1: f = 0.62, i = 0.65", "t=1  f=0.62 i=0.65")]
    ['f = 0.62, i = 0.65', 'f=0.62 i=0.65']
    >>> [instant_heading(text) for text in ("t = 0.5", "t1 = 1", "Step 1 of 3", "time: 12:30", "step 1: 0.5")]
    [None, None, None, None, None]
    """
    if len(text) > _LONGEST or not _NUMBERED.search(text):
        return None
    plain = ascii_of(text)
    marks = _MARKS.match(plain)
    found = _HEADING.match(plain, marks.end() if marks else 0)
    if not found:
        return None
    rest = found["rest"] or found["next"] or ""
    rest = (text.partition(found["sign"])[2] or rest).strip() if found["sign"] else rest.strip()
    if rest and not re.match(r"[^\W\d]|[∂∇\\$]", rest):
        return None  # `step 1: 0.5`, one of a list of numbers
    of = "unit" if found["unit"] else "layer" if found["layer"] else "time"
    return InstantHeading(int(found["number"]), not found["step"], bool(found["letter"]), rest, of)


def heads_instants(text: str) -> str:
    """The letters that may stand for the instant in names beside a column or a row that this heads; empty: it does not.

    >>> [heads_instants(text) for text in ("t", "time step (k)", "Zeitschritt", "sample")]
    ['t', 'k', 'tkni', '']
    """
    found = _COLUMN.fullmatch(ascii_of(text)) if len(text) <= _LONGEST_HEAD else None
    return (found["letter"] or found["by"] or "tkni").casefold() if found else ""


def at_instant(name: str, instant: int, letters: str = "t") -> str:
    """A name with a number put in for the letter of the instant; the name itself where it has none.

    >>> [at_instant(name, 2) for name in ("h_t", "dE/dh[t-1]", "hₜ", "h^{<t>}", "h_{t+1}", "w_out")]
    ['h_2', 'dE/dh[1]', 'h2', 'h^{<2>}', 'h_{3}', 'w_out']
    """
    index = re.compile(
        rf"(?<=[_\[({{^<])[{letters}](?:\s*(?P<sign>[-−–+])\s*1(?!\d))?(?![^\W_])|(?<=\w)ₜ", re.IGNORECASE
    )
    shifts = {None: 0, "+": 1}
    return index.sub(lambda found: str(instant + shifts.get(found["sign"], -1)), name)
