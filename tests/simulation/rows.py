"""Everything that made-up people left in the database, as rows that do not depend on ids."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from accounts.models import Consent, Participant, ParticipantKey, PrivateTextField
from challenges.models import Assignment, Offer, Participation, Pause
from interactions.models import DayAnswer, Interaction, Mood, Reflection

# How to reach the participant from each model, and what stands for a row that is pointed at.
_OF_PARTICIPANT = {
    Participant: "join_key",
    Consent: "participant__join_key",
    Participation: "participant__join_key",
    Pause: "participation__participant__join_key",
    Interaction: "participant__join_key",
    Assignment: "participation__participant__join_key",
    Offer: "assignment__participation__participant__join_key",
    DayAnswer: "participant__join_key",
    Mood: "participant__join_key",
    Reflection: "interaction__participant__join_key",
}
_STANDS_FOR = {
    "participant": ("participant__join_key",),
    "participation": ("participation__participant__join_key",),
    "interaction": ("interaction__client_id",),
    "assignment": ("assignment__participation__participant__join_key", "assignment__local_date"),
}


def rows_of(join_keys: Collection[UUID]) -> dict[str, list[Any]]:
    """Per model every field of every row of these people, sorted."""
    rows: dict[str, list[Any]] = {}
    for model, path in _OF_PARTICIPANT.items():
        names = [
            name
            for field in model._meta.concrete_fields
            if not field.primary_key
            for name in _STANDS_FOR.get(field.name, (field.attname,))
        ]
        private = [field.name for field in model._meta.concrete_fields if isinstance(field, PrivateTextField)]
        of_them = model._default_manager.filter(**{f"{path}__in": join_keys}).order_by()
        words = {row.pk: [getattr(row, name) for name in private] for row in of_them if private}
        plain = of_them.values_list("pk", *(name for name in names if name not in private))
        rows[model.__name__] = sorted(repr((*row, *words.get(pk, []))) for pk, *row in plain)
    keys = ParticipantKey.objects.filter(participant__join_key__in=join_keys)
    rows["keys"] = sorted(map(repr, keys.values_list("participant__join_key", "wrapped_with")))
    chosen = DayAnswer.objects.filter(participant__join_key__in=join_keys, barriers__isnull=False)
    rows["barriers"] = sorted(
        map(repr, chosen.values_list("participant__join_key", "local_date", "barriers"))
    )
    return rows
