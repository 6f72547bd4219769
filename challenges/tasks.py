"""Thin: a task calls one service."""

from celery import shared_task
from django.utils import timezone

from challenges.services import delivery_summaries, messages, notices


@shared_task(name="challenges.plan_messages")
def plan_messages() -> None:
    messages.plan_messages(now=timezone.now())


@shared_task(name="challenges.plan_notices")
def plan_notices() -> None:
    notices.plan_notices(now=timezone.now())


@shared_task(name="challenges.summarise_delivery")
def summarise_delivery() -> None:
    delivery_summaries.summarise_delivery(now=timezone.now())
