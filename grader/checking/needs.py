"""What a rubric has and does not need: givens that nothing uses, steps that nobody asks for and nothing needs."""

from collections.abc import Iterator

from grader.checking.finding import Finding, Section, section
from grader.checking.listing import listed
from grader.engine import pretty
from grader.reference import Reference


def needs(reference: Reference) -> Section:
    """Givens and steps of the rubric's own that no answer depends on."""
    return section("Not needed", list(_unneeded(reference)))


def _unneeded(reference: Reference) -> Iterator[Finding]:
    problem, graph, used = reference.problem, reference.graph, reference.needed
    givens: list[str] = []
    for name in (*problem.givens, *problem.symbols):
        members = graph.bundles.get(name, (name,))
        lost = [member for member in members if member not in used]
        if len(lost) == len(members):
            givens.append(name)
        else:
            givens += lost
    settings = set(problem.training.settings.values()) if problem.training else set()
    givens = [name for name in givens if name not in settings]
    if givens:
        verb = "is" if len(givens) == 1 else "are"
        yield Finding(f"{listed([*map(pretty, givens)])} {verb} given, but no answer depends on {_it(givens)}")
    steps = [name for name in problem.forward if name not in used]
    if steps:
        yield Finding(
            f"{listed([*map(pretty, steps)])} {'has' if len(steps) == 1 else 'have'} a formula, but no mark"
            f" asks for {_it(steps)} and nothing that is asked needs {_it(steps)}",
            weight=2,
        )


def _it(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"
