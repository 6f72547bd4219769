"""Who may touch the outbox: participants ask codes and take their own along, the worker sends, staff see nothing."""

from django.db import migrations

from accounts.migrations._grants import DEELNEMER, READ_WRITE, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_messages")]

    operations = [
        grant(DEELNEMER, READ_WRITE, "accounts_message"),
        grant(WORKER, READ_WRITE, "accounts_message"),
    ]
