"""What people and programs write where there is no number: `nan`, `#NUM!`, `undefined`."""

import re

_UNDEFINED = re.compile(
    r"(?:[-+−]\s*)?(?:nan(?:\(ind\))?|inf|infinity|∞)"
    r"|#(?:num|div/0|zahl)!"
    r"|undefined|not defined|nicht definiert|does not exist",
    re.IGNORECASE,
)


def is_undefined(text: str) -> bool:
    """Whether a text says that there is no number.

    >>> [is_undefined(text) for text in ("nan", "-inf", "#NUM!", "undefined", "0", "see page 2", "")]
    [True, True, True, True, False, False, False]
    """
    return _UNDEFINED.fullmatch(text.strip()) is not None
