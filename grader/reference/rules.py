"""A step of training: what the rule computes for a parameter, as quantities with formulas."""

from grader.engine import Apply, Expr, Name, number, substitute
from grader.reference.gradients import Growing
from grader.reference.graph import Role
from grader.rubric import FOR_ALL, RULES, Training, rule_formula


class Descent:
    """One step of a rule for every parameter; `step` counts from 0."""

    def __init__(self, growing: Growing, training: Training, step: int) -> None:
        self.growing, self.training, self.step = growing, training, step
        self.primes = "'" * step

    def add(self, name: str, vector: str, now: str, gradient: Expr) -> None:
        """The moments and the next value of a parameter, from its gradient; it may be an element of a vector."""
        rule, before, after = RULES[self.training.rule], self.primes, self.primes + "'"
        meant: dict[str, Expr] = {"p": Name(now), "g": gradient, "t": number(self.step + 1), "rate": self._rate()}
        meant |= {key: Name(given) for key, given in self.training.settings.items()}
        own = {moment: self.named(moment, vector, name) for moment in rule.moments}
        meant |= {moment: Name(kept + before) for moment, kept in own.items()}
        meant |= {f"{moment}'": Name(kept + after) for moment, kept in own.items()}
        for setting in self.training.bent:
            meant["g"] = substitute(rule_formula(FOR_ALL[setting]), meant)
        if self.training.bent:
            meant["g"] = self._add_moment(self.named("g", vector, name) + after, meant["g"])
        for moment, kept in own.items():
            formula = substitute(rule_formula(rule.moments[moment]), meant)
            self._add_moment(kept + after, formula, kept + before)
        update = rule_formula(rule.update, self.training.eps_inside)
        self.growing.add(name + after, Role.UPDATE, substitute(update, meant), of=now)

    def _rate(self) -> Expr:
        """The learning rate of this step: of a vector, its own element."""
        rate, quantities = self.training.rate, self.growing.quantities
        own = f"{rate}{self.step + 1}"
        if rate not in quantities or not quantities[rate].shape:
            return Name(rate)
        return Name(own) if own in quantities else Apply("index", (Name(rate),), (self.step + 1,))

    def named(self, moment: str, vector: str, name: str) -> str:
        """What a moment of a parameter is called; of an element `w2` of a vector `w`, `v2` or `v_w2`."""
        return self.training.moments[moment, vector] + name[len(vector) :]

    def _add_moment(self, name: str, formula: Expr, before: str = "") -> Name:
        self.growing.add(name, Role.MOMENT, formula, of=before if before in self.growing else "")
        return Name(name)
