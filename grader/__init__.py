"""Grades backpropagation homework: from a rubric and a folder of submissions to a gradebook.

The command is `grade` (see `grader.cli`). From Python, `grader.grading.grade` does what it does, but prints and writes
nothing; `grader.totals` adds the marks up, exactly, and `grader.gradebook` makes tables of pandas of them:

>>> from pathlib import Path
>>> from grader.gradebook import answers
>>> from grader.grading import grade
>>> from grader.totals import totals
>>> outcome = grade([Path("submissions/relu-2-2-1/slides.csv")], [Path("rubrics/relu-2-2-1.toml")])
>>> print(totals(outcome.marks)["slides"].total)
95/2
>>> table = answers(outcome.marks)
>>> list(table.cause[table.verdict == "slip"])
['wrong-operand', 'wrong-operand', 'decimal-point']
"""
