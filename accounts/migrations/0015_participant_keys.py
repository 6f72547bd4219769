"""The key of each participant, for the two processes that show and send what participants wrote."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from accounts.migrations._grants import DEELNEMER, READ_WRITE, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_staff_grants"),
    ]

    operations = [
        migrations.CreateModel(
            name="ParticipantKey",
            fields=[
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="private_key",
                        serialize=False,
                        to="accounts.participant",
                    ),
                ),
                ("wrapped", models.BinaryField(max_length=61)),
                (
                    "wrapped_with",
                    models.CharField(help_text="the name of the key it is wrapped with", max_length=20),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["wrapped_with"], name="participant_key_wrapped_with")],
            },
        ),
        grant(DEELNEMER, READ_WRITE, "accounts_participantkey"),
        grant(WORKER, READ_WRITE, "accounts_participantkey"),
    ]
