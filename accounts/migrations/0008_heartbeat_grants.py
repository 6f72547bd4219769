"""How the tasks are is the worker's to write and both faces' to read."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, DEELNEMER, READ, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_heartbeat")]

    operations = [
        grant(DEELNEMER, READ, "accounts_heartbeat"),
        grant(BEHEER, READ, "accounts_heartbeat"),
        grant(WORKER, "SELECT, INSERT, UPDATE", "accounts_heartbeat"),
    ]
