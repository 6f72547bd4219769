"""The diary and what was kept from the library, for the register of own data."""

import datetime as dt
import uuid
from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Participant, Unreadable
from accounts.services.owndata import Column, Holders, Sheet
from interactions.models import DayAnswer, Favourite, Interaction, Mood, OwnOpener, Reflection
from interactions.queries.diary import moments_of
from interactions.queries.openers import own_openers

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
    rows = [
        (
            one.client_id, one.local_date, one.domain.name, one.counterpart,
            one.idea_version.idea.key if one.idea_version else None,
            one.idea_version.title if one.idea_version else None,
            one.plan_text, one.predicted_yes, one.predicted_awkward, one.predicted_at, one.status, one.outcome_at,
            one.response, one.awkward, one.enjoyed, one.unsafe, one.late, one.item_version,
            *_note_of(one),
        )
        for one in moments_of(participant).order_by("local_date", "pk")
    ]  # fmt: skip
    return Sheet("momenten", _("Je momenten"), columns, rows)


def _note_of(moment: Interaction) -> tuple[str | None, dt.datetime | None]:
    note = getattr(moment, "reflection", None)
    return (note.text, note.written_at) if note else (None, None)


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
            [
                (one.text, one.domain.name, one.character, one.created_at, one.updated_at)
                for one in own_openers(participant).order_by("created_at", "pk")
            ],
        ),
    ]


def merge(*, source: Participant, target: Participant, now: dt.datetime) -> None:
    """Everything comes along; where one day or one idea has room for one answer, the target's counts. Words are sealed
    anew, with the target's key. Raises WordsLockedError when that is impossible now."""
    words = _words_of(source)
    _renumber(Interaction, source, target)
    _renumber(OwnOpener, source, target)
    _drop_doubles(DayAnswer, source, target, "local_date")
    _drop_doubles(Mood, source, target, "local_date")
    _drop_doubles(Favourite, source, target, "idea_id")
    for model in _OF_PARTICIPANT:
        model._default_manager.filter(participant=source).update(participant=target)
    _seal_for(target, words)


_Words = list[tuple[type[Model], int, str, str]]  # a model, a row, a field, and what stands there


def _words_of(participant: Participant) -> _Words:
    """Everything that somebody wrote, opened. What is damaged or lost is left out, and stays as it is."""
    with suppress(ObjectDoesNotExist):
        participant.private_key.opened()  # raises when the installation misses a key: then nothing may be moved
    for model in (Interaction, OwnOpener):  # nobody writes here until this is done
        list(model._default_manager.select_for_update().filter(participant=participant).values_list("pk"))
    moments = moments_of(participant).exclude(plan_text=b"", reflection__isnull=True)
    words: _Words = []
    for moment in moments:
        words.append((Interaction, moment.pk, "plan_text", moment.plan_text))
        if note := getattr(moment, "reflection", None):
            words.append((Reflection, note.pk, "text", note.text))
    words += [(OwnOpener, one.pk, "text", one.text) for one in own_openers(participant)]
    return [one for one in words if one[-1] and not isinstance(one[-1], Unreadable)]


def _seal_for(target: Participant, words: _Words) -> None:
    for model, pk, name, text in words:
        row = model._default_manager.get(pk=pk)
        whose = row.interaction if isinstance(row, Reflection) else row
        whose.participant = target  # type: ignore[attr-defined]
        setattr(row, name, text)
        row.save(update_fields=[name])


def _drop_doubles(model: type[Model], source: Participant, target: Participant, field: str) -> None:
    taken = list(model._default_manager.filter(participant=target).values_list(field, flat=True))
    model._default_manager.filter(participant=source, **{f"{field}__in": taken}).delete()


def _renumber(model: type[Model], source: Participant, target: Participant) -> None:
    """The same number with both would be one row too few; the source's gets another."""
    taken = model._default_manager.filter(participant=target).values("client_id")
    doubles = model._default_manager.filter(participant=source, client_id__in=taken)
    for pk in list(doubles.values_list("pk", flat=True)):
        model._default_manager.filter(pk=pk).update(client_id=uuid.uuid4())
