"""Which idea to offer instead of the calendar's: after a drempel, after "ander voorstel".

The choice is pure: a pool of ideas in, one idea out, the same again for the same person and day. So the made-up
people of `simulation` get the same offers as real ones.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from challenges.models import Assignment, CampaignSlot, Offer, Participation
from challenges.queries.calendar import slot_for
from interactions.models import Barrier, DayAnswer, IdeaVersion, Interaction, local_date
from interactions.models.library import Counterpart, Step
from interactions.queries.library import current_version, current_versions

SHORT_SECONDS = 10  # "tien tellen"
FORGOTTEN_AFTER = dt.timedelta(days=14)  # an idea may come back after this
ANSWERED_WITHIN = dt.timedelta(days=7)  # a drempel of longer ago is not answered any more
MOST_SWAPS = 2

_SIZE = {Step.KNIK: 0, Step.ZIN: 1, Step.PRAATJE: 2}
Fits = Callable[[IdeaVersion], bool]


@dataclass(frozen=True)
class Chooser:
    """Chooses for one person on one day. `pool` is what may be offered at all, `avoid` the ids of ideas they had
    lately or that the calendar still brings, `disliked` those that did not feel right; `join_key` and `day` make the
    choice theirs, and the same when asked again."""

    join_key: uuid.UUID
    day: dt.date
    pool: Sequence[IdeaVersion]
    avoid: Collection[int] = field(default_factory=frozenset)
    disliked: Collection[int] = field(default_factory=frozenset)

    def first(self, *wishes: Fits) -> IdeaVersion | None:
        """An idea that fits the first wish that can be met."""
        left = [version for version in self.pool if self.may_offer(version)]
        for wish in wishes:
            fitting = [version for version in left if wish(version)]
            if fitting:
                return min(fitting, key=self._turn)
        return None

    def may_offer(self, version: IdeaVersion) -> bool:
        """Not had lately, not still to come, and it never felt wrong."""
        return version.idea_id not in self.avoid and version.idea_id not in self.disliked

    def _turn(self, version: IdeaVersion) -> bytes:
        return hashlib.sha256(f"{self.join_key}{self.day}{version.idea.key}".encode()).digest()


@dataclass(frozen=True)
class FirstOffer:
    """What a day begins with; without a version it begins with rest."""

    version: IdeaVersion | None
    reason: Offer.Reason


def first_offer(
    calendar: IdeaVersion,
    barrier: Barrier | None,
    *,
    chooser: Chooser,
    step: str,
    smaller: IdeaVersion | None,
    last: IdeaVersion | None,
) -> FirstOffer | None:
    """The calendar's idea, unless a drempel asks for another one or it once did not feel right; None when there is
    nothing in its place. `smaller` is today's idea one size down, where the campaign has one; `last` is what was
    offered the last time."""
    if barrier and wants_rest(barrier):
        return FirstOffer(None, Offer.Reason.BARRIER)
    answer = barrier and answer_to(
        barrier, chooser=chooser, step=step, calendar=calendar, smaller=smaller, last=last
    )
    if answer:
        return FirstOffer(answer, Offer.Reason.BARRIER)
    version = calendar_or_like_it(calendar, chooser=chooser)
    if version is None:
        return None
    return FirstOffer(version, Offer.Reason.CALENDAR if version == calendar else Offer.Reason.BARRIER)


def calendar_or_like_it(calendar: IdeaVersion, *, chooser: Chooser) -> IdeaVersion | None:
    """The calendar's idea; where it once did not feel right another one, never of a larger size."""
    if calendar.idea_id not in chooser.disliked:
        return calendar
    return chooser.first(
        lambda version: version.idea.step == calendar.idea.step,
        lambda version: _SIZE[Step(version.idea.step)] < _SIZE[Step(calendar.idea.step)],
    )


def answer_to(
    barrier: Barrier,
    *,
    chooser: Chooser,
    step: str,
    calendar: IdeaVersion,
    smaller: IdeaVersion | None,
    last: IdeaVersion | None,
) -> IdeaVersion | None:
    """What answers a drempel; None is: nothing special, the calendar's idea will do. A rest day is not decided
    here: see `wants_rest`."""
    size = _SIZE[Step(step)]
    not_larger: Fits = lambda version: _SIZE[Step(version.idea.step)] <= size  # noqa: E731
    match barrier.offers:
        case Barrier.NextOffer.TEN_SECONDS:
            return chooser.first(lambda version: short(version) and not_larger(version), short)
        case Barrier.NextOffer.SERVICE_ROLE:
            return chooser.first(
                lambda version: version.idea.counterpart == Counterpart.SERVICE and not_larger(version)
            )
        case Barrier.NextOffer.SMALLER_STEP:
            if smaller and chooser.may_offer(smaller):
                return smaller
            return chooser.first(lambda version: _SIZE[Step(version.idea.step)] < max(size, 1))
        case Barrier.NextOffer.OTHER_DOMAIN if last:
            elsewhere: Fits = lambda version: version.idea.domain_id != last.idea.domain_id  # noqa: E731
            if elsewhere(calendar) and calendar.idea_id not in chooser.disliked:
                return calendar
            return chooser.first(lambda version: elsewhere(version) and version.idea.step == step)
    return None


