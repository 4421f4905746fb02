"""Values written out once: in a table of a large class nearly all of them come again and again."""

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Once(dict[Any, T]):
    """By value, what it is written as; to be asked by `map(once.__getitem__, values)`."""

    def __init__(self, written: Callable[[Any], T]) -> None:
        """`written` writes a value for the first time.

        >>> list(map(Once(str).__getitem__, [0.0, -0.0, 2.5, 2.5]))
        ['0.0', '-0.0', '2.5', '2.5']
        """
        super().__init__()
        self._written = written

    def __missing__(self, value: object) -> T:
        found = self._written(value)
        if value != 0:  # 0 and -0 are equal, and written differently
            self[value] = found
        return found
