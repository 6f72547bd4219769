"""What both outlets need: a campaign as the model sees it, events as moments in time, and a guard."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.conf import settings
from django.db import connection

from challenges.models import Campaign, CampaignSlot
from challenges.queries.calendar import slot_for
from interactions.models import Barrier, IdeaVersion
from interactions.models.local_day import AMSTERDAM
from interactions.queries.library import current_version, current_versions
from simulation.events import Challenge, Event, Life, Plan
from simulation.kinds import STEPS


class NotADemoError(RuntimeError):
    """Made-up people would end up among real ones."""


class NoChallengesError(ValueError):
    """The campaign has no days, so nobody can take part."""


def refuse_outside_demo() -> None:
    """Raises NotADemoError unless this is a demo installation or the database of a test run."""
    if not settings.DEMO and not is_test_database():
        raise NotADemoError("Verzonnen deelnemers horen alleen in een demo: zet GEDAG_DEMO=1.")


def is_test_database() -> bool:
    """Whether this is the throw-away database of a test run; Django names those so."""
    return str(connection.settings_dict["NAME"]).startswith("test_")


@dataclass(frozen=True)
class Stage:
    """A campaign ready for made-up people: the plan they live by, and the words of each idea by its key."""

    campaign: Campaign
    plan: Plan
    versions: Mapping[str, IdeaVersion]
    begins_on: dt.date  # the local day that the model calls 0
    pool: Sequence[IdeaVersion]  # what else may be offered
    slots: Mapping[tuple[int, str], IdeaVersion]  # the calendar's own idea per day number and step size
    barriers: Mapping[str, Barrier]

    def at(self, event: Event) -> dt.datetime:
        """When an event happens."""
        return clock(self.begins_on, event.day, event.second)

    def date(self, event: Event) -> dt.date:
        """The local day of an event."""
        return self.begins_on + dt.timedelta(days=event.day)

    def until(self, life: Life, moment: dt.datetime) -> Iterator[tuple[Event, dt.datetime]]:
        """The events of a life before `moment`, each with its time."""
        return takewhile(lambda pair: pair[1] < moment, ((event, self.at(event)) for event in life.events))


def clock(begins_on: dt.date, day: int, second: int) -> dt.datetime:
    """The moment at `second` on the wall clock of simulated day `day`."""
    on_the_wall = dt.datetime.combine(begins_on, dt.time(), AMSTERDAM) + dt.timedelta(
        days=day, seconds=second
    )
    return on_the_wall.astimezone(dt.UTC)


def stage(campaign: Campaign, *, begins_on: dt.date) -> Stage:
    """Prepares a campaign; a fixed one begins on its own first day, a rolling one on `begins_on`.

    Raises NoChallengesError for a campaign without days.
    """
    versions: dict[str, IdeaVersion] = {}
    days: list[dict[str, Challenge]] = []
    for number in range(1, campaign.length + 1):
        days.append({})
        for step in STEPS:
            slot = slot_for(campaign, number, step)
            version = (versions.get(slot.idea.key) or current_version(slot.idea.key)) if slot else None
            if version is None:
                continue
            idea = version.idea
            versions[idea.key] = version
            days[-1][step] = Challenge(
                idea=idea.key, step=idea.step, act=idea.act, counterpart=idea.counterpart
            )
    if not versions:
        raise NoChallengesError(f"{campaign.slug} heeft nog geen dagen.")
    pool = list(current_versions())
    words = {version.idea_id: version for version in pool}
    slots = CampaignSlot.objects.filter(day__campaign=campaign).select_related("day", "idea")
    return Stage(
        pool=pool,
        slots={
            (slot.day.number, slot.step): words.get(slot.idea_id) or versions[slot.idea.key]
            for slot in slots
            if slot.idea_id in words or slot.idea.key in versions
        },
        barriers=Barrier.objects.in_bulk(),
        campaign=campaign,
        plan=Plan(days=days, rolling=not campaign.is_fixed),
        versions=versions,
        begins_on=campaign.starts_on or begins_on,
    )
