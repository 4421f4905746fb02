"""Code pages of other scripts than the Latin one: which of them bytes are written in, where they leave no doubt.

Nearly every byte is some letter of Windows-1252, and many pairs are some character of an East Asian code page. What
tells is which characters: those in everyday use have blocks of their own in these code pages (JIS X 0208 level 1,
GB 2312 level 1, the syllables of KS X 1001), and words are runs of them. Accented letters, alone among Latin ones,
become rare characters there, or none.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

_LOOKED_AT = 20_000
"""Characters of a text from which its script is told."""
_FEWEST_WORDS = 2
_USUAL = 0.9
"""The part of its letters, at least, that are everyday ones in a text that was decoded rightly."""
_SURELY_KOREAN = 12
"""Letters: every Korean syllable is also an everyday character of Chinese; five in eight of these are the other way."""
_RUN = re.compile(r"[^\W\d_\x00-\x7fͰ-Ͽ]+")
"""Letters that are neither plain nor Greek, as those of formulas are."""
_KANA = re.compile("[ぁ-ヾ]")
_CASED = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_RUSSIAN_ALONE = re.compile("[А-ЯЁыьэюя]")
"""Where Hebrew, which has no capitals, has no letters in its own code page."""
_MIXED = re.compile(r"[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]")


class CodePage(NamedTuple):
    """How a script is encoded, and how its words are known."""

    name: str
    codec: str
    everyday: Callable[[str], bool]
    """Whether a character is a letter in everyday use."""
    shortest: int
    """Letters of a word."""


def _in_block(character: str, codec: str, first: int, last: int) -> bool:
    """Whether the two bytes of a character begin with one of these."""
    encoded = character.encode(codec, "ignore")
    return len(encoded) == 2 and first <= encoded[0] <= last


def _japanese(character: str) -> bool:
    return "ぁ" <= character <= "ヾ" or _in_block(character, "cp932", 0x88, 0x98)


def _chinese(character: str) -> bool:
    return _in_block(character, "gb2312", 0xB0, 0xD7)


def _korean(character: str) -> bool:
    return "가" <= character <= "힣" and _in_block(character, "euc_kr", 0xB0, 0xC8)


def _russian(character: str) -> bool:
    return "а" <= character <= "я" or character in "ёіїєґ" or "А" <= character <= "Я"


CODE_PAGES = (
    CodePage("Shift-JIS", "cp932", _japanese, 2),
    CodePage("EUC-KR", "cp949", _korean, 2),
    CodePage("GB 18030", "gb18030", _chinese, 2),
    CodePage("Windows-1251", "cp1251", _russian, 3),
)


def in_code_page(data: bytes) -> tuple[str, str] | None:
    r"""The text of bytes in another script than the Latin one, and the code page; None unless one is clear.

    >>> in_code_page("損失 L;0,61\n出力 y;0,2".encode("cp932"))
    ('損失 L;0,61\n出力 y;0,2', 'Shift-JIS')
    >>> in_code_page("Größe;Wert\nEinträge;µ".encode("cp1252"))
    """
    lenient = data.decode("utf-8", "replace")
    if sum(character > "\x7f" for character in lenient) > 2 * lenient.count("\ufffd"):
        return None  # damaged UTF-8
    found = {page.name: text for page in CODE_PAGES if (text := _decoded(data, page)) is not None}
    if found.keys() == {"EUC-KR", "GB 18030"} and _is_korean(found["EUC-KR"]):
        del found["GB 18030"]
    return next((text, name) for name, text in found.items()) if len(found) == 1 else None


def _is_korean(text: str) -> bool:
    letters = "".join(_RUN.findall(text[:_LOOKED_AT]))
    return len(letters) >= _SURELY_KOREAN and all(map(_korean, letters))


def _decoded(data: bytes, page: CodePage) -> str | None:
    """The text in this code page, if that gives words of its script."""
    try:
        text = data.decode(page.codec)
    except UnicodeDecodeError:
        return None
    return text if _says_words(text[:_LOOKED_AT], page) else None


def _says_words(text: str, page: CodePage) -> bool:
    runs = _RUN.findall(text)
    letters = "".join(runs)
    words = [run for run in runs if len(run) >= page.shortest and all(map(page.everyday, run))]
    if len(set(words)) < _FEWEST_WORDS or 2 * sum(map(len, words)) <= len(letters):
        return False
    if sum(map(page.everyday, letters)) < _USUAL * len(letters) or any("\ue000" <= c <= "\uf8ff" for c in text):
        return False
    if page.codec != "cp932" and _KANA.search(text):
        return False  # Japanese in yet another code page
    return page.codec != "cp1251" or _is_spelt(text, words)


def _is_spelt(text: str, words: list[str]) -> bool:
    """Whether Cyrillic words are spelt as words are, and mix with no Latin ones; those of Greek and Hebrew are not."""
    small = sum(word[1:].islower() for word in words)
    spelt = all(map(_CASED.fullmatch, words)) and 2 * small > len(words) and any(map(_RUSSIAN_ALONE.search, words))
    return spelt and not _MIXED.search(text)
