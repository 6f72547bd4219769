"""Taking part, what was offered, and what was shared, for the register of own data."""

import datetime as dt
import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Participant
from accounts.services.owndata import Column, Sheet
from challenges.models import Assignment, Contribution, ContributionOwner, Offer, Participation, Pause
from challenges.queries.calendar import day_number
from challenges.queries.campaigns import waiting_participants
from challenges.services.pauses import end_pauses
from interactions.models import local_date

KEEPS_ALIVE = (
    waiting_participants,
    lambda _now: ContributionOwner.objects.values_list("participant_id"),
)


def export(participant: Participant) -> list[Sheet]:
    """Campaigns with settings and pauses, every idea that was offered, every contribution."""
    return [
        _participations(participant),
        _pauses(participant),
        _offers(participant),
        _contributions(participant),
    ]


def _participations(participant: Participant) -> Sheet:
    columns = [
        Column("campagne", _("waar je aan meedoet")),
        Column("stap", _("knik, zin of praatje")),
        Column("dagen", _("op welke dagen een bericht mag komen, 1 is maandag, met | ertussen")),
        Column("tijd", _("hoe laat een bericht mag komen, op de klok in Nederland")),
        Column("kanaal", _("none (geen bericht) of email")),
        Column("herinnering", _("hoe laat je aan opschrijven wilt worden herinnerd; leeg is niet")),
        Column("herinneringsdagen", _("op welke dagen dat mag, 1 is maandag, met | ertussen")),
        Column("begonnen", _("wanneer je begon (UTC)")),
        Column("eerste_dag", _("op welke dag dag 1 viel")),
        Column("gestopt", _("wanneer je stopte (UTC)")),
        Column("vanzelf", _("of dat was omdat het vanzelf gaat")),
        Column("gever", _("of je vooral smoesjes geeft")),
    ]
    rows = [
        (
            one.campaign.name,
            one.step,
            "|".join(map(str, one.weekdays)),
            one.prompt_time,
            one.channel,
            one.log_time,
            "|".join(map(str, one.log_weekdays)),
            one.joined_at,
            one.first_day,
            one.left_at,
            one.graduated,
            one.giver,
        )
        for one in Participation.objects.filter(participant=participant)
        .select_related("campaign")
        .order_by("pk")
    ]
    return Sheet("deelnames", _("Waar je aan meedoet"), columns, rows)


def _pauses(participant: Participant) -> Sheet:
    rows = (
        Pause.objects.filter(participation__participant=participant)
        .order_by("starts_on", "pk")
        .values_list("participation__campaign__name", "starts_on", "ends_on")
    )
    columns = [
        Column("campagne", _("welke campagne")),
        Column("van", _("eerste dag van de pauze")),
        Column("tot_en_met", _("laatste dag van de pauze")),
    ]
    return Sheet("pauzes", _("Je pauzes"), columns, list(rows))


def _offers(participant: Participant) -> Sheet:
    columns = [
        Column("campagne", _("welke campagne")),
        Column("dag", _("op welke dag")),
        Column("dagnummer", _("de hoeveelste dag van de campagne")),
        Column(
            "moment", _("het nummer van het moment dat erbij hoort (zie momenten); leeg is: niet begonnen")
        ),
        Column("volgorde", _("het hoeveelste voorstel van die dag; leeg is een rustdag")),
        Column("idee", _("de naam van het idee")),
        Column(
            "waarom",
            _("calendar (kalender), swap (ander voorstel), barrier (na een drempel), own_choice (zelf)"),
        ),
        Column("getoond", _("wanneer (UTC)")),
    ]
    rows = (
        Assignment.objects.filter(participation__participant=participant)
        .order_by("local_date", "pk", "offers__position")
        .values_list(
            "participation__campaign__name", "local_date", "day_number", "interaction__client_id",
            "offers__position", "offers__idea_version__idea__key", "offers__reason", "offers__created_at",
        )
    )  # fmt: skip
    return Sheet("uitdagingen", _("Wat je van ons kreeg"), columns, list(rows))


