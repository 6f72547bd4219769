"""The worker writes what each night did; no web page reads it, for how many participants went is a count of
participants. It also ends counters of sign-in that are over, and sees of them only when they end."""

from django.db import migrations

from accounts.migrations._grants import READ_WRITE, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [("accounts", "0023_retention")]

    operations = [
        grant(WORKER, READ_WRITE, "accounts_retentionrun"),
        grant(WORKER, "SELECT (expires), DELETE", "beheer_cache"),
    ]
