"""Headings that count steps of training: `Iteration 2`, `Epoch 2/3:`, `Second step`, `After the first update`."""

import re
from functools import lru_cache
from typing import NamedTuple

from grader.notation.characters import ascii_of

_ROUND = (
    r"(?:epochs?|epoche|epocas?|epoques?|epoka|iterations?|iter\.?|iteracion|iteracao|iterazione|iteratie|iteracja|updates?|"
    r"rounds?|durchlauf|durchgang|iteracia|итерация|эпоха|" + ascii_of("迭代|反復|反复|エポック|에포크|반복") + ")"
)
"""What speaks of nothing but rounds of training."""
_STEP = r"(?:steps?|pass|schritt|paso|passo|passe|pas|etape|stap|krok|adim|шаг)"
"""What may be a step of working it out, as well."""
_ORDINALS = (
    r"first|1st|1\.|erste[rsnm]?|primer[ao]?|premiere?|prim[ao]|eerste",
    r"second|2nd|2\.|zweite[rsnm]?|segund[ao]|deuxieme|second[ao]|tweede",
    r"third|3rd|3\.|dritte[rsnm]?|tercer[ao]?|troisieme|terz[ao]|derde",
    r"fourth|4th|4\.|vierte[rsnm]?|cuart[ao]|quatrieme|quart[ao]|vierde",
    r"fifth|5th|5\.|funfte[rsnm]?|quint[ao]|cinquieme|vijfde",
)
_NTH = "|".join(
    [
        *(f"(?P<nth{n}>{words})" for n, words in enumerate(_ORDINALS, 1)),
        r"(?P<ordinal>\d{1,2})(?:th|[.°aoe]|eme|er|ra|re|da|ma)",
    ]
)
"""A number in words, or in digits: `6th`, `6.`, `6ª`, `6e`."""
_WORDS = r"(?:[^\W\d_]{2,}[\s:,(–-]+){0,3}"
"""`Forward pass, iteration 2`, `Values after the first update`."""
_HEADING = re.compile(
    rf"(?P<before>{_WORDS})(?:(?:(?P<round>{_ROUND})|{_STEP})[\s#:._-]*(?:n[or]\.?\s*)?(?P<number>\d{{1,2}})"
    rf"(?:\s*(?:/|of|von|de|sur)\s*\d{{1,5}})?|(?:{_NTH})[\s-]+(?:[^\W\d_]{{2,}}\s+){{0,2}}?(?:(?P<round2>{_ROUND})|{_STEP})|"
    r"第\s*(?P<cjk>\d)\s*(?:次|轮|步)(?:迭代|更新)?)"
    r"(?P<behind>\s*[\])]?\s*(?:$|[\W_]+$|(?P<sign>[:.,|(–—-])\s*(?P<rest>.*)))",
    re.IGNORECASE | re.DOTALL,
)
_COLUMN = re.compile(
    rf"\W*(?:(?:training|gd|sgd)\W*)?(?:{_ROUND}|{_STEP}|[tkn])\W*(?:\(?[tkn]\)?|n[or]\.?|#)?\W*", re.IGNORECASE
)
_AFTER = re.compile(r"\b(?:after|nach|apres|despues|depois|apos|dopo|na|po|sonra|после)\b", re.IGNORECASE)
_LONGEST = 600
_LONGEST_HEADING = 80


class StepHeading(NamedTuple):
    """A heading that counts a step."""

    step: int
    """As it counts them: from 1, or from 0."""
    after: bool
    """Whether what follows is after that step."""
    sure: bool
    """Whether it speaks of a round of training, where a step may be one of working something out."""
    rest: str
    """What the line says behind it."""


@lru_cache(maxsize=10_000)
def step_heading(text: str) -> StepHeading | None:
    """The step that a line heads; None where it heads none.

    >>> [step_heading(text)[:3] for text in ("--- Epoch 2/3 ---", "Second step", "After the first update:")]
    [(2, False, True), (2, False, False), (1, True, True)]
    >>> [step_heading(text).step for text in ("12th iteration: use p4", "2ª iteración", "迭代2：", "6. Schritt")]
    [12, 2, 2, 6]
    >>> step_heading("Iteration 1: L = 0.5").rest, step_heading("Forward pass (iteration 2)").step
    ('L = 0.5', 2)
    >>> step_heading("Step size 2"), step_heading("w1 = 0.5"), step_heading("Update w1"), step_heading("step 1 = 0.5")
    (None, None, None, None)
    """
    if len(text) > _LONGEST:
        return None
    plain = ascii_of(text)
    marks = re.match(r"[\W_]*", plain)
    found = _HEADING.match(plain, marks.end() if marks else 0)
    if not found or found.start("behind") > _LONGEST_HEADING:
        return None
    sign, rest = found["sign"], ""
    if sign and found["rest"]:
        rest = text.partition(sign)[2].strip() if sign == ":" else found["rest"].strip()
        if rest[:1].isdigit() or (sign == "." and re.match(r"\d", found["rest"])):
            return None  # `Step 1.2`, and `Step 1: 0.5`, one of a list of numbers
    nth = next((n for n in range(1, len(_ORDINALS) + 1) if found[f"nth{n}"]), 0)
    number = int(found["number"] or found["cjk"] or found["ordinal"] or nth)
    sure = bool(found["round"] or found["round2"] or found["cjk"])
    return StepHeading(number, bool(_AFTER.search(found["before"])), sure, rest)


def heads_rounds(text: str) -> bool:
    """Whether a text may head a column that counts the steps of training.

    >>> heads_rounds("Iteration"), heads_rounds("Época"), heads_rounds("step (t)"), heads_rounds("w1")
    (True, True, True, False)
    """
    return bool(_COLUMN.fullmatch(ascii_of(text)))
