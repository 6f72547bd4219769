"""Nothing that anybody types ever runs, asks or becomes an element, on any page or in any mail; with the content
security policy, and without it: that one is the second lock, not the only one."""

import datetime as dt
import os

import pytest
from django.apps import apps
from django.db import models
from pytest_django import Settings

from accounts.models import Contact, Message
from challenges.models import Broadcast, Participation
from challenges.services.messages import plan_messages
from challenges.services.notices import plan_notices
from tests.architecture.rights import FACES
from tests.factories import AT_NOON, make_contact
from tests.outbox import drain_outbox
from tests.security.hostile import (
    PRIVATE,
    TYPED,
    Shown,
    mails_of,
    make_hostile_world,
    mark,
    pages_of,
    participant_of,
    static_file,
)
from tests.security.payloads import PAYLOADS
from tests.security.watching import watch

APPS = ("accounts", "interactions", "challenges", "insights")
# Text that nobody types, or that is no free text: what it is instead.
NOT_TYPED = {
    "accounts.User.email": "an address, checked",
    "accounts.User.password": "nobody has one",
    "accounts.Invitation.email": "an address, checked",
    "accounts.Contact.undeliverable_reason": "a word of ours",
    "accounts.ParticipantKey.wrapped_with": "name of a key",
    "accounts.RetentionRun.remover": "a word of ours",
    "accounts.RetentionRun.failure": "a word of ours",
    "accounts.Message.dedupe_key": "made here",
    "accounts.Message.reason": "a word of ours",
    "accounts.Message.worker": "name of a process",
    "challenges.ThemeLogo.digest": "made here",
    "challenges.Theme.tokens": "colours and lengths, see test_uploads.py",
    "challenges.ThemeVersion.tokens": "colours and lengths, see test_uploads.py",
    "challenges.Campaign.people": "names of drawings",
    "insights.Draw.cohort": "a quarter",
    "insights.BudgetEntry.cohort": "a quarter",
    "insights.Release.body": "figures, made here",
    "insights.Release.digest": "made here",
    "insights.ReleaseTable.cells": "figures, made here",
    "insights.Infographic.logbook": "numbers of entries",
    "interactions.Fact.fits": "words of ours",
}
needs_browser = pytest.mark.skipif(
    "GEDAG_CHROMIUM" not in os.environ, reason="geen Chromium gevonden (GEDAG_CHROMIUM)"
)


def free_texts() -> set[str]:
    """Every column that could hold any text at all."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.endswith("Event")
        for field in model._meta.get_fields()
        if isinstance(field, kinds) and not isinstance(field, models.SlugField) and not field.choices
        if field.name != "english"  # of the columns beside it
    }


def test_there_are_more_than_enough() -> None:
    assert len(PAYLOADS) >= 150
    assert len(set(PAYLOADS)) == len(PAYLOADS)


def test_every_text_is_known_as_typed_or_not() -> None:
    typed = {
        f"{model._meta.app_label}.{model.__name__}.{column}"
        for model, columns in TYPED.items()
        for column in columns
    }
    private = {"interactions.Reflection.text", "interactions.Interaction.plan_text"}
    assert free_texts() - typed - private == set(NOT_TYPED)


def careless(text: str) -> Shown:
    """A page that shows texts as they are: what the tests below must notice."""
    html = "".join(f"<div>{one}</div>\n" for one in PAYLOADS if text in one and "plaintext" not in one)
    head = '<!DOCTYPE html><script src="/static/django_htmx/htmx-2.min.js"></script>'
    ours = ("script-src", "style-src", "img-src", "connect-src", "form-action")
    policy = "default-src 'none'; base-uri 'none'; " + "; ".join(f"{name} 'self'" for name in ours)
    return Shown("careless", "/", f"{head}<body>{html}".encode(), {"Content-Security-Policy": policy})


@needs_browser
def test_on_a_careless_page_they_do_run() -> None:
    """Each on a page of its own, without the policy and with it: the second lock holds alone, too."""
    pages = [
        careless(one)
        for one in ("onerror=hit()", "<script>hit()", "onload=hit()", "onfocus", "kwaad.example")
    ]
    without, held = (watch(pages, static_file, policy=policy) for policy in (False, True))
    assert all(one.anything for one in without)
    assert sum(len(one.ran) for one in without) > 40
    assert len(without[4].asked) > 10
    assert all(one.refused for one in without)  # it was said, and not done
    assert [one.ran for one in held] == [[]] * len(pages)
    assert all(one.refused for one in held)


@needs_browser
@pytest.mark.django_db
@pytest.mark.parametrize("face", FACES)
def test_on_no_page_anything_of_it_happens(face: str, settings: Settings) -> None:
    """With the policy in force, and without: then nothing would have been refused by it either."""
    pages = list(pages_of(make_hostile_world(), face, settings))
    assert len(pages) > 60
    for policy in (False, True):
        found = watch(pages, static_file, policy=policy)
        assert [one for one in found if one.anything or one.refused] == []


@pytest.mark.django_db
def test_every_text_is_seen_on_some_page(settings: Settings) -> None:
    """Or the test above would say nothing about it."""
    world = make_hostile_world()
    everything = "\n".join(
        page.html.decode() for face in FACES for page in pages_of(world, face, settings, only_open=True)
    )
    marks = [mark(model, column) for model, columns in TYPED.items() for column in columns]
    assert [one for one in [*marks, *(f"[{name}]" for name in PRIVATE)] if one not in everything] == []


@needs_browser
@pytest.mark.django_db
def test_in_no_mail_either() -> None:
    whose = participant_of(make_hostile_world())
    Participation.objects.filter(participant=whose).update(channel="email", prompt_time=dt.time(12))
    Contact.objects.filter(participant=whose).delete()
    make_contact(participant=whose)
    Message.objects.all().delete()
    for one in Broadcast.objects.all():  # its title is one line: confirm_broadcast refuses others
        Broadcast.objects.filter(pk=one.pk).update(title=" ".join(one.title.split()))
    plan_messages(now=AT_NOON)
    plan_notices(now=AT_NOON)
    drain_outbox(AT_NOON)
    assert {"today", "notice"} <= set(Message.objects.filter(state="sent").values_list("kind", flat=True))
    mails = list(mails_of())
    found = watch(mails, static_file, policy=False)
    assert [one for one in found if one.anything] == []
