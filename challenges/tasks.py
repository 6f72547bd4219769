"""Thin: a task calls one service."""

from celery import shared_task
from django.utils import timezone

from challenges.services import messages


@shared_task(name="challenges.plan_messages")
def plan_messages() -> None:
    messages.plan_messages(now=timezone.now())
