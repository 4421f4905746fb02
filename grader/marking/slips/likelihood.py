"""Which slips are likelier: by their causes, and among those of one cause by what they are in."""

from grader.engine import Expr, Mutation, Name, Setting, names_in

LIKELIEST_FIRST: tuple[str, ...] = (
    "ascent", "sign", "missing-derivative", "wrong-factor", "log-base", "rate", "half-derivative", "reduction",
    "missing-factor", "dropped-term", "derivative-at-preactivation", "wrong-operand", "extra-term", "missing-bias",
    "missing-activation", "wrong-branch", "not-squared", "missing-function", "updated-weight", "old-weight",
    "wrong-rule", "transposed", "wrong-axis", "decimal-point", "derivative-at-activation", "dropped-sample",
    "extra-derivative", "wrong-activation", "digits", "misread", "exchanged", "misplaced", "copy",
)  # fmt: skip
"""Every cause, the commonest first (shared experience with real homework; the order breaks ties between slips)."""


def likelihood(mutation: Mutation, of_sum: bool, setting: Setting) -> tuple[int, int]:
    """The place of a slip among the likely ones, and among those of its cause.

    An element is less easily taken for another than a term left out; nor does anybody easily double a sum, or multiply
    where a division stands. Who forgets to divide a mean has not put in a factor, nor has who takes the mean of two
    for their sum; nor has who leaves out a given ½ put in a 2. Of whatever operand, the likeliest sibling comes first,
    and its elements in each other's place after that; two operands that are exchanged are rather few. One path is
    sooner forgotten than two. And of a step of training nobody forgets the gradient or its mean: rather a root.
    """
    if mutation.says in (_SUMMED, _AVERAGED):
        return LIKELIEST_FIRST.index("wrong-factor"), -1
    if mutation.says == _EXCHANGED:
        return LIKELIEST_FIRST.index("wrong-operand"), -1
    if mutation.cause == "dropped-term" and _have_nothing_in_common(mutation.parts):
        return LIKELIEST_FIRST.index("dropped-term"), 1
    if mutation.cause == "missing-factor" and setting.kind == "update" and _is_computed(mutation.parts, setting):
        return LIKELIEST_FIRST.index("missing-function"), 1
    out_of_nothing = of_sum and mutation.cause == "wrong-factor" and not mutation.parts
    unlikely = mutation.axis is not None or out_of_nothing or mutation.says == _MULTIPLIED
    cause = "not-squared" if unlikely else mutation.cause
    names = [part.name for part in mutation.parts if isinstance(part, Name)]
    if cause == "missing-factor" and len(names) == len(mutation.parts) == 1 and names[0] in setting.given:
        cause = "wrong-factor"
    of_two = cause == "wrong-operand" and len(names) == len(mutation.parts) == 2
    others = setting.siblings.get(names[0], ()) if of_two else ()
    swapped = cause == "wrong-operand" and len(mutation.parts) == _OF_TWO_ELEMENTS
    return LIKELIEST_FIRST.index(cause), others.index(names[1]) if others and names[1] in others else int(swapped)


def _have_nothing_in_common(parts: tuple[Expr, ...]) -> bool:
    """Whether a slip is in two things, as paths that do not come by the same quantity."""
    return len(parts) > 1 and set(names_in(parts[0])).isdisjoint(names_in(parts[1]))


def _is_computed(parts: tuple[Expr, ...], setting: Setting) -> bool:
    """Whether a slip is in one thing alone, and that is worked out."""
    return len(parts) == 1 and isinstance(parts[0], Name) and parts[0].name not in setting.given


_SUMMED, _AVERAGED = "the sum is taken, not the mean", "the mean is taken, not the sum"
_MULTIPLIED = "it is multiplied by {0}, not divided"
_EXCHANGED = "{0} and {1} stand in each other's place"
_OF_TWO_ELEMENTS = 3
"""What is said of a slip in two elements of one operand names it and them."""
