"""What accounts itself keeps of a participant, for the register of own data. Secrets are not given: only their hash
is kept, and a hash is of no use to anybody."""

from django.utils.translation import gettext as _

from accounts.models import Consent, Contact, Participant, ParticipantSession, WayBack
from accounts.services.owndata import Column, Sheet


def export(participant: Participant) -> list[Sheet]:
    """That somebody takes part, and how they can come back."""
    return [
        Sheet(
            "deelnemer",
            _("Dat je meedoet"),
            [
                Column("begonnen", _("wanneer je begon (UTC)")),
                Column("laatst_gezien", _("wanneer je hier voor het laatst was (UTC, op de dag nauwkeurig)")),
                Column("aantal_verborgen", _("of je het aantal momenten liever niet ziet")),
            ],
            [
                (
                    participant.created_at,
                    participant.last_seen_at,
                    participant.hides_count,
                )
            ],
        ),
        Sheet(
            "toestemming",
            _("Dat je ja zei"),
            [Column("versie", _("versie van de uitleg")), Column("gegeven", _("wanneer (UTC)"))],
            list(Consent.objects.filter(participant=participant).values_list("version", "given_at")),
        ),
        Sheet(
            "toestellen",
            _("Browsers die je kennen"),
            [
                Column("gemaakt", _("sinds wanneer (UTC)")),
                Column("laatst_gezien", _("wanneer voor het laatst (UTC, op de dag nauwkeurig)")),
            ],
            list(
                ParticipantSession.objects.filter(participant=participant)
                .order_by("pk")
                .values_list("created_at", "last_seen_at")
            ),
        ),
        Sheet(
            "terugkomen",
            _("Startlinks en codes op papier"),
            [
                Column("soort", _("start_link of paper_code")),
                Column("gemaakt", _("wanneer (UTC)")),
                Column("gebruikt", _("wanneer voor het laatst (UTC); leeg is nooit")),
                Column("vervangen", _("sinds wanneer hij niet meer werkt (UTC); leeg is: werkt")),
            ],
            list(
                WayBack.objects.filter(participant=participant)
                .order_by("pk")
                .values_list("kind", "created_at", "last_used_at", "replaced_at")
            ),
        ),
        Sheet(
            "adres",
            _("Je e-mailadres"),
            [
                Column("adres", _("je adres")),
                Column("bevestigd", _("wanneer je liet zien dat het van jou is (UTC)")),
            ],
            list(Contact.objects.filter(participant=participant).values_list("address", "confirmed_at")),
        ),
    ]
