"""Celery's entry, for worker and beat, and for the web faces when a page starts a task."""

import logging.config
import os
import time
from contextvars import ContextVar
from typing import Any

from celery import Celery
from celery.concurrency.thread import TaskPool
from celery.signals import (
    beat_init,
    celeryd_init,
    setup_logging,
    task_failure,
    task_postrun,
    task_prerun,
    worker_ready,
)
from structlog.contextvars import bind_contextvars, clear_contextvars

from accounts.events import ERROR, Event, begin_counting, note, note_what_was_counted
from config.log_lines import take_over_from_python

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gedag")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # also for threads of a web face, which did not make the app themselves

_began: ContextVar[float] = ContextVar("began")


class Threads(TaskPool):
    """Celery's pool of threads, that also lives through a second Ctrl-C or a SIGQUIT (CELERY_WORKER_POOL)."""

    def terminate_job(self, pid: int, signal: int | None = None) -> None:
        """Nothing: a thread cannot be killed. What runs in it looks at `stop_asked` and is waited for."""


@worker_ready.connect
def _catch_up(sender: Any, **_kwargs: Any) -> None:
    """A worker that was away does not wait for the clock to plan and send what is due."""
    note(Event.STARTED, what="worker")
    for task in ("accounts.tidy_outbox", "challenges.plan_messages", "accounts.drain_outbox"):
        sender.app.send_task(task)


@beat_init.connect
def _beat_ready(**_kwargs: Any) -> None:
    note(Event.STARTED, what="beat")


@celeryd_init.connect
def _before_all_else(**_kwargs: Any) -> None:
    take_over_from_python()


@setup_logging.connect
def _our_lines(**_kwargs: Any) -> None:
    """Worker and beat write lines as every process does; without this Celery would write its own, words and all."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
    take_over_from_python()


@task_prerun.connect
def _begin_task(task_id: str, task: Any, **_kwargs: Any) -> None:
    clear_contextvars()  # a thread that carries out many
    bind_contextvars(task=task.name, task_id=task_id)
    begin_counting()
    _began.set(time.perf_counter())


@task_failure.connect
def _task_failed(exception: BaseException, **_kwargs: Any) -> None:
    note(Event.TASK_FAILED, level=ERROR, fault=exception)


@task_postrun.connect
def _end_task(args: Any, state: str | None, **_kwargs: Any) -> None:
    given = next((one for one in args or () if type(one) is int), None)  # which row, for a task that is told
    took = round((time.perf_counter() - _began.get(time.perf_counter())) * 1000, 1)
    note_what_was_counted()
    note(Event.TASK, outcome=(state or "unknown").lower(), milliseconds=took, given=given)
    clear_contextvars()
