"""Dictionaries as programs print them: `{'h1': np.float64(0.79), 'W1': array([[0.1, 0.2]])}`."""

import re

DICTIONARY = re.compile(r"\s*\[?\s*\{\s*(?:['\"]|$)")
KEY = re.compile(r"\"([^\"\n]{1,80})\"\s*:\s*|'([^'\n]{1,80})'\s*:\s*")


def without_braces(lines: list[str]) -> list[str]:
    """The lines of a dictionary, printed or as JSON, as `name = value`; others as they are.

    >>> without_braces(["{'h1': np.float64(0.79), 'h2': 0.95}"]), without_braces(["{", '  "h1": 0.79,', "}"])
    (['h1 = np.float64(0.79), h2 = 0.95'], ['', 'h1 = 0.79', ''])
    """
    if not any(DICTIONARY.match(line) for line in lines[:2]) or not KEY.search("".join(lines[:3])):
        return lines
    return [_unbraced(line) for line in lines]


def _unbraced(line: str) -> str:
    named = KEY.sub(lambda found: f"{found[1] or found[2]} = ", line).strip()
    if named.endswith("= {"):
        return f"({named[:-3].strip()})"  # the problem that the names within are of
    named = re.sub(r"^\[?\{\s*|\s*\}\]?,?$", "", named)
    return named.removesuffix(",") if "=" in named else named
