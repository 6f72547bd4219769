"""What staff read about the messages of their campaigns."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.queries.heartbeat import heartbeat, worker_away
from challenges.models import Campaign, DeliverySummary

_AGAIN = _(
    "Wij proberen het elke minuut opnieuw. Bel wie Gedag voor jullie beheert, als dit langer dan een uur duurt."
)
# Per cause: what is the matter, and what to do about it.
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "": (_("Berichten komen aan."), ""),
    "worker": (
        _("Er gaan nu geen berichten weg, want de taken van Gedag lopen niet."),
        _("Er raakt niets kwijt. Bel wie Gedag voor jullie beheert, als dit langer dan tien minuten duurt."),
    ),
    "mail_server": (_("De mailserver is niet bereikbaar."), _AGAIN),
    "queue": (_("Berichten wachten langer dan een kwartier."), _AGAIN),
    "refused": (
        _("Een deel van de mail wordt geweigerd."),
        _(
            "Vraag wie Gedag voor jullie beheert om uit te zoeken waarom. Nieuwe berichten proberen we gewoon."
        ),
    ),
    "late": (
        _("Een deel van de berichten kwam te laat en is niet meer verstuurd."),
        _("Je hoeft niets te doen. Bel wie Gedag voor jullie beheert, als dit morgen nog zo is."),
    ),
    "unclear": (
        _("Van een deel van de mail weten we niet zeker of die aankwam."),
        _(
            "Misschien kreeg iemand een bericht twee keer. Bel wie Gedag voor jullie beheert, als dit morgen nog zo is."
        ),
    ),
    "broken": (
        _("Een deel van de berichten kan niet gemaakt worden."),
        _("Dat is een fout van Gedag. Bel wie Gedag voor jullie beheert."),
    ),
}
_UNKNOWN = (
    _("We weten nog niet of berichten aankomen."),
    _("Dat duurt hooguit een paar minuten. Bel wie Gedag voor jullie beheert, als dit zo blijft."),
)


@dataclass(frozen=True)
class DeliveryLine:
    """One calm line: the state in a word (empty when nobody knows yet), what is the matter, and what to do."""

    state: str
    word: str | Promise
    text: str | Promise
    advice: str | Promise


def delivery_lines(campaigns: Iterable[Campaign], now: dt.datetime) -> dict[int, DeliveryLine]:
    """Per campaign (its id) that the public may see how its messages go, in two queries. A worker that is away cannot
    say so itself: then its last beat does."""
    beat = heartbeat()
    ids = [one.pk for one in campaigns if one.status in Campaign.PUBLIC]
    found = {one.campaign_id: one for one in DeliverySummary.objects.filter(campaign__in=ids)}
    if beat is not None and worker_away(beat, now):
        return dict.fromkeys(ids, _line(DeliverySummary.State.STALLED, "worker"))
    return {pk: _line(found[pk].state, found[pk].cause) if pk in found else _line("", None) for pk in ids}


def _line(state: str, cause: str | None) -> DeliveryLine:
    text, advice = _UNKNOWN if cause is None else _WORDS[cause]
    return DeliveryLine(
        state, DeliverySummary.State(state).label if state else _("nog onbekend"), text, advice
    )
