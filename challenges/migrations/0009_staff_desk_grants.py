"""Staff write their looks and their logbook; the participant face counts how often a page was opened, staff read it."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, DEELNEMER, READ, READ_WRITE, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [("challenges", "0008_staff_desk")]

    operations = [
        grant(BEHEER, "SELECT, INSERT", "challenges_themeversion"),
        grant(BEHEER, READ_WRITE, "challenges_themelogo"),
        grant(DEELNEMER, READ, "challenges_themelogo"),
        grant(WORKER, READ, "challenges_themelogo", "challenges_logbookentry", "challenges_pagetotal"),
        grant(BEHEER, "SELECT, INSERT, UPDATE", "challenges_logbookentry"),
        grant(DEELNEMER, "SELECT, INSERT, UPDATE", "challenges_pagetotal"),
        grant(BEHEER, READ, "challenges_pagetotal"),
    ]
