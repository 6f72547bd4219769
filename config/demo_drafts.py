"""The demo's unfinished campaigns: one for each municipality, so that the studio is never empty on a first visit."""

import datetime as dt

from challenges.models import Campaign, CampaignSlot
from challenges.services.campaigns import CampaignStart, create_campaign

TEMPLATE, LENGTH = "twee-weken-in-de-wijk", 14
EMPTY_DAYS = (11, 13)


def leave_a_draft(*, beside: Campaign, today: dt.date) -> Campaign:
    """A draft of the organisation of `beside` in its look, for a Monday three weeks ahead: two days are still empty,
    and nobody wrote down yet who answers participants."""
    starts_on = today + dt.timedelta(days=28 - today.weekday())
    organisation = beside.organisation
    draft = create_campaign(
        organisation=organisation,
        start=CampaignStart(
            name="Buren zeggen gedag (demo)",
            slug=f"buren-{organisation.slug}",
            calendar=Campaign.Calendar.FIXED,
            starts_on=starts_on,
            length=LENGTH,
        ),
        template=TEMPLATE,
    )
    Campaign.objects.filter(pk=draft.pk).update(theme=beside.theme, revision=1)
    CampaignSlot.objects.filter(day__campaign=draft, day__number__in=EMPTY_DAYS).delete()
    return draft
