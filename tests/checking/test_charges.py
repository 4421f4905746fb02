"""What a slip through a whole array costs is told where it is little."""

import pytest

ARRAY = """
[given]
x = [1.5, -2, 3.1, 0.7, 2.2, -1.3, 0.4, 1.1, -0.6, 2.9, 0.8, -1.7]
y = [0.5, 1.25]
[forward]
u = "3*x + 1"
v = "2*y - 1"
[marks]
u = 6
v = 2
{credit}
"""
SAYS = "a slip that runs through a whole array is charged once, on one of its elements: {} of the 6 points of u"


@pytest.mark.parametrize(("credit", "costs"), [("", "0.25"), ("slip = 0.2", "0.4"), ("again = 0.95", "0.525")])
def test_it_is_told_of_a_large_array(said, credit, costs):
    [found] = said(ARRAY.format(credit=f"[credit]\n{credit}"))["What a slip costs"]
    assert found.startswith(SAYS.format(costs))


@pytest.mark.parametrize("credit", ["again = 0.5", "[credit.u]\nagain = 0"])
def test_not_where_the_rubric_says_what_it_costs_again(said, credit):
    assert "What a slip costs" not in said(ARRAY.format(credit=f"[credit]\n{credit}"))