def wants_rest(barrier: Barrier) -> bool:
    """Whether a drempel is answered with a day off first."""
    return barrier.offers == Barrier.NextOffer.REST_DAY


def short(version: IdeaVersion) -> bool:
    """Ten seconds at most."""
    return version.idea.seconds <= SHORT_SECONDS


def swap_for(
    shown: Sequence[IdeaVersion], *, chooser: Chooser, step: str, calendar: IdeaVersion | None
) -> IdeaVersion | None:
    """Another idea than those `shown` today: the calendar's, where a drempel or an own choice pushed it aside; else
    first another place in the same size, then another size too."""
    seen = {version.idea_id for version in shown} | set(chooser.disliked)
    if calendar and calendar.idea_id not in seen:
        return calendar
    places = {version.idea.domain_id for version in shown}
    steps = {version.idea.step for version in shown} | {step}
    elsewhere: Fits = lambda version: version.idea.domain_id not in places  # noqa: E731
    if len(shown) < 2:
        return chooser.first(
            lambda version: elsewhere(version) and version.idea.step == step, elsewhere, lambda _version: True
        )
    return chooser.first(
        lambda version: elsewhere(version) and version.idea.step not in steps,
        lambda version: version.idea.step not in steps,
        lambda _version: True,
    )


# --- what the choice needs to know ---------------------------------------------------------------------------


def chooser_for(participation: Participation, day: dt.date) -> Chooser:
    """The chooser of a participation on local day `day`."""
    lately = Offer.objects.filter(
        assignment__participation=participation,
        assignment__local_date__gt=day - FORGOTTEN_AFTER,
        assignment__local_date__lte=day,
    ).values_list("idea_version__idea_id", flat=True)
    still_to_come = CampaignSlot.objects.filter(
        day__campaign=participation.campaign_id, step=participation.step
    ).values_list("idea_id", flat=True)
    return Chooser(
        join_key=participation.participant.join_key,
        day=day,
        pool=list(current_versions()),
        avoid=frozenset(lately) | frozenset(still_to_come),
        disliked=disliked_ideas(participation),
    )


def disliked_ideas(participation: Participation) -> frozenset[int]:
    """Ids of ideas that did not feel pleasant or safe to this participant: never offered again."""
    return frozenset(
        Interaction.objects.filter(
            participant=participation.participant_id, unsafe=True, idea_version__isnull=False
        ).values_list("idea_version__idea_id", flat=True)
    )


def barrier_to_answer(participation: Participation, day: dt.date) -> Barrier | None:
    """The drempel that the offer of `day` answers: of the last "vandaag niet" that no assignment came after yet."""
    answered = Assignment.objects.filter(
        participation=participation, local_date__gt=OuterRef("local_date"), local_date__lt=day
    )
    # What was said before joining was about another campaign, and is answered there.
    since = max(day - ANSWERED_WITHIN, local_date(participation.joined_at))
    answer = (
        DayAnswer.objects.filter(
            ~Exists(answered),
            participant=participation.participant_id,
            local_date__lt=day,
            local_date__gte=since,
        )
        .order_by("-local_date")
        .prefetch_related("barriers")
        .first()
    )
    return decisive(list(answer.barriers.all())) if answer else None


def decisive(barriers: Sequence[Barrier]) -> Barrier | None:
    """The drempel that decides the next offer: the first that asks for another one; what was not safe wins, and
    asks for nothing."""
    if any(barrier.asks_safety for barrier in barriers):
        return None
    ordered = sorted(barriers, key=lambda barrier: barrier.position)
    return next((barrier for barrier in ordered if barrier.offers != Barrier.NextOffer.NONE), None)


def last_version(participation: Participation, day: dt.date) -> IdeaVersion | None:
    """What was on the screen last before local day `day`."""
    offer = (
        Offer.objects.filter(assignment__participation=participation, assignment__local_date__lt=day)
        .select_related("idea_version__idea")
        .order_by("-assignment__local_date", "-position")
        .first()
    )
    return offer.idea_version if offer else None


def smaller_version(participation: Participation, number: int) -> IdeaVersion | None:
    """Today's idea one size down, when the campaign has one of that size."""
    smaller = smaller_step(participation.step)
    if smaller is None:
        return None
    slot = slot_for(participation.campaign, number, smaller)
    return current_version(slot.idea.key) if slot and slot.step == smaller else None


def smaller_step(step: str) -> Step | None:
    """One size down; None below the smallest."""
    return next((one for one, size in _SIZE.items() if size == _SIZE[Step(step)] - 1), None)


def offers_of(assignment: Assignment) -> list[Offer]:
    """Everything that was offered for an assignment, in order, with its words."""
    return list(assignment.offers.select_related("idea_version__idea__domain").order_by("position"))
