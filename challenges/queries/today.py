"""The today page: one card for each campaign that somebody is in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Participant
from challenges.models import Assignment, CampaignDay, Offer, Participation, Pause
from challenges.queries.calendar import DayState, day_number, length_for, preview_version
from challenges.queries.offers import offers_of
from interactions.models import DayAnswer, IdeaVersion, Interaction


@dataclass(frozen=True)
class Card:
    """What one participation has today. `version` is the idea on offer, `moment` what came of it so far."""

    participation: Participation
    state: DayState
    number: int
    length: int
    assignment: Assignment | None
    version: IdeaVersion | None
    moment: Interaction | None
    offer: Offer | None = None
    offers: Sequence[Offer] | None = None  # everything that was offered today, where that is known already

    @property
    def resting(self) -> bool:
        """A day that begins with rest: there is an assignment, and nothing on offer yet."""
        return self.assignment is not None and self.offer is None and self.state == DayState.CHALLENGE

    @property
    def done(self) -> bool:
        return self.moment is not None and self.moment.is_attempt


_days = CampaignDay.objects.filter(campaign=OuterRef("campaign")).order_by().values("campaign")
_LENGTH = Coalesce(Subquery(_days.annotate(count=Count("pk")).values("count")), 0)


def active_participations(participant: Participant) -> QuerySet[Participation]:
    """Where somebody takes part now, with campaign, its length and look, and whether there are pauses; the campaign
    that ends first comes first."""
    return (
        _active(participant)
        .select_related("campaign__organisation", "campaign__theme__logo")
        .defer("campaign__theme__logo__png")
        .order_by("campaign__ends_on", "pk")
    )


def _active(participant: Participant) -> QuerySet[Participation]:
    paused = Pause.objects.filter(participation=OuterRef("pk"))
    return participant.participations.filter(left_at__isnull=True).annotate(
        campaign_length=_LENGTH, has_pauses=Exists(paused)
    )


def participations_on(participant: Participant, on: dt.date) -> QuerySet[Participation]:
    """The same, each with whether somebody said "vandaag niet" of local day `on`: see `said_not_today`."""
    not_today = DayAnswer.objects.filter(participant=OuterRef("participant"), local_date=on)
    return active_participations(participant).annotate(not_today=Exists(not_today))


def said_not_today(participation: Participation) -> bool:
    """Whether "vandaag niet" was said, of one of `participations_on`."""
    return bool(participation.not_today)  # type: ignore[attr-defined]  # an annotation


def participation_in(participant: Participant, slug: str) -> Participation | None:
    """The participant's own participation in the campaign with this slug."""
    return active_participations(participant).filter(campaign__slug=slug).first()


def participation_of_tap(participant: Participant, slug: str) -> Participation | None:
    """The same without the look: for a tap, which shows no page of its own."""
    return _active(participant).select_related("campaign").filter(campaign__slug=slug).first()


def assignments_on(participations: Sequence[Participation], on: dt.date) -> dict[int, Assignment]:
    """What these participations have on local day `on`, with what came of it, by participation."""
    found = Assignment.objects.filter(
        participation__in=[one.pk for one in participations], local_date=on
    ).select_related("interaction__idea_version__idea__domain")
    return {assignment.participation_id: assignment for assignment in found}


def days_of(
    participations: Sequence[Participation], on: dt.date
) -> dict[int, tuple[Assignment, list[Offer]]]:
    """What these participations have on local day `on` with everything that was offered for it, by participation."""
    found: dict[int, tuple[Assignment, list[Offer]]] = {}
    for offer in (
        Offer.objects.filter(assignment__participation__in=participations, assignment__local_date=on)
        .select_related("assignment__interaction", "idea_version__idea__domain")
        .order_by("position")
    ):
        assignment, offers = found.setdefault(offer.assignment.participation_id, (offer.assignment, []))
        offer.assignment = assignment  # one and the same for all its offers
        offers.append(offer)
        if assignment.interaction and assignment.interaction.idea_version_id == offer.idea_version_id:
            assignment.interaction.idea_version = offer.idea_version  # what was tried had been offered
    # A day that began with rest has nothing on offer; a day that another tab makes at this very moment has.
    if others := [one for one in participations if one.pk not in found]:
        for whose, assignment in assignments_on(others, on).items():
            found[whose] = (assignment, offers_of(assignment))
    return found


def current_offer(assignment: Assignment) -> Offer | None:
    """The idea that is on the screen: the last offer."""
    return assignment.offers.select_related("idea_version__idea__domain").order_by("-position").first()


def loose_moment(participant: Participant, version: IdeaVersion, on: dt.date) -> Interaction | None:
    """Today's moment with this idea that belongs to no assignment: made before somebody's first day."""
    return (
        participant.interactions.filter(
            local_date=on,
            idea_version__idea=version.idea_id,
            assignment__isnull=True,
        )
        .select_related("idea_version__idea__domain")
        .first()
    )


def card(
    participation: Participation,
    *,
    state: DayState,
    assignment: Assignment | None,
    on: dt.date,
    offer: Offer | None = None,
    offers: Sequence[Offer] | None = None,
) -> Card:
    """The card of one participation on local day `on`; who begins tomorrow gets something to start with now. `offer`
    is what is on the screen and `offers` everything that was offered, where that is known already."""
    version: IdeaVersion | None
    if offers is not None:
        offer = offers[-1] if offers else None
    elif offer is None and assignment:
        offer = current_offer(assignment)
    if assignment:
        version, moment = (offer.idea_version if offer else None), assignment.interaction
        if moment is None and state == DayState.PAUSED:
            version = None  # the pause came after the offer
    else:
        version = preview_version(participation, on)
        moment = loose_moment(participation.participant, version, on) if version else None
    if moment:
        moment.participant = participation.participant  # whose key opens its plan
    return Card(
        participation=participation,
        state=state,
        number=assignment.day_number if assignment else day_number(participation, on),
        length=length_for(participation),
        assignment=assignment,
        version=version,
        moment=moment,
        offer=offer,
        offers=offers,
    )


def loose_plans(participant: Participant, on: dt.date) -> list[Interaction]:
    """What somebody meant to do on local day `on` beside the challenge, from the library or in their own words."""
    return list(
        participant.interactions.filter(
            local_date=on,
            status=Interaction.Status.PLANNED,
            assignment__isnull=True,
        )
        .select_related("idea_version__idea__domain", "domain")
        .order_by("created_at")
    )


def unlogged_assignments(participant: Participant, on: dt.date) -> list[tuple[Assignment, IdeaVersion]]:
    """Challenges of local day `on` that were not tried, with the idea that was on the screen last."""
    assignments = (
        Assignment.objects.filter(
            participation__participant=participant,
            participation__left_at__isnull=True,
            local_date=on,
        )
        .exclude(interaction__status__in=Interaction.ATTEMPTS)
        .select_related("participation__campaign", "interaction")
        .prefetch_related(Prefetch("offers", Offer.objects.select_related("idea_version__idea__domain")))
        .order_by("pk")
    )
    found = [(assignment, list(assignment.offers.all())) for assignment in assignments]
    return [(assignment, offers[-1].idea_version) for assignment, offers in found if offers]
