"""How often the page of a campaign was opened, and how often through the QR code: a number a day and nothing else."""

import datetime as dt

from django.db import DatabaseError, connection

from accounts.events import WARNING, Event, note
from challenges.models import Campaign, PageTotal
from interactions.models import local_date

# One trip. Who holds the row of today for long (nobody should) costs a count, never a reader their page.
_COUNT = """
SET LOCAL lock_timeout = '300ms';
INSERT INTO challenges_pagetotal (campaign_id, local_date, kind, times) VALUES (%s, %s, %s, 1)
ON CONFLICT (campaign_id, local_date, kind) DO UPDATE SET times = challenges_pagetotal.times + 1
"""


def count_page(*, campaign: Campaign, kind: PageTotal.Kind, now: dt.datetime) -> bool:
    """Adds one to the total of this local day, also when many do so at once. Whether it was counted: what goes wrong
    is written in the log and kept from the page."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [campaign.pk, local_date(now), kind.value])
    except DatabaseError as fault:
        note(Event.PAGE_NOT_COUNTED, level=WARNING, campaign=campaign.pk, fault=fault)
        return False
    return True
