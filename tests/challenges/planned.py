"""Made-up boards of days and pools of ideas, for Hypothesis."""

from hypothesis import strategies as st

from challenges.queries.staff_autofill import PoolIdea
from challenges.queries.staff_days import PlannedDay
from interactions.models.library import Act, Form, Step

DOMAINS = ("buurt", "winkel", "school", "ov", "uit", "werk", "online")


def whole_pool(domains: int = 7, each: int = 4) -> list[PoolIdea]:
    """A pool with `each` ideas for every place and step size."""
    acts, forms = list(Act), list(Form)
    return [
        PoolIdea(
            idea=1 + each * (3 * place + size) + turn,
            step=step,
            domain=domain,
            act=acts[(place + size + turn) % len(acts)],
            form=forms[turn % 2],
        )
        for place, domain in enumerate(DOMAINS[:domains])
        for size, step in enumerate(Step)
        for turn in range(each)
    ]


@st.composite
def planned_days(draw: st.DrawFn, longest: int = 21) -> list[PlannedDay]:
    """A board with ideas of the whole pool on some of its slots, each day in one place."""
    pool = whole_pool()
    days = []
    for number in range(1, draw(st.integers(1, longest)) + 1):
        domain = draw(st.sampled_from(DOMAINS))
        steps = draw(st.sets(st.sampled_from(list(Step))))
        placed = []
        for step in Step:
            if step in steps:
                fitting = [one for one in pool if one.domain == domain and one.step == step]
                placed.append(draw(st.sampled_from(fitting)).placed())
        days.append(PlannedDay(number, tuple(placed)))
    return days
