"""Who was erased is noted by who acts for them, and by nobody else: a row about somebody who is still here would erase
them when a backup is put back."""

from django.db import migrations

from accounts.migrations._policies import DEELNEMER, ME, Policy, isolate


class Migration(migrations.Migration):
    dependencies = [("accounts", "0025_limits")]

    operations = [
        isolate(
            "accounts_erasure",
            Policy(
                DEELNEMER,
                f"number = ANY({ME}) AND (into_number IS NULL OR into_number = ANY({ME}))",
                verb="INSERT",
            ),
        ),
    ]
