"""The characters of a number made plain: digits of every script, minus signs, raised digits, LaTeX, quotes."""

import re
import unicodedata

_MINUS = dict.fromkeys("−–—―‐‑‒﹣－⁻➖˗﹘", "-")
_SIGNS = str.maketrans(
    _MINUS
    | dict.fromkeys("＋﹢⁺➕", "+")
    | dict.fromkeys("⁄∕", "/")
    | dict.fromkeys("’‘ʼ´′", "'")
    | dict.fromkeys("“”„«»", '"')
    | {"٫": ".", "٬": ",", "٪": "%", "⟨": "[", "⟩": "]"}
)
PICTOGRAPHS = r"\u2600-\u2794\u2798-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u200d\ufe0f"
"""Ticks, stars and faces, with what joins them: a part of a set of characters in a pattern. ➕ and ➖ are signs."""
_AT_EDGES = re.compile(rf"^[{PICTOGRAPHS}\s]+|[{PICTOGRAPHS}\s]+$")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED_RUN = re.compile(r"\s*[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LOWERED = re.compile("[₀-₉]+")
_VULGAR = re.compile(r"(?<=\d)\s*(?=[¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
_LATEX = (
    (re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r" \1/\2 "),
    (
        re.compile(r"\\(?:num|mathbf|mathrm|boldsymbol|bm|textbf|textit|text|boxed|fbox|underline)\s*\{([^{}]*)\}"),
        r"\1",
    ),
    (re.compile(r"\\(?:SI|qty)\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r"\1 \2"),
    (re.compile(r"\\(?:left|right)(?![A-Za-z])|\\[()\[\]]"), ""),
    (re.compile(r"\\langle(?![A-Za-z])"), "["),
    (re.compile(r"\\rangle(?![A-Za-z])"), "]"),
    (re.compile(r"\\(?:approx|simeq)(?![A-Za-z])"), "≈"),
    (re.compile(r"\\(?:times|cdot)(?![A-Za-z])"), "×"),
    (re.compile(r"\\[,;:! ]|\\quad(?![A-Za-z])"), " "),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\%"), "%"),
)
_AROUND = re.compile(
    r"(\*\*|__|[*_\"'$`])(.+)\1|\(([^(),;]+|\(.+\))\)|\[([^\[\],;]+|\[.+\])\]|\{([^{},;]+)\}", re.DOTALL
)
"""A bracket around one thing only: (1,3) is a pair."""
_BOX = re.compile(
    r"(?:(?:np|numpy|torch|jnp|jax|tf)\.)?"
    r"(?:(?:Device)?array|matrix|tensor|asarray|mat|c|float\d*|bfloat16|double|longdouble|u?int\d*)"
    r"\s*\((?P<inner>.*?)(?:,\s*[a-z_]+\s*=(?:[^()\[\]]|\([^()]*\))*)?\)",
    re.DOTALL | re.IGNORECASE,
)
"""What numerical libraries print around numbers: `tensor(1.42, grad_fn=<…>)`, `np.float64(0.5)`, `array([…])`."""
_MATRIX = re.compile(r"\\begin\{([a-z]*matrix)\}(?P<inner>[^&\\]*)\\end\{\1\}")
"""A matrix of LaTeX's with one number in it."""
_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), 127])
_DEEPEST = 6


def clean(text: str) -> str:
    """A text in plain characters, as far as they are compatible; what carries meaning is kept: `5²` is `5^2`.

    >>> clean("−８.99×10⁻⁴"), clean("3½"), clean("٣٫٥ ٪"), clean("0.79 ✅")
    ('-8.99×10^-4', '3 1/2', '3.5 %', '0.79')
    """
    text = text.translate(_CONTROLS)
    if text.isascii():
        return _plain_latex(text)
    text = _AT_EDGES.sub("", text) or text
    text = _RAISED_RUN.sub(lambda run: "^" + run[0].strip().translate(_RAISED), text)
    text = _VULGAR.sub(" ", _LOWERED.sub("_", text))
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    return _plain_latex("".join(map(_plain_character, text)))


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "" if unicodedata.category(character) == "Cf" else character


def _plain_latex(text: str) -> str:
    if "\\" in text or "{,}" in text:
        for pattern, plain in _LATEX:
            text = pattern.sub(plain, text)
    return text


def unboxed(text: str) -> str:
    """A cleaned text without what a numerical library prints around its numbers.

    >>> unboxed("tensor([[1., 2.]], device='cuda:0', grad_fn=<AddBackward0>)"), unboxed("np.float64(0.5)")
    ('[[1., 2.]]', '0.5')
    """
    found = _BOX.fullmatch(text) if text.endswith(")") else _MATRIX.fullmatch(text) if text.endswith("}") else None
    return found["inner"].strip() if found else text


def bare(text: str) -> str:
    r"""A cleaned text without what merely stands around it: quotes, dollars, brackets, Markdown's stars.

    >>> bare(" **-0.5** "), bare("[[0.5]]"), bare("$(0.5)$"), bare("(1)/(3)")
    ('-0.5', '0.5', '0.5', '(1)/(3)')
    """
    text = text.strip()
    for _ in range(_DEEPEST):
        found = _AROUND.fullmatch(text)
        if not found:
            if not text.startswith("'"):  # a spreadsheet's mark of a text
                break
            text = text[1:].strip()
            continue
        text = next(inner for inner in found.groups()[1:] if inner is not None).strip()
    return text
