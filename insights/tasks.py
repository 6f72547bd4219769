"""Thin: a task calls one service."""

from celery import shared_task
from django.utils import timezone

from insights.services import announcing


@shared_task(name="insights.announce_releases")
def announce_releases() -> None:
    announcing.announce_releases(now=timezone.now())


@shared_task(name="insights.draw_due_releases")
def draw_due_releases() -> None:
    announcing.draw_due_releases(now=timezone.now())
