"""Characters as people type them, made plain: signs, Greek letters, accents, raised and lowered digits, LaTeX."""

import re
import unicodedata

LONGEST = 2_000
"""Of a longer text only the beginning counts: no name and no formula is as long."""

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_SIGNS = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "·": "*", "×": "*", "⋅": "*", "∙": "*", "∗": "*",
    "⊙": "*", "∘": "*", "⊘": "/",
    "÷": "/", "∕": "/", "⁄": "/", "′": "'", "’": "'", "‘": "'", "`": "'", "″": "''", "＋": "+",
    "≤": "<=", "⩽": "<=", "≦": "<=", "≥": ">=", "⩾": ">=", "≧": ">=", "‹": "<", "›": ">", "∧": "&&",
    "⟨": "<", "⟩": ">", "〈": "<", "〉": ">",
}  # fmt: skip
_TABLE = str.maketrans({**GREEK, **_SIGNS})
_PLAIN = {**_TABLE, **dict.fromkeys([*range(32), 127])}
"""Of what is in plain characters already only the apostrophes differ, and what cannot be seen."""
_ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u20d7": "", "\u0305": "bar"}
_SUPERSCRIPT = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", "0123456789+-()n", strict=True))
_SUBSCRIPT = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True))
_CYRILLIC = str.maketrans("аеорсухіѕјАВЕКМНОРСТУХІЅЈ", "aeopcyxisjABEKMHOPCTYXISJ")
"""Letters that look like Latin ones, and stand beside them on a keyboard that has both."""
_LETTERS = re.compile(r"[A-Za-z\u0400-\u04ff]+")
_RAISED = re.compile(f"[{re.escape(''.join(_SUPERSCRIPT))}]+")
_LOWERED = re.compile(f"[{''.join(_SUBSCRIPT)}](?:[{''.join(_SUBSCRIPT)}]|[,،](?=[{''.join(_SUBSCRIPT)}]))*")
_WRAPPERS = re.compile(
    r"\\(?:(?:sub){0,2}section|(?:sub)?paragraph|chapter|text|textbf|textit|textrm|mathrm|mathbf|mathbb|mathds|mathit|mathcal|boldsymbol|bm|operatorname|vec|overrightarrow|boxed|underline)\*?\s*"
    r"\{([^{}]*)\}"
)
_UNBRACED = re.compile(r"\\(?:math(?:rm|bf|it|cal)|boldsymbol|bm|vec)\s+([^\W\d_])(?![^\W_])")
_HATS = re.compile(
    r"\\(?:wide)?(?P<mark>hat|bar|tilde|overline)\s*"
    r"(?:\{\s*(?P<letter>\\?[^\W\d_]+)\s*(?P<rest>(?:[\d']|[_^](?:\w|\{[^{}]*\}))+)\s*\}|\{(?P<inner>[^{}]*)\}|(?P<bare>[^\W\d_]))"
)
"""A mark over a letter, or over one with its index, `\\hat{y_1}`, which is `\\hat{y}_1`."""
_BEFORE_HAT = re.compile(r"(\\[A-Za-z]+)(?=\\(?:wide)?(?:hat|bar|tilde|overline)(?![a-z]))")
"""A command that such a mark stands against: `\\partial\\hat y`."""
_BRACES = r"[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*"
_FRACTION = re.compile(rf"\\[dt]?frac\s*\{{({_BRACES})\}}\s*\{{({_BRACES})\}}")
_DERIVATIVE = re.compile(rf"\\(p?)(?:dv|deriv)\s*\{{({_BRACES})\}}\s*\{{({_BRACES})\}}")
"""`\\pdv{L}{w}` of the package physics."""
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_COMMANDS = {
    "partial": "∂", "nabla": "∇", "cdot": "*", "times": "*", "odot": "*", "ast": "*", "div": "/", "prime": "'",
    "left": "", "right": "", "quad": " ", "qquad": " ", "displaystyle": "", "approx": "≈", "ln": "log", "star": "*",
    **dict.fromkeys(("le", "leq", "leqslant", "leqq"), "<="), **dict.fromkeys(("ge", "geq", "geqslant", "geqq"), ">="),
    "lt": "<", "gt": ">", "land": "&&", "wedge": "&&",
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma",
    "langle": "<", "rangle": ">", "lvert": "|", "rvert": "|", "lbrack": "[", "rbrack": "]",
    **dict.fromkeys(("thinspace", "medspace", "thickspace", "enspace", "enskip", "negthinspace"), " "),
    **dict.fromkeys((size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")), ""),
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?")
_SHORT_FRACTION = re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)")
_FUNCTION = re.compile(r"(?<=\w)(?=\\(?:exp|ln|log|sin|cos|tan|tanh|sinh|cosh|sech|sqrt)(?![a-z]))")
_ONE_BELOW = re.compile(r"([_^][A-Za-z0-9])(?=\\[A-Za-z])")
_RAISED_PRIME = re.compile(r"\s?\^\s*(?:\{\s*('+)\s*\}|('+))")
_APART = re.compile(r"(?<=\w) +(?=[_^]\{)")
_BRACED = re.compile(r"(?<![\w^_}\\])\{\s*([^\W\d]\w*(?:_\{\d+\})?'*)\s*\}(?!\s*\{)")
"""A letter in braces of its own, `{\\hat{m}}^{\\prime}`."""
_SYMBOL = 2
"""Letters of a symbol; a word has more."""
_BAR = r"(?:\||[lr]?Vert(?![A-Za-z]))"
_NORM = re.compile(rf"\\(?:left\s*\\)?{_BAR}\s*([^\W\d]\w{{0,5}})\s*\\(?:right\s*\\)?{_BAR}")
"""The norm of a symbol, `\\|g\\|` or `\\lVert g \\rVert`; that of a formula is no name."""
_SPACING = re.compile(r"\\[,;:! ()\[\]]|\\[hm]space\*?\s*\{[^{}]*\}|[$~]")
"""Spaces, and what stands around mathematics."""


def ascii_of(text: str) -> str:
    r"""A text in plain characters: `ŷ` is `yhat`, `w₁` is `w_{1}`, `x²` is `x^{2}`, `η` is `eta`.

    >>> ascii_of("∂Div/∂w₁"), ascii_of("w¹₁,₂"), ascii_of("−η·x_1²"), ascii_of(r"w_{h1\_o}")
    ('∂Div/∂w_{1}', 'w^{1}_{1,2}', '-eta*x_1^{2}', 'w_{h1_o}')
    """
    text = _latex(text[:LONGEST]) if "\\" in text or "$" in text else text[:LONGEST]
    if text.isascii():
        return text.translate(_PLAIN)
    text = _RAISED.sub(lambda m: "^{" + "".join(_SUPERSCRIPT[c] for c in m[0]) + "}", text)
    text = _LOWERED.sub(lambda m: "_{" + "".join(_SUBSCRIPT.get(c, ",") for c in m[0]) + "}", text)
    text = unicodedata.normalize("NFKD", text)
    for accent, name in _ACCENTS.items():
        text = text.replace(accent, name)
    plain = "".join(c for c in text if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "Cc"))
    return _LETTERS.sub(_latin, "".join(_digit(c) for c in plain.translate(_TABLE)))


def _latin(letters: re.Match[str]) -> str:
    """Letters as they are meant: a symbol, or one with Latin letters in it, is Latin throughout if it looks so.

    >>> ascii_of("х1"), ascii_of("Еtotal"), ascii_of("сеть")
    ('x1', 'Etotal', 'сеть')
    """
    text = letters[0]
    plain = text.translate(_CYRILLIC)
    return plain if plain.isascii() and (len(text) <= _SYMBOL or re.search("[A-Za-z]", text)) else text


def _digit(character: str) -> str:
    return character if character.isascii() or not character.isdigit() else str(unicodedata.digit(character, character))


def _marked(found: re.Match[str]) -> str:
    mark = "bar" if found["mark"] == "overline" else found["mark"]
    return f"{found['letter'] or found['inner'] or found['bare'] or ''}{mark}{found['rest'] or ''}"


def _latex(text: str) -> str:
    if text.count("\\{") == text.count("\\}"):
        text = text.replace("\\{", "(").replace("\\}", ")")
    text = _BEFORE_HAT.sub(r"\1 ", _NORM.sub(r"||\1||", text.replace("\\_", "_")))
    text = _ONE_BELOW.sub(r"\1 ", _UNBRACED.sub(r"\1", text))
    text = _FUNCTION.sub(" ", _SHORT_FRACTION.sub(r"(\1/\2)", text))
    for _ in range(8):  # from the inside out; deeper nesting than this is nobody's homework
        before = text
        text = _WRAPPERS.sub(r"\1", text)
        text = _HATS.sub(_marked, text)
        text = _FRACTION.sub(r"((\1)/(\2))", text)
        text = _DERIVATIVE.sub(lambda m: "{1}{0[2]}/{1}{0[3]}".format(m, "∂" if m[1] else "d"), text)
        text = _ROOT.sub(r"sqrt(\1)", text)
        if text == before:
            break
    text = _SPACING.sub(" ", text)
    text = _COMMAND.sub(lambda m: _COMMANDS.get(m[1], m[1]) + (" " if m[0].endswith(" ") else ""), text)
    text = _RAISED_PRIME.sub(lambda m: m[1] or m[2], _APART.sub("", text))
    return _BRACED.sub(r"\1", text)
