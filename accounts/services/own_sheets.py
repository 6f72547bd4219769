"""What accounts itself keeps of a participant, for the register of own data. Secrets are not given: only their hash
is kept, and a hash is of no use to anybody."""

from django.utils.translation import gettext as _

from accounts.models import Consent, Message, Participant, ParticipantSession, WayBack
from accounts.queries.ways_back import contact_of
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
            _("Startlinks, codes op papier en links in mails"),
            [
                Column("soort", _("start_link, paper_code of day_link (de link in een mail over één dag)")),
                Column("gemaakt", _("wanneer (UTC)")),
                Column("gebruikt", _("wanneer voor het laatst (UTC); leeg is nooit")),
                Column("vervangen", _("sinds wanneer hij vervangen of ingetrokken is (UTC)")),
                Column("dag", _("de dag die een link in een mail opent")),
                Column("eindigt", _("tot wanneer die link werkt (UTC)")),
            ],
            list(
                WayBack.objects.filter(participant=participant)
                .order_by("pk")
                .values_list("kind", "created_at", "last_used_at", "replaced_at", "local_date", "expires_at")
            ),
        ),
        Sheet(
            "adres",
            _("Je e-mailadres"),
            [
                Column("adres", _("je adres")),
                Column("bevestigd", _("wanneer je liet zien dat het van jou is (UTC)")),
                Column("onbereikbaar", _("sinds wanneer mail er niet aankomt (UTC); leeg is: alles in orde")),
            ],
            [
                (one.address, one.confirmed_at, one.undeliverable_at)
                for one in [contact_of(participant)]
                if one
            ],
        ),
        Sheet(
            "berichten",
            _("Berichten aan jou"),
            [
                Column(
                    "soort", _("today, log_reminder, notice (van de gemeente) of check_in (hoe gaat het nu)")
                ),
                Column("dag", _("over welke dag het ging")),
                Column("vanaf", _("wanneer het op zijn vroegst mocht gaan (UTC)")),
                Column(
                    "stand",
                    _(
                        "pending (wacht), sent (verstuurd), failed (mislukt), expired (te laat), cancelled (niet nodig)"
                    ),
                ),
                Column("reden", _("waarom het mislukte of niet meer nodig was")),
                Column("verstuurd", _("wanneer (UTC)")),
            ],
            list(
                Message.objects.filter(participant=participant)
                .order_by("not_before", "pk")
                .values_list("kind", "local_date", "not_before", "state", "reason", "sent_at")
            ),
        ),
    ]
