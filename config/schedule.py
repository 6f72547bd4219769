"""When which task starts (docs/architectuur.md says what each does)."""

import datetime as dt
from typing import Any

from celery.schedules import crontab

# What runs often is dropped when a worker was away for a while: the next one does the same work.
SCHEDULE: dict[str, dict[str, Any]] = {
    "plan messages": {
        "task": "challenges.plan_messages",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 290},
    },
    "plan notices": {
        "task": "challenges.plan_notices",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 290},
    },
    "summarise delivery for staff": {
        "task": "challenges.summarise_delivery",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "drain the outbox": {
        "task": "accounts.drain_outbox",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "tidy the outbox": {
        "task": "accounts.tidy_outbox",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    # An interval, not a minute of the hour: after a stop the first beat comes at once.
    "keep the heartbeat": {
        "task": "accounts.keep_heartbeat",
        "schedule": dt.timedelta(minutes=1),
        "options": {"expires": 55},
    },
    "look at the mail server": {
        "task": "accounts.look_at_mail_server",
        "schedule": dt.timedelta(minutes=1),
        "options": {"expires": 55},
    },
    # Everything that the register lets end by itself (config/retention.yaml). Three o'clock happens twice in autumn and
    # not at all in spring; four does each night.
    "carry out retention": {
        "task": "accounts.carry_out_retention",
        "schedule": crontab(hour=4, minute=20),
    },
    "lapse planned moments": {
        "task": "interactions.lapse_planned_moments",
        "schedule": crontab(minute=5),
    },
    "settle the erasure list": {
        "task": "accounts.settle_erasures",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "announce releases": {
        "task": "insights.announce_releases",
        "schedule": crontab(minute="5-59/10"),
        "options": {"expires": 590},
    },
    "draw due releases": {
        "task": "insights.draw_due_releases",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 590},
    },
    "plan invitations": {
        "task": "accounts.plan_invitations",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "remove old counts of limits": {
        "task": "accounts.remove_old_counts",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 590},
    },
}
