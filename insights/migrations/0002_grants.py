"""The worker draws and adds; staff read and sign; the public reads. Nobody changes or deletes a figure.

The public face reads everything it may show, and not who signed or who was counted.
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
        grant(DEELNEMER, "SELECT, DELETE", "insights_countedparticipation"),
        grant(BEHEER, READ, *FIGURES, "insights_draw", "insights_budgetentry"),
        grant(BEHEER, "SELECT, INSERT", "insights_signature"),
        grant(DEELNEMER, READ, *FIGURES, "insights_draw", "insights_signature"),
        grant(WORKER, READ, "insights_signature"),
    ]
