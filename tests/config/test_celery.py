"""Celery's entry: what a worker does when it begins, and what the clock starts."""

from types import SimpleNamespace

from celery import current_app
from celery.concurrency import get_implementation
from celery.concurrency.thread import TaskPool
from django.conf import settings

from accounts.events import WARNING, Event, note, note_counted
from config import celery
from tests.written import written


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


def test_how_a_task_ended_is_written_with_the_numbers_it_was_told_and_no_words() -> None:
    task = SimpleNamespace(name="accounts.example")
    with written() as log:
        celery._begin_task(task_id="een-twee", task=task)
        celery._task_failed(exception=ValueError("kanarie"))
        celery._end_task(args=["kanarie", 12], state="FAILURE")
        note(Event.STARTED)
    failed, ended, after = log.lines
    assert (failed["event"], failed["task"], failed["error"]) == (
        "task_failed",
        "accounts.example",
        [{"type": "builtins.ValueError", "places": []}],
    )
    assert (ended["event"], ended["task_id"], ended["outcome"], ended["given"]) == (
        "task",
        "een-twee",
        "failure",
        12,
    )
    assert ("task" in after, "kanarie" in log.text) == (False, False)


def test_a_worker_has_threads_and_nothing_kills_them() -> None:
    pool = get_implementation(settings.CELERY_WORKER_POOL)(limit=1)
    assert isinstance(pool, TaskPool)
    pool.terminate_job(1, 15)


def test_what_a_task_meets_many_times_is_one_line_and_the_next_task_begins_at_none() -> None:
    task = SimpleNamespace(name="accounts.example")
    with written() as log:
        for times in (3, 0, 1):
            celery._begin_task(task_id="een-twee", task=task)
            for time in range(times):
                note_counted(
                    Event.WORDS_LOCKED, level=WARNING, fault=ValueError("kanarie"), where=f"a.B{time}"
                )
            celery._end_task(args=[], state="SUCCESS")
        note_counted(Event.WORDS_LOCKED, where="a.C")
    lines = log.of("words_locked")
    assert [(line["where"], line["count"]) for line in lines] == [("a.B0", 3), ("a.B0", 1), ("a.C", 1)]
    assert [line.get("task") for line in lines] == ["accounts.example", "accounts.example", None]
