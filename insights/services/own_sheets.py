"""That somebody was counted, for the register of own data. Which figures they gave is nowhere: only that they did."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import Participant
from accounts.services.owndata import Column, Sheet
from challenges.models import Participation
from insights.models import CountedParticipation


def export(participant: Participant) -> list[Sheet]:
    """In which figures somebody was counted, where that is remembered so that it happens once."""
    columns = [
        Column("campagne", _("met welke campagne je meetelde")),
        Column(
            "cijfers", _("national (de cijfers van heel Nederland) of quarter (die van de campagne zelf)")
        ),
        Column("kwartaal", _("van welk kwartaal die cijfers zijn")),
        Column("dag", _("wat voor die dag gebeurde, telde mee")),
    ]
    rows = (
        CountedParticipation.objects.filter(participation__participant=participant)
        .order_by("draw__due_on", "pk")
        .values_list("participation__campaign__name", "draw__kind", "draw__cohort", "draw__due_on")
    )
    return [Sheet("meegeteld", _("In welke cijfers je bent meegeteld"), columns, list(rows))]


def merge(*, source: Participant, target: Participant, now: dt.datetime) -> None:
    """Where both are in one campaign and the source was counted, what becomes one participation was counted. A
    participation that comes along whole takes it along by itself."""
    kept = dict(Participation.objects.filter(participant=target).values_list("campaign_id", "pk"))
    for one in CountedParticipation.objects.filter(participation__participant=source).select_related(
        "participation"
    ):
        participation = kept.get(one.participation.campaign_id)
        if participation is None:
            continue
        known = CountedParticipation.objects.filter(participation=participation, national=one.national)
        if not known.exists():
            CountedParticipation.objects.filter(pk=one.pk).update(participation=participation)
