"""The worker makes two participants one again after a backup was put back. That somebody was counted goes along."""

from django.db import migrations

from accounts.migrations._grants import WORKER, grant


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_staff_grants"), ("insights", "0006_row_security_staff")]

    operations = [grant(WORKER, "UPDATE", "insights_countedparticipation")]
