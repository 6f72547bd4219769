"""Celery's entry: what a worker does when it begins, and what the clock starts."""

from types import SimpleNamespace

from celery import current_app
from celery.concurrency import get_implementation
from celery.concurrency.thread import TaskPool
from django.conf import settings

from config import celery


def test_a_worker_that_begins_plans_and_sends_what_is_due() -> None:
    started: list[str] = []
    celery._catch_up(sender=SimpleNamespace(app=SimpleNamespace(send_task=started.append)))
    assert started == ["accounts.tidy_outbox", "challenges.plan_messages", "accounts.drain_outbox"]


def test_whatever_the_clock_or_a_worker_starts_is_a_task() -> None:
    celery.app.loader.import_default_modules()
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert sorted(named - set(celery.app.tasks)) == []


def test_pages_and_worker_share_one_app() -> None:
    assert current_app._get_current_object() is celery.app
    assert celery.app.conf.broker_url == settings.CELERY_BROKER_URL


def test_a_worker_has_threads_and_nothing_kills_them() -> None:
    pool = get_implementation(settings.CELERY_WORKER_POOL)(limit=1)
    assert isinstance(pool, TaskPool)
    pool.terminate_job(1, 15)
