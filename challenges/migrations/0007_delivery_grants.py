"""How messages go is the worker's to write and staff's to read; what staff send they add, and nobody changes it."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, READ, READ_WRITE, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [("challenges", "0006_delivery"), ("accounts", "0008_heartbeat_grants")]

    operations = [
        grant(WORKER, READ_WRITE, "challenges_deliverysummary"),
        grant(BEHEER, READ, "challenges_deliverysummary"),
        grant(BEHEER, "SELECT, INSERT", "challenges_broadcast"),
        grant(WORKER, READ, "challenges_broadcast"),
    ]
