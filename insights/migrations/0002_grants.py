"""The worker draws and adds; staff read and sign; the public reads. Nobody changes or deletes a figure.

The public face reads how many signed a release and when, and not who. That somebody was counted goes along when two participants
turn out to be one, and goes when they go; staff never see it.
"""

from django.db import migrations

from accounts.migrations._grants import BEHEER, DEELNEMER, READ, WORKER, grant

FIGURES = ("insights_release", "insights_releasetable")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_staff_grants"), ("insights", "0001_initial")]

    operations = [
        grant(WORKER, "SELECT, INSERT", *FIGURES, "insights_budgetentry"),
        grant(WORKER, "SELECT, INSERT, UPDATE", "insights_draw"),
        grant(WORKER, "SELECT, INSERT, DELETE", "insights_countedparticipation"),
        grant(BEHEER, READ, *FIGURES, "insights_draw", "insights_budgetentry"),
        grant(BEHEER, "SELECT, INSERT", "insights_signature"),
        grant(DEELNEMER, READ, *FIGURES, "insights_draw"),
        grant(DEELNEMER, "SELECT (id, release_id, signed_at)", "insights_signature"),
        grant(DEELNEMER, "SELECT, UPDATE, DELETE", "insights_countedparticipation"),
    ]
