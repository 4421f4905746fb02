"""The words by which people tell the cases of a formula apart, with their accents and without."""

WHEN = frozenset(
    {"if", "when", "whenever", "elif", "elseif", "falls", "wenn", "si", "quand", "lorsque", "cuando", "se", "quando"}
    | {"als", "jeśli", "jesli", "gdy", "eğer", "eger", "если"}
)
"""Before a condition."""
IF = WHEN | {"for", "where", "für", "fur", "fuer", "pour", "para", "per", "voor", "om", "dla", "при"}
"""These, and others that may say something else: `for each sample`."""
ELSE = frozenset(
    {"else", "otherwise", "elsewhere", "sonst", "andernfalls", "ansonsten", "sinon", "autrement", "senão", "senao"}
    | {"altrimenti", "anders", "annars", "иначе"}
)
"""Before or behind what holds in all other cases."""
PHRASES = (
    *(("si", "no"), ("en", "otro", "caso"), ("en", "caso", "contrario"), ("caso", "contrario"), ("caso", "contrário")),
    *(("de", "lo", "contrario"), ("in", "caso", "contrario"), ("or", "else"), ("w", "przeciwnym", "razie")),
    *(("w", "przeciwnym", "wypadku"), ("aksi", "halde")),
)
"""The same in several words."""
THEN = frozenset({"then", "dann", "alors", "entonces", "entao", "então", "allora"})
AND = frozenset({"and", "und", "et"})
