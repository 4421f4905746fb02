"""What a rubric has and does not need: givens that nothing uses, steps that nobody asks for and nothing needs."""

from collections.abc import Collection, Container, Iterator

from grader.checking.finding import Finding, Section, section
from grader.checking.listing import listed
from grader.engine import pretty
from grader.reference import Reference


def needs(reference: Reference) -> Section:
    """Givens, samples and steps of the rubric's own that no answer depends on."""
    used = reference.needed
    return section("Not needed", [*_givens(reference, used), *_samples(reference, used), *_steps(reference, used)])


def _givens(reference: Reference, used: Container[str]) -> Iterator[Finding]:
    problem, lost = reference.problem, list[str]()
    training = problem.training
    known = {*training.settings.values(), *training.moments.values()} if training else set()  # the rule's own
    for name in (*problem.givens, *problem.symbols):
        members = reference.graph.bundles.get(name, (name,))
        unused = [member for member in members if member not in used]
        lost += [name] if len(unused) == len(members) else unused
    if names := [name for name in lost if name not in known]:
        verb = "is" if len(names) == 1 else "are"
        yield Finding(f"{listed([*map(pretty, names)])} {verb} given, but no answer depends on {_it(names)}")


def _drawn(reference: Reference) -> Collection[str]:
    training = reference.problem.training
    return training.samples.data if training else ()


def _samples(reference: Reference, used: Container[str]) -> Iterator[Finding]:
    if names := [name for name in _drawn(reference) if name not in used]:
        verb = "is the row" if len(names) == 1 else "are rows"
        says = f"{listed([*map(pretty, names)])} {verb} of a sample, but no answer depends on {_it(names)}"
        yield Finding(says, ("formulas that use the data whole use all samples in every step",), weight=3)


def _steps(reference: Reference, used: Container[str]) -> Iterator[Finding]:
    drawn = _drawn(reference)
    if names := [name for name in reference.problem.forward if name not in used and name not in drawn]:
        verb, it = ("has" if len(names) == 1 else "have"), _it(names)
        says = f"{listed([*map(pretty, names)])} {verb} a formula, but no mark asks for {it}"
        yield Finding(f"{says} and nothing that is asked needs {it}", weight=2)


def _it(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"