def _contributions(participant: Participant) -> Sheet:
    columns = [
        Column("campagne", _("aan welke campagne")),
        Column("soort", _("opener (smoesje), quote (ervaring), helped (wat hielp)")),
        Column("tekst", _("wat je deelde")),
        Column("plek", _("bij welke plek")),
        Column("status", _("offered (wacht), approved (staat op de pagina), returned (teruggegeven)")),
        Column("antwoord", _("wat de gemeente erbij schreef")),
        Column("dag", _("op welke dag je het deelde")),
        Column("besloten", _("wanneer de gemeente besloot (UTC)")),
    ]
    rows = (
        Contribution.objects.filter(owner__participant=participant)
        .order_by("pk")
        .values_list(
            "campaign__name",
            "kind",
            "text",
            "domain__name",
            "status",
            "staff_note",
            "offered_on",
            "decided_at",
        )
    )
    return Sheet("gedeeld", _("Wat je deelde"), columns, list(rows))


def erase(*, participant: Participant) -> None:
    """What somebody shared goes too, from pages as well: the texts do not hang on the participant."""
    Contribution.objects.filter(owner__participant=participant).delete()


def address_gone(*, participant: Participant) -> None:
    """Without an address no message can come, and a new address starts none by itself."""
    Participation.objects.filter(participant=participant).update(
        channel=Participation.Channel.NONE, log_time=None
    )


def merge(*, source: Participant, target: Participant, now: dt.datetime) -> None:
    """Campaigns that only the source is in come along whole. Where both are in one, the target's settings count and
    the source's days fill the gaps; a moment that finds its day taken stays in the diary, without challenge. Where the
    target stopped or is at the end, the source goes on where it was."""
    own = {one.campaign_id: one for one in _with_calendar(target)}
    for theirs in _with_calendar(source):
        kept = own.get(theirs.campaign_id)
        if kept is None:
            Participation.objects.filter(pk=theirs.pk).update(participant=target)
        else:
            _merge_days(theirs, kept)
            if _over(kept, now) and not _over(theirs, now):
                _go_on(kept, theirs)
            Participation.objects.filter(pk=theirs.pk).delete()
    owners = ContributionOwner.objects.filter(participant=source)
    taken = ContributionOwner.objects.filter(participant=target).values("client_id")
    for pk in list(owners.filter(client_id__in=taken).values_list("pk", flat=True)):
        ContributionOwner.objects.filter(pk=pk).update(client_id=uuid.uuid4())
    owners.update(participant=target)


def _with_calendar(participant: Participant) -> "QuerySet[Participation]":
    found = Participation.objects.filter(participant=participant)
    return found.select_related("campaign").prefetch_related("pauses")


def _merge_days(theirs: Participation, kept: Participation) -> None:
    taken = {one.local_date: one for one in Assignment.objects.filter(participation=kept)}
    for assignment in Assignment.objects.filter(participation=theirs):
        same_day = taken.get(assignment.local_date)
        if same_day is None:
            Assignment.objects.filter(pk=assignment.pk).update(participation=kept)
        elif same_day.interaction_id is None and assignment.interaction_id:
            moment = assignment.interaction_id
            Assignment.objects.filter(pk=assignment.pk).update(interaction=None)
            Assignment.objects.filter(pk=same_day.pk).update(interaction=moment)
    Offer.objects.filter(assignment__participation=theirs).delete()


def _over(participation: Participation, now: dt.datetime) -> bool:
    ended = day_number(participation, local_date(now)) > participation.campaign.length
    return ended or participation.left_at is not None


def _go_on(kept: Participation, theirs: Participation) -> None:
    """The round that runs is theirs: its first day, its pauses and how they take part."""
    Participation.objects.filter(pk=kept.pk).update(
        left_at=None,
        graduated=False,
        joined_at=theirs.joined_at,
        first_day=theirs.first_day,
        step=theirs.step,
        giver=theirs.giver,
        weekdays=theirs.weekdays,
    )
    end_pauses(participation=kept, day=theirs.first_day)
    Pause.objects.filter(participation=theirs).update(participation=kept)
