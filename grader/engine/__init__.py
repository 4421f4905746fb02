"""The engine: expressions are parsed, evaluated, differentiated, mutated and printed."""

from grader.engine.conditions import sides
from grader.engine.differentiate import pullback
from grader.engine.evaluate import Variants, evaluate, shape_of, underflows, value
from grader.engine.expr import (
    ONE,
    ZERO,
    Apply,
    Constant,
    Expr,
    Name,
    add,
    apply,
    is_apply,
    mul,
    names_in,
    neg,
    number,
    rename,
    rewrite,
    sub,
    substitute,
    walk,
)
from grader.engine.language.answered import parse_answer
from grader.engine.language.conditional import ELSE, IF, PHRASES, THEN, WHEN
from grader.engine.language.functions import FUNCTIONS
from grader.engine.language.nearest import element_written, nearest, suggestion
from grader.engine.language.parse import Reading, parse, read
from grader.engine.language.recognised import recognised
from grader.engine.language.tokens import gradient_parts
from grader.engine.mutate import (
    NO_AXIS,
    OF_A_PRODUCT,
    Mutation,
    Setting,
    derivatives_in,
    mutations,
    other_partners,
    shares_in,
)
from grader.engine.pairing import check_pairs, class_numbers, matrix_times_vector, misfit
from grader.engine.primes import steps_in, taken_apart
from grader.engine.primitives import ACTIVATIONS, PRIMITIVES
from grader.engine.primitives.elementwise import ELEMENTWISE
from grader.engine.primitives.primitive import LEAD, Array, Shape, shape_said
from grader.engine.printing.pretty import pretty
from grader.engine.printing.show import show
from grader.engine.sayings import SAYINGS
from grader.engine.tidy import tidied

__all__ = [
    "ACTIVATIONS",
    "ELEMENTWISE",
    "ELSE",
    "FUNCTIONS",
    "IF",
    "LEAD",
    "NO_AXIS",
    "OF_A_PRODUCT",
    "ONE",
    "PHRASES",
    "PRIMITIVES",
    "SAYINGS",
    "THEN",
    "WHEN",
    "ZERO",
    "Apply",
    "Array",
    "Constant",
    "Expr",
    "Mutation",
    "Name",
    "Reading",
    "Setting",
    "Shape",
    "Variants",
    "add",
    "apply",
    "check_pairs",
    "class_numbers",
    "derivatives_in",
    "element_written",
    "evaluate",
    "gradient_parts",
    "is_apply",
    "matrix_times_vector",
    "misfit",
    "mul",
    "mutations",
    "names_in",
    "nearest",
    "neg",
    "number",
    "other_partners",
    "parse",
    "parse_answer",
    "pretty",
    "pullback",
    "read",
    "recognised",
    "rename",
    "rewrite",
    "shape_of",
    "shape_said",
    "shares_in",
    "show",
    "sides",
    "steps_in",
    "sub",
    "substitute",
    "suggestion",
    "taken_apart",
    "tidied",
    "underflows",
    "value",
    "walk",
]
