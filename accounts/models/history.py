"""What staff change is kept: a trigger of the database writes an event beside every change, so no code forgets it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def keeps_history(
    *trackers: pghistory.RowEvent, only: Sequence[str] | None = None, but: Sequence[str] = ()
) -> Callable[[Model], Model]:
    """Declares that making, changing and deleting rows of a model is kept (or what `trackers` say), with its fields
    `only` these, or all `but` these. The event says who in its context, or nothing: then the system did it.

    Never for what participants own: what they delete must be gone (docs/adr/0018).
    """

    def decorate(model: Model) -> Model:
        no_context_id: Any = None  # the typing of the package does not know that it may be None
        track: Any = pghistory.track(
            *(trackers or (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())),
            fields=list(only) if only is not None else None,
            exclude=list(but),
            obj_field=pghistory.ObjForeignKey(related_name="events"),
            context_field=pghistory.ContextJSONField(),
            context_id_field=no_context_id,
            model_name=f"{model.__name__}Event",
            meta={"indexes": [models.Index(fields=["pgh_created_at"])]},
        )
        track(model)
        return model

    return decorate
