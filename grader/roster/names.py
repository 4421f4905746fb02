"""Names of people as lists and files tell them: in which orders, and whether two can be of one person."""

import re
import unicodedata

from grader.roster.headings import plain

_DIGRAPHS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
     "Å": "Aa", "Ø": "Oe", "Æ": "Ae", "Œ": "Oe"}
)  # fmt: skip
"""Letters as they are spelled where there are none such; what they are without their signs is said by `plain`."""


_MOST_WORDS = 16
"""Of a name; what has more is told in no other order."""


def spelled_out(name: str) -> str:
    """A name with two letters for each that few keyboards have, as passports and mail addresses write it.

    >>> spelled_out("Zoë Müller"), spelled_out("Søren Åberg")
    ('Zoë Mueller', 'Soeren Aaberg')
    """
    return unicodedata.normalize("NFC", name).translate(_DIGRAPHS)


def spellings(name: str) -> set[str]:
    """A name without case, accents, spaces and signs, in every order in which its parts are told.

    >>> sorted(spellings("Lovelace, Ada")), spellings("lovelaceada") <= spellings("Ada Lovelace")
    (['adalovelace', 'lovelaceada'], True)
    """
    if "," in name:
        family, _, given = name.partition(",")
        words = [plain(family), plain(given)]
    else:
        words = [word for text in name.replace("_", " ").split() if (word := plain(text))]
    turns = ("".join(words[k:] + words[:k]) for k in range(len(words) if len(words) <= _MOST_WORDS else 1))
    return {turn for turn in turns if turn}


def differ(one: str, other: str) -> bool:
    """Whether two names cannot be of one person: not a word of either is in the other.

    A system may leave out the letters that ASCII has not, as Sakai does: `Ylmaz, Sren` is Søren Yılmaz.

    >>> differ("obriensean", "Sean O'Brien"), differ("Bob Lee", "Robert Lee"), differ("Ada", "Ben"), differ("", "B")
    (False, False, True, False)
    >>> differ("Ylmaz, Sren", "Søren Yılmaz")
    False

    A letter is a word where it is a syllable or means one, and initials are all there is of some.

    >>> differ("李 明", "明, 李"), differ("李 明", "王 芳"), differ("N., A.", "A. N."), differ("A. Lee", "A. Ng")
    (False, True, False, True)

    A spreadsheet may have saved them as `?`.

    >>> differ("Văn Á Nguyễn", "V?n Á Nguy?n"), differ("Ada Lovelace", "V?n Á Nguy?n")
    (False, True)
    """
    first, second = plain(one), plain(other)
    if not first or not second or first.isascii() != second.isascii() or first == "participant":
        return False
    words = [(plain(word), second) for word in one.replace(",", " ").split()]
    words += [(plain(word), first) for word in other.replace(",", " ").split()]
    words += [(bare, first) for word in other.split() if (bare := _in_ascii(word)) != plain(word)]
    words += [(bare, second) for word in one.split() if (bare := _in_ascii(word)) != plain(word)]
    marked = [(word, whole) for name, whole in ((one, second), (other, first)) for word in name.split() if "?" in word]
    if any(_says_something(word) and word in whole for word, whole in words):
        return False
    return not any(_is_in(word, whole) for word, whole in marked) and not spellings(one) & spellings(other)


def _says_something(word: str) -> bool:
    """Whether a word is more than one letter of an alphabet."""
    return len(word) > 1 or (word != "" and unicodedata.name(word, "").startswith(_OF_SYLLABLES))


_OF_SYLLABLES = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")


_FEWEST = 3
"""Letters that must be left of a word of which some were lost."""


def _is_in(word: str, whole: str) -> bool:
    """Whether a name has a word that has a `?` in place of each letter that its encoding had not."""
    parts = [plain(part) for part in word.split("?")]
    return len("".join(parts)) >= _FEWEST and bool(re.search(".".join(map(re.escape, parts)), whole))


def _in_ascii(word: str) -> str:
    """A word without accents, and without the letters that are more than an accent away from those of ASCII."""
    kept = unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode()
    return plain(kept)
