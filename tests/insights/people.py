"""People who took part, written straight into the tables, and a draw without noise to look at them through."""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from challenges.models import Assignment, Campaign, Offer, Participation
from insights.models import Draw, Release, ReleaseKind
from insights.queries.policy import Part
from insights.services.drawing import draw_release
from interactions.models import Barrier, DayAnswer, IdeaVersion, Interaction, Mood
from interactions.models.local_day import AMSTERDAM
from tests.factories import TODAY, make_domain, make_idea, make_participation

_position = itertools.count(1)


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), AMSTERDAM).astimezone(dt.UTC)


def after(days: int, since: dt.date = TODAY) -> dt.date:
    return since + dt.timedelta(days=days)


def joins(campaign: Campaign, *, day: dt.date = TODAY, **fields: Any) -> Participation:
    participation = make_participation(campaign=campaign, now=noon(day), participant=fields.pop("who", None))
    for name, value in fields.items():
        setattr(participation, name, value)
    participation.save()
    return participation


def has_day(
    participation: Participation,
    day: dt.date,
    *,
    status: str | None = Interaction.Status.DONE,
    version: IdeaVersion | None = None,
    **answers: Any,
) -> Assignment:
    """What somebody was offered on a day and what came of it; with `status` None nothing was begun."""
    version = version or an_idea()
    moment = None
    if status is not None:
        moment = has_moment(participation, day, status=status, version=version, **answers)
    assignment = Assignment.objects.create(
        participation=participation, local_date=day, day_number=1, interaction=moment, created_at=noon(day)
    )
    Offer.objects.create(
        assignment=assignment, position=1, idea_version=version, reason="calendar", created_at=noon(day)
    )
    return assignment


def has_moment(
    participation: Participation,
    day: dt.date,
    *,
    status: str = Interaction.Status.DONE,
    version: IdeaVersion | None = None,
    domain: str = "",
    **answers: Any,
) -> Interaction:
    """A moment without an assignment; without `version` one that somebody wrote down themselves."""
    place = make_domain(key=domain) if domain else (version.idea.domain if version else make_domain())
    return Interaction.objects.create(
        participant=participation.participant,
        client_id=uuid.uuid4(),
        idea_version=version,
        domain=place,
        local_date=day,
        predicted_at=noon(day) if "predicted_yes" in answers else None,
        status=status,
        outcome_at=noon(day) if status in Interaction.ATTEMPTS else None,
        created_at=noon(day),
        updated_at=noon(day),
        **answers,
    )


def an_idea() -> IdeaVersion:
    """The idea that everybody is offered unless a test says otherwise."""
    return IdeaVersion.objects.filter(idea__key="buurt-gewoon").first() or make_idea(key="buurt-gewoon")


def takes_part(
    campaign: Campaign, days: Iterable[int] = (0, 1), *, first: dt.date = TODAY, **answers: Any
) -> Participation:
    """Somebody with a moment on each of these days of the campaign, counted from its first."""
    participation = joins(campaign, day=first)
    for day in days:
        has_day(participation, after(day, first), **answers)
    return participation


def says_not_today(participation: Participation, day: dt.date, *barriers: str) -> None:
    answer = DayAnswer.objects.create(
        participant=participation.participant, local_date=day, created_at=noon(day)
    )
    answer.barriers.set([make_barrier(key) for key in barriers])


def feels(participation: Participation, scores: Sequence[int], *, first: dt.date = TODAY) -> None:
    for offset, score in enumerate(scores):
        Mood.objects.create(
            participant=participation.participant,
            local_date=after(offset, first),
            score=score,
            asked_in="diary",
            answered_at=noon(after(offset, first)),
        )


def make_barrier(key: str) -> Barrier:
    return Barrier.objects.get_or_create(
        key=key, defaults={"label": key, "answer": "", "offers": "none", "position": next(_position)}
    )[0]


def make_draw(
    campaign: Campaign | None,
    kind: str = ReleaseKind.FINAL,
    *,
    cohort: str = "",
    due_on: dt.date | None = None,
) -> Draw:
    """A draw of a campaign; of one with fixed dates on the day that the calendar would say."""
    if due_on is None:
        assert campaign is not None
        assert campaign.ends_on is not None
        due_on = campaign.ends_on + dt.timedelta(days=3)
    return Draw.objects.create(campaign=campaign, kind=kind, cohort=cohort, due_on=due_on)


def no_noise(numbers: Sequence[int], _part: Part) -> list[int]:
    """The true numbers, which only a test may see."""
    return list(numbers)


def drawn_true(draw: Draw) -> Release:
    release = draw_release(draw=draw, now=noon(draw.due_on), noise=no_noise)
    assert release is not None
    return release


def cells(release: Release, table: str, measure: str = "people") -> dict[str, Any]:
    """Key by key, without what is zero."""
    found = release.tables.get(kind=table).cells
    return {cell["key"]: cell[measure] for cell in found if cell[measure]}


def tried(release: Release) -> dict[str, dict[str, int]]:
    outcomes = ("not_tried", "positive", "not_positive", "unknown")
    found = release.tables.get(kind="tried").cells
    rows = {cell["key"]: {name: cell[name] for name in outcomes if cell[name]} for cell in found}
    return {key: row for key, row in rows.items() if row}
