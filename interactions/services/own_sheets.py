"""The diary and what was kept from the library, for the register of own data."""

import datetime as dt
import uuid

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Participant
from accounts.services.owndata import Column, Holders, Sheet
from interactions.models import DayAnswer, Favourite, Interaction, Mood, OwnOpener

_OF_PARTICIPANT: tuple[type[Model], ...] = (Interaction, DayAnswer, Mood, Favourite, OwnOpener)
KEEPS_ALIVE: tuple[Holders, ...] = tuple(
    lambda _now, model=model: model._default_manager.values_list("participant_id")  # type: ignore[misc]
    for model in _OF_PARTICIPANT
)


def export(participant: Participant) -> list[Sheet]:
    """Moments with their notes, days without, moods, favourites, own openers."""
    return [_moments(participant), _day_answers(participant), _moods(participant), *_kept(participant)]


def _moments(participant: Participant) -> Sheet:
    columns = [
        Column("id", _("nummer van het moment, door je pagina gemaakt")),
        Column("dag", _("de dag waar het bij hoort; een dag begint om vier uur 's nachts")),
        Column("plek", _("waar het was")),
        Column(
            "met_wie", _("stranger (onbekende), acquaintance (vage bekende), service (iemand aan het werk)")
        ),
        Column("idee", _("de naam van het idee; leeg bij een eigen moment")),
        Column("titel", _("de woorden van het idee, zoals je ze zag")),
        Column("plan", _("je plan")),
        Column(
            "dacht_positief",
            _("hoeveel van de 10 mensen positief zouden reageren, dacht je; leeg is niet gezegd"),
        ),
        Column("dacht_ongemak", _("hoe ongemakkelijk het zou zijn, dacht je, 0 tot en met 10")),
        Column("voorspeld", _("wanneer je dat zei (UTC)")),
        Column(
            "status",
            _("planned, done (gelukt), different (anders), other (iets anders gedaan), lapsed (voorbij)"),
        ),
        Column("uitkomst", _("wanneer je zei hoe het ging (UTC)")),
        Column("reactie", _("positive, neutral, declined (liever niet), unknown (weet ik niet)")),
        Column("ongemak", _("hoe ongemakkelijk het was, 0 tot en met 10")),
        Column("leuk", _("hoe leuk het was, 0 tot en met 10")),
        Column("niet_prettig", _("of het niet prettig of veilig voelde")),
        Column("achteraf", _("of je het een dag later opschreef")),
        Column("versie_vragen", _("welke versie van de vragen je zag")),
        Column("notitie", _("wat je erbij schreef")),
        Column("notitie_van", _("wanneer je dat schreef (UTC)")),
    ]
    rows = (
        Interaction.objects.filter(participant=participant)
        .order_by("local_date", "pk")
        .values_list(
            "client_id", "local_date", "domain__name", "counterpart", "idea_version__idea__key",
            "idea_version__title", "plan_text", "predicted_yes", "predicted_awkward", "predicted_at", "status",
            "outcome_at", "response", "awkward", "enjoyed", "unsafe", "late", "item_version", "reflection__text",
            "reflection__written_at",
        )
    )  # fmt: skip
    return Sheet("momenten", _("Je momenten"), columns, list(rows))


def _day_answers(participant: Participant) -> Sheet:
    answers = (
        DayAnswer.objects.filter(participant=participant).order_by("local_date").prefetch_related("barriers")
    )
    return Sheet(
        "vandaag_niet",
        _("Dat het vandaag niet werd"),
        [
            Column("dag", _("op welke dag")),
            Column("drempels", _("wat je tegenhield, met | ertussen")),
            Column("gezegd", _("wanneer (UTC)")),
        ],
        [
            (
                answer.local_date,
                "|".join(barrier.words.label for barrier in answer.barriers.all()),
                answer.created_at,
            )
            for answer in answers
        ],
    )


def _moods(participant: Participant) -> Sheet:
    return Sheet(
        "in_je_vel",
        _("Hoe je in je vel zat"),
        [
            Column("dag", _("op welke dag")),
            Column("cijfer", _("1 (helemaal niet lekker) tot en met 10 (heel lekker)")),
            Column(
                "gevraagd",
                _("after_moment (na een moment), not_today (bij vandaag niet), diary (in het dagboek)"),
            ),
            Column("versie_vragen", _("welke versie van de vraag je zag")),
            Column("gegeven", _("wanneer (UTC)")),
        ],
        list(
            Mood.objects.filter(participant=participant)
            .order_by("local_date")
            .values_list("local_date", "score", "asked_in", "item_version", "answered_at")
        ),
    )


def _kept(participant: Participant) -> list[Sheet]:
    return [
        Sheet(
            "bewaard",
            _("Ideeën die je bewaarde"),
            [Column("idee", _("de naam van het idee")), Column("bewaard", _("wanneer (UTC)"))],
            list(
                Favourite.objects.filter(participant=participant)
                .order_by("created_at", "pk")
                .values_list("idea__key", "created_at")
            ),
        ),
        Sheet(
            "smoesjes",
            _("Je eigen smoesjes"),
            [
                Column("tekst", _("de zin")),
                Column("plek", _("voor welke plek")),
                Column("karakter", _("observer (kijker), asker (vrager), giver (gever), joker (grapmaker)")),
                Column("gemaakt", _("wanneer (UTC)")),
                Column("gewijzigd", _("wanneer voor het laatst (UTC)")),
            ],
            list(
                OwnOpener.objects.filter(participant=participant)
                .order_by("created_at", "pk")
                .values_list("text", "domain__name", "character", "created_at", "updated_at")
            ),
        ),
    ]


def merge(*, source: Participant, target: Participant, now: dt.datetime) -> None:
    """Everything comes along; where one day or one idea has room for one answer, the target's counts."""
    _renumber(Interaction, source, target)
    _renumber(OwnOpener, source, target)
    _drop_doubles(DayAnswer, source, target, "local_date")
    _drop_doubles(Mood, source, target, "local_date")
    _drop_doubles(Favourite, source, target, "idea_id")
    for model in _OF_PARTICIPANT:
        model._default_manager.filter(participant=source).update(participant=target)


def _drop_doubles(model: type[Model], source: Participant, target: Participant, field: str) -> None:
    taken = list(model._default_manager.filter(participant=target).values_list(field, flat=True))
    model._default_manager.filter(participant=source, **{f"{field}__in": taken}).delete()


def _renumber(model: type[Model], source: Participant, target: Participant) -> None:
    """The same number with both would be one row too few; the source's gets another."""
    taken = model._default_manager.filter(participant=target).values("client_id")
    doubles = model._default_manager.filter(participant=source, client_id__in=taken)
    for pk in list(doubles.values_list("pk", flat=True)):
        model._default_manager.filter(pk=pk).update(client_id=uuid.uuid4())
