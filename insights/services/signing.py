"""Letting a release out: a member of staff signs it. What is signed stays so; there is no way back on purpose."""

import datetime as dt

from django.db import IntegrityError, transaction

from accounts.events import Event, note
from accounts.models import User
from insights.models import Release, Signature
from insights.queries.publication import Standing, releases_for_staff, standing_of


class AlreadySignedError(Exception):
    """The same person signed before: that is still one signature."""


class AlreadyOutError(Exception):
    """It has all the signatures it takes."""


def sign_release(*, release: Release, by: User, now: dt.datetime) -> Standing:
    """Adds somebody's signature and gives how the release stands then. Raises AlreadySignedError for a second one by
    the same person, and AlreadyOutError when it is out already."""
    standing = standing_of(releases_for_staff().get(pk=release.pk))
    if standing.signed_by(by.pk):
        raise AlreadySignedError
    if not standing.missing:
        raise AlreadyOutError
    try:
        with transaction.atomic():
            Signature.objects.create(release=release, user=by, signed_at=now)
    except IntegrityError as error:  # in two windows at once; the database decides
        raise AlreadySignedError from error
    note(Event.RELEASE_SIGNED, release=release.pk, user=by.pk)
    return standing_of(releases_for_staff().get(pk=release.pk))
