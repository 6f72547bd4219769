"""The looks of an organisation: made from another, changed in versions, put back, and worn by a campaign."""

import datetime as dt
import itertools
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from accounts.models import Organisation, User
from challenges.models import Campaign, Theme, ThemeLogo, ThemeVersion
from challenges.queries.tokens.gate import problems
from challenges.queries.tokens.house import whole
from challenges.validators import validate_theme_tokens

_KEY_LENGTH = 44  # leaves room for a number behind it


class LookChangedError(Exception):
    """Somebody else changed the look since the page was made."""


class LookUnreadableError(Exception):
    """Colours of the look are too near to be read (challenges/queries/tokens/gate.py)."""


def copy_look(*, organisation: Organisation, source: Theme, name: str, by: User, now: dt.datetime) -> Theme:
    """A look of the organisation's own, with the values of `source` and, within one organisation, its logo."""
    tokens = whole(source.tokens)
    with transaction.atomic():
        theme = _with_free_key(organisation, name, tokens)
        _remember(theme, ThemeVersion.Source.PICKER, by, now)
        logo = ThemeLogo.objects.filter(theme=source).first()
        if logo and source.organisation_id == organisation.pk:
            logo.pk, logo.theme = None, theme
            logo.save(force_insert=True)
    return theme


def _with_free_key(organisation: Organisation, name: str, tokens: Mapping[str, str]) -> Theme:
    """A new look under the first key that is free; whether it is, the database says."""
    key = slugify(f"{organisation.slug}-{name}")[:_KEY_LENGTH].strip("-")
    for number in itertools.count(1):
        numbered = key if number == 1 else f"{key}-{number}"
        if Theme.objects.filter(key=numbered).exists():
            continue
        try:
            with transaction.atomic():
                return Theme.objects.create(
                    organisation=organisation, key=numbered, name=name, tokens=dict(tokens)
                )
        except IntegrityError:  # somebody was just ahead
            continue
    raise AssertionError("numbers end nowhere")


def save_look(
    *,
    theme: Theme,
    seen_version: int,
    name: str,
    tokens: Mapping[str, str],
    source: ThemeVersion.Source,
    by: User,
    now: dt.datetime,
) -> Theme:
    """Makes `tokens` the look, as its next version; who wears it, does so at once. The same values change nothing.

    Raises LookChangedError when the look is no longer of `seen_version`, LookUnreadableError at the gate.
    """
    validate_theme_tokens(tokens)
    with transaction.atomic():
        current = Theme.objects.select_for_update().get(pk=theme.pk)
        if current.version != seen_version:
            raise LookChangedError
        if problems(tokens):
            raise LookUnreadableError
        current.name = name
        if whole(current.tokens) == whole(tokens):
            current.save(update_fields=["name"])
            return current
        _next_version(current, tokens, source, by, now)
    return current


def revert_look(*, theme: Theme, number: int, seen_version: int, by: User, now: dt.datetime) -> Theme:
    """Puts back what the look was in version `number`, as a new version. Raises as `save_look` does."""
    version = ThemeVersion.objects.get(theme=theme, number=number)
    return save_look(
        theme=theme,
        seen_version=seen_version,
        name=theme.name,
        tokens=version.tokens,
        source=ThemeVersion.Source.REVERTED,
        by=by,
        now=now,
    )


def _next_version(
    theme: Theme, tokens: Mapping[str, str], source: ThemeVersion.Source, by: User, now: dt.datetime
) -> None:
    if not ThemeVersion.objects.filter(theme=theme, number=theme.version).exists():
        _remember(theme, ThemeVersion.Source.PICKER, None, now)  # from before looks had versions
    theme.tokens, theme.version = dict(tokens), theme.version + 1
    try:
        with transaction.atomic():
            _remember(theme, source, by, now)
    except IntegrityError as error:
        raise LookChangedError from error
    theme.save(update_fields=["name", "tokens", "version"])


def _remember(theme: Theme, source: ThemeVersion.Source, by: User | None, now: dt.datetime) -> None:
    ThemeVersion.objects.create(
        theme=theme,
        number=theme.version,
        tokens=theme.tokens,
        source=source,
        created_by=by,
        created_at=now,
    )


def wear_look(*, campaign: Campaign, theme: Theme) -> None:
    """The campaign has this look from now on. Raises LookUnreadableError for one from before the gate."""
    if problems(theme.tokens):
        raise LookUnreadableError
    with transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(theme=theme, revision=F("revision") + 1)
