"""What the demo's people shared: some on every campaign's page, some that wait, and two of Noor's on their way."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Participant
from challenges.models import Campaign, Contribution
from challenges.services.contributions import offer_contribution
from challenges.services.proposals import propose_contribution
from interactions.models import LifeDomain

KIND, STATUS = Contribution.Kind, Contribution.Status


@dataclass(frozen=True)
class DemoText:
    """A made-up text, where it belongs, and what the made-up staff said of it."""

    text: str
    kind: Contribution.Kind = KIND.OPENER
    domain: str | None = None
    status: Contribution.Status = STATUS.APPROVED
    staff_note: str = ""
    proposed: bool = False  # for the library of everybody


ON_THE_PAGE = {
    "amsterdam": (
        DemoText("Wij wachten hier vast op dezelfde tram.", domain="ov"),
        DemoText("Ik zie dat jij ook voor de koffie komt.", domain="uit"),
        DemoText(
            "Ik groet nu elke ochtend de man van de bakfiets. Vorige week zwaaide hij als eerste.",
            kind=KIND.QUOTE,
            domain="buurt",
        ),
        DemoText("Staat u ook altijd in de langzaamste rij?", domain="winkel", status=STATUS.OFFERED),
        DemoText(
            "Ik heb eindelijk gedag gezegd tegen Fatma Yilmaz van driehoog. Ze had thee voor twee.",
            kind=KIND.QUOTE,
            domain="buurt",
            status=STATUS.OFFERED,
        ),
    ),
    "enschede": (
        DemoText("Is dit brood net zo lekker als het ruikt?", domain="winkel", proposed=True),
        DemoText("Wie van jullie laat hier wie uit?", domain="buurt"),
        DemoText("Eerst alleen knikken. Na drie dagen kwam de zin vanzelf.", kind=KIND.HELPED, proposed=True),
        DemoText("Is dit de bus die altijd precies te vroeg is?", domain="ov", status=STATUS.OFFERED),
    ),
}

OF_NOOR = (
    DemoText(
        "Samen mopperen op lijn 3. Daarna moesten we allebei lachen.",
        kind=KIND.QUOTE,
        domain="ov",
        status=STATUS.OFFERED,
    ),
    DemoText(
        "Thee met een wolkje melk, en een verhaal van een kwartier over haar hond.",
        kind=KIND.QUOTE,
        domain="buurt",
        status=STATUS.RETURNED,
        staff_note="Wat een fijn verhaal. De buurvrouw is te herkennen. Wil je haar hond weglaten?",
    ),
)


def share(
    *, people: Sequence[Participant], campaign: Campaign, texts: Sequence[DemoText], now: dt.datetime
) -> None:
    """Lets people offer texts in turn, as they would, and decides about them the next day."""
    domains = LifeDomain.objects.in_bulk()
    for number, one in enumerate(texts):
        participant = people[number % len(people)]
        contribution = offer_contribution(
            participant=participant,
            client_id=uuid.uuid5(participant.join_key, one.text),
            campaign=campaign,
            kind=one.kind,
            text=one.text,
            domain=domains[one.domain] if one.domain else None,
            now=now - dt.timedelta(days=2),
        )
        if one.status != STATUS.OFFERED:
            contribution.status, contribution.staff_note = one.status, one.staff_note
            contribution.decided_at = now - dt.timedelta(days=1)
            contribution.save(update_fields=["status", "staff_note", "decided_at"])
        if one.proposed:
            propose_contribution(organisation=campaign.organisation, pk=contribution.pk, now=now)
