"""Celery's entry, for worker and beat, and for the web faces when a page starts a task."""

import os
from typing import Any

from celery import Celery
from celery.concurrency.thread import TaskPool
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gedag")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # also for threads of a web face, which did not make the app themselves


class Threads(TaskPool):
    """Celery's pool of threads, that also lives through a second Ctrl-C or a SIGQUIT (CELERY_WORKER_POOL)."""

    def terminate_job(self, pid: int, signal: int | None = None) -> None:
        """Nothing: a thread cannot be killed. What runs in it looks at `stop_asked` and is waited for."""


@worker_ready.connect
def _catch_up(sender: Any, **_kwargs: Any) -> None:
    """A worker that was away does not wait for the clock to plan and send what is due."""
    for task in ("accounts.tidy_outbox", "challenges.plan_messages", "accounts.drain_outbox"):
        sender.app.send_task(task)
