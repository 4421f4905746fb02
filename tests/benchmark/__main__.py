"""`python -m tests.benchmark`."""

import sys

from tests.benchmark.hostile import hostile
from tests.benchmark.marking import marking
from tests.benchmark.outputs import outputs
from tests.benchmark.reading import reading
from tests.benchmark.startup import starting


def main() -> None:
    """Measures and prints everything, or the part that is named."""
    parts = {"start-up": starting, "reading": reading, "marking": marking, "outputs": outputs, "hostile": hostile}
    files = next((int(word) for word in sys.argv[1:] if word.isdigit()), None)
    wanted = [word for word in sys.argv[1:] if not word.isdigit()]
    for part in wanted or parts:
        if part not in parts:
            sys.exit(f"{part}: no part of this benchmark (one of {', '.join(parts)})")
        parts[part](files or (10_000 if part == "outputs" else 1000))


if __name__ == "__main__":
    main()
