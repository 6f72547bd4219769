"""Thin: a task calls one service."""

from celery import shared_task
from django.utils import timezone

from interactions.services import moments


@shared_task(name="interactions.lapse_planned_moments")
def lapse_planned_moments() -> None:
    moments.lapse_planned_moments(now=timezone.now())
