"""Thin: a task calls one service."""

from celery import shared_task
from django.utils import timezone

from accounts.services import email_codes, retention


@shared_task(name="accounts.erase_expired_participants")
def erase_expired_participants() -> None:
    retention.erase_expired_participants(now=timezone.now())


@shared_task(name="accounts.remove_expired_staff_sessions")
def remove_expired_staff_sessions() -> None:
    retention.remove_expired_staff_sessions(now=timezone.now())


@shared_task(name="accounts.remove_expired_codes")
def remove_expired_codes() -> None:
    email_codes.remove_expired_codes(now=timezone.now())
