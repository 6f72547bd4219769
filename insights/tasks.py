"""Thin: a task calls one service."""

from functools import partial

from celery import shared_task
from django.utils import timezone

from accounts.tasks import stop_asked
from insights.services import announcing
from insights.services.pace import wait_for_the_turn


@shared_task(name="insights.announce_releases")
def announce_releases() -> None:
    announcing.announce_releases(now=timezone.now())


@shared_task(name="insights.draw_due_releases")
def draw_due_releases() -> None:
    pace = partial(wait_for_the_turn, stop_asked=stop_asked)
    announcing.draw_due_releases(now=timezone.now(), pace=pace)
