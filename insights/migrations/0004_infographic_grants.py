"""Staff read infographics and add versions; the public reads them. Nobody changes one."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, DEELNEMER, READ, grant


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_staff_grants"), ("insights", "0003_infographic")]

    operations = [
        grant(BEHEER, "SELECT, INSERT", "insights_infographic"),
        grant(DEELNEMER, READ, "insights_infographic"),
    ]
