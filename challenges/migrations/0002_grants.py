"""Who may touch which table of challenges. Offers are only ever added."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, DEELNEMER, INSERT_ONLY, READ, READ_WRITE, WORKER, grant

CAMPAIGN_TABLES = (
    "challenges_theme",
    "challenges_campaign",
    "challenges_campaignday",
    "challenges_campaignslot",
)
PARTICIPATION_TABLES = (
    "challenges_participation",
    "challenges_pause",
    "challenges_assignment",
)


class Migration(migrations.Migration):
    dependencies = [("challenges", "0001_initial"), ("interactions", "0002_local_date_and_grants")]

    operations = [
        grant(DEELNEMER, READ, *CAMPAIGN_TABLES),
        grant(DEELNEMER, READ_WRITE, *PARTICIPATION_TABLES),
        grant(DEELNEMER, INSERT_ONLY, "challenges_offer"),
        grant(BEHEER, READ_WRITE, *CAMPAIGN_TABLES),
        grant(WORKER, READ, *CAMPAIGN_TABLES),
        grant(WORKER, READ_WRITE, *PARTICIPATION_TABLES),
        grant(WORKER, INSERT_ONLY, "challenges_offer"),
    ]
