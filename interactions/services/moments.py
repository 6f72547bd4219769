"""Writing the diary. Every verb may be repeated: the same moment stays one moment and nothing is lost."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Participant
from accounts.services.private_words import may_replace
from interactions.models import (
    Barrier,
    DayAnswer,
    IdeaVersion,
    Interaction,
    LifeDomain,
    Reflection,
    local_date,
)


def plan_moment(
    *,
    participant: Participant,
    client_id: uuid.UUID,
    idea_version: IdeaVersion,
    day: dt.date,
    now: dt.datetime,
    outcome: Interaction.Status | None = None,
) -> Interaction:
    """The participant's moment with this client id, made when it is not there yet, with how it went where that is
    known already; late when its day is over."""
    idea = idea_version.idea
    moment = Interaction(
        participant=participant,
        client_id=client_id,
        idea_version=idea_version,
        domain_id=idea.domain_id,
        counterpart=idea.counterpart,
        local_date=day,
        late=day < local_date(now),
        status=outcome or Interaction.Status.PLANNED,
        outcome_at=now if outcome else None,
        created_at=now,
        updated_at=now,
    )
    try:
        # Hardly ever there already, so it is not looked for first: the database says so.
        with transaction.atomic():
            moment.save(force_insert=True)
    except IntegrityError:
        known = Interaction.objects.filter(participant=participant, client_id=client_id).first()
        if known is None:
            raise
        moment = known
        if outcome:
            record_outcome(moment=moment, status=outcome, now=now)
    return moment


def write_plan(*, moment: Interaction, plan_text: str, now: dt.datetime) -> bool:
    """Keeps "als …, dan …"; empty removes it. Returns whether it was kept: not after the outcome.

    Raises WordsLockedError when it could not be read again, and for a new text in the place of one that does not open;
    an empty one leaves that as it is.
    """
    with transaction.atomic():
        kept = _held(moment)
        if kept is None or kept.status != Interaction.Status.PLANNED:
            return False
        if may_replace(kept.plan_text, plan_text):
            kept.plan_text, kept.updated_at = plan_text, now
            kept.save(update_fields=["plan_text", "updated_at"])
    return True


def _held(moment: Interaction) -> Interaction | None:
    """The moment as it is now, which nobody else changes meanwhile. It may have moved to another diary, and whose it is
    decides which key its words get."""
    held = Interaction.objects.select_for_update().filter(pk=moment.pk).first()
    if held and held.participant_id == moment.participant_id:
        held.participant = moment.participant  # with the key that came along
    return held


def predict(*, moment: Interaction, predicted_yes: int | None, now: dt.datetime) -> bool:
    """Keeps what somebody expects, 0 to 10 of ten people. Returns whether it was kept: not after the outcome."""
    return _before_outcome(moment, late=False, predicted_yes=predicted_yes, predicted_at=now, updated_at=now)


def predict_awkward(*, moment: Interaction, predicted_awkward: int | None, now: dt.datetime) -> bool:
    """Keeps how awkward somebody thinks it will feel, 0 to 10. Returns whether it was kept: not after the outcome."""
    return _before_outcome(
        moment, late=False, predicted_awkward=predicted_awkward, predicted_at=now, updated_at=now
    )


def _before_outcome(moment: Interaction, *, late: bool | None = None, **values: object) -> bool:
    planned = Interaction.objects.filter(pk=moment.pk, status=Interaction.Status.PLANNED)
    if late is not None:
        planned = planned.filter(late=late)
    return bool(planned.update(**values))


def record_outcome(*, moment: Interaction, status: Interaction.Status, now: dt.datetime) -> None:
    """Keeps that it was tried. The time of the outcome is set once; the status is the last one said.

    A prediction that came in by another server's clock, a little ahead, must not cost the attempt: the outcome is
    then as late as the prediction.
    """
    if status not in Interaction.ATTEMPTS:
        raise ValueError(f"{status} is not an outcome")
    Interaction.objects.filter(pk=moment.pk).update(
        status=status, outcome_at=Coalesce("outcome_at", Greatest(Value(now), "predicted_at")), updated_at=now
    )


def answer_response(*, moment: Interaction, response: Interaction.Response | None, now: dt.datetime) -> bool:
    """Keeps how the other reacted; only a moment with an outcome has a response. Returns whether it was kept."""
    return _after_outcome(moment, response=response, updated_at=now)


def answer_awkward(*, moment: Interaction, awkward: int | None, now: dt.datetime) -> bool:
    """Keeps how awkward it was, 0 to 10. Returns whether it was kept: only a moment with an outcome has an answer."""
    return _after_outcome(moment, awkward=awkward, updated_at=now)


def answer_enjoyed(*, moment: Interaction, enjoyed: int | None, now: dt.datetime) -> bool:
    """Keeps how pleasant it was, 0 to 10. Returns whether it was kept: only a moment with an outcome has an answer."""
    return _after_outcome(moment, enjoyed=enjoyed, updated_at=now)


def mark_unsafe(*, moment: Interaction, unsafe: bool, now: dt.datetime) -> bool:
    """Keeps that it did not feel pleasant or safe, or takes that back. Returns whether it was kept."""
    return _after_outcome(moment, unsafe=unsafe, updated_at=now)


def change_place(*, moment: Interaction, domain: LifeDomain, counterpart: str, now: dt.datetime) -> bool:
    """Keeps where it was and with what kind of person ("" is not said). Returns whether it was kept."""
    return _after_outcome(moment, domain=domain, counterpart=counterpart, updated_at=now)


def _after_outcome(moment: Interaction, **values: object) -> bool:
    return bool(Interaction.objects.filter(pk=moment.pk, outcome_at__isnull=False).update(**values))


def write_reflection(*, moment: Interaction, text: str, now: dt.datetime) -> None:
    """Keeps the private note of a moment; an empty text removes it.

    Raises WordsLockedError when it could not be read again, and for a new text in the place of one that does not open;
    an empty one leaves that as it is.
    """
    with transaction.atomic():
        held = _held(moment)
        if held is None:
            return
        kept = getattr(held, "reflection", None)
        if kept and not may_replace(kept.text, text):
            return
        if text.strip():
            Reflection.objects.update_or_create(interaction=held, defaults={"text": text, "written_at": now})
        elif kept:
            kept.delete()


def say_not_today(
    *, participant: Participant, day: dt.date, barriers: Sequence[Barrier], now: dt.datetime
) -> DayAnswer:
    """Keeps "vandaag niet" with what held somebody back; said again, the last answer counts."""
    with transaction.atomic():
        answer, _created = DayAnswer.objects.get_or_create(
            participant=participant, local_date=day, defaults={"created_at": now}
        )
        answer.barriers.set(barriers)
    return answer


def take_back_not_today(*, participant: Participant, day: dt.date) -> None:
    """Forgets "vandaag niet": it became something after all."""
    DayAnswer.objects.filter(participant=participant, local_date=day).delete()


def lapse_planned_moments(*, now: dt.datetime) -> int:
    """Lets plans of before yesterday lapse, without a word. Returns how many."""
    yesterday = local_date(now) - dt.timedelta(days=1)
    return Interaction.objects.filter(status=Interaction.Status.PLANNED, local_date__lt=yesterday).update(
        status=Interaction.Status.LAPSED, updated_at=now
    )
