"""What the limits count, one table for each face: neither reads the other's."""

from django.db import migrations, models

from accounts.migrations._grants import BEHEER, DEELNEMER, WORKER, grant

_FIELDS = [
    ("id", models.BinaryField(max_length=16, primary_key=True, serialize=False)),
    ("times", models.PositiveIntegerField()),
    (
        "ends_at",
        models.DateTimeField(db_index=True, help_text="when it counts for no limit any more"),
    ),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0024_retention_grants")]

    operations = [
        migrations.CreateModel(name="LimitCount", fields=_FIELDS, options={"abstract": False}),
        migrations.CreateModel(name="StaffLimitCount", fields=_FIELDS, options={"abstract": False}),
        grant(DEELNEMER, "SELECT, INSERT, UPDATE", "accounts_limitcount"),
        grant(BEHEER, "SELECT, INSERT, UPDATE", "accounts_stafflimitcount"),
        grant(WORKER, "SELECT, DELETE", "accounts_limitcount", "accounts_stafflimitcount"),
    ]
