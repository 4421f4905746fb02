"""Names and formulas as people write them: h₁, `∂Div/∂w₁`, LaTeX, and what each of them means."""

from grader.notation.described import described
from grader.notation.formula import plain
from grader.notation.functions import calls
from grader.notation.gated import names_part_of_cell
from grader.notation.headings import after_update, problem_heading, sample_behind, sample_heading, without_item
from grader.notation.instants import InstantHeading, at_instant, heads_instants, instant_heading
from grader.notation.key import key
from grader.notation.kinds import KIND
from grader.notation.of_problem import of_problem
from grader.notation.remarks import among as remark_among
from grader.notation.remarks import heads_another, makes_another
from grader.notation.rounds import StepHeading, heads_rounds, step_heading
from grader.notation.steps import stepped
from grader.notation.symbol import Column, Symbol, Target
from grader.notation.vectors import by_element, formulas
from grader.notation.vocabulary import Vocabulary

__all__ = [
    "KIND",
    "Column",
    "InstantHeading",
    "StepHeading",
    "Symbol",
    "Target",
    "Vocabulary",
    "after_update",
    "at_instant",
    "by_element",
    "calls",
    "described",
    "formulas",
    "heads_another",
    "heads_instants",
    "heads_rounds",
    "instant_heading",
    "key",
    "makes_another",
    "names_part_of_cell",
    "of_problem",
    "plain",
    "problem_heading",
    "remark_among",
    "sample_behind",
    "sample_heading",
    "step_heading",
    "stepped",
    "without_item",
]
