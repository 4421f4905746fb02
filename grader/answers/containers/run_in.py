"""Titles in bold that begin a paragraph, `**Forward pass** $s_1 = 1.31$`: they lead to it as before a colon."""

import re

from grader.notation import described, heads_another

_RUN_IN = re.compile(
    r"(?P<before>\s*(?:[-*+]\s+)?)"
    r"(?:(?P<mark>\*\*|__|\*)(?P<bold>[^*_\s$=][^*_$=]{1,40})(?P=mark)|"
    r"\\(?:textbf|textit|emph|underline|paragraph|subparagraph)\*?\s*\{(?P<latex>[^{}$=\\]{2,40})\})"
    r"\s+(?P<rest>\$+\s*(?!\\(?:approx|simeq|sim|to|leftarrow)\b)[\w\\∂∇][^=≈]*[=≈].*|[^\W\d][^\s=:]{0,30}\s*[=≈].*)",
    re.DOTALL,
)
_WORDS = re.compile(r"[^\W\d_]{2,}(?:[\s-]+(?:[^\W\d_]+|\d{1,2}))*\s*\.?")
_LEADS_ON = re.compile(
    r"\b(?:of|for|in|at|by|to|with|from|and|is|are|von|f[uü]r|in|bei|nach|mit|und|ist|de|du|des|del|en|por|para|par|pour|et|y|"
    r"change|difference|rate|factor|änderung|cambio|variation)\b",
    re.IGNORECASE,
)
"""Words of a phrase that goes on behind them, or that make another number of it."""
_BACK = re.compile(r"\bback|\brückw|\br[eé]trop|\batr[aá]s", re.IGNORECASE)
_DERIVATIVE = re.compile(
    r"\$?\s*(?:\\[dt]?frac\s*\{\s*(?:\\partial|d\b)|\\partial|\\nabla|\\delta|[∂∇δ]|d[^\W\d]\w*\s*/\s*d)"
)


def led(line: str) -> str:
    r"""A line with a colon behind the title that it begins with.

    Words by which the name behind them would be another's, `**Gradient** $w_1 = 0.3$`, are no title, nor are those of
    the way back where what is said is no derivative.

    >>> led("**Forward pass** $s_1 = 1.31$"), led(r"\paragraph{Back.} $\delta_1 = 0.2$"), led("**Change of** $w_1 = 1$")
    ('Forward pass: $s_1 = 1.31$', 'Back: $\\delta_1 = 0.2$', '**Change of** $w_1 = 1$')
    """
    found = _RUN_IN.fullmatch(line) if "*" in line or "_" in line or "\\" in line else None
    title = ((found["bold"] or found["latex"]).rstrip(" .") if found else "").strip()
    if not found or not _WORDS.fullmatch(title) or _LEADS_ON.search(title):
        return line
    another = any(map(heads_another, (title, *title.split()))) or any("(" in name for name in described(f"{title} x_1"))
    if another or (_BACK.search(title) and not _DERIVATIVE.match(found["rest"])):
        return line
    return f"{found['before']}{title}: {found['rest']}"
