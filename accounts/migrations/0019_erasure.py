"""Who was erased, for when a backup of before is put back. The face that erases adds and does not read."""

from django.db import migrations, models

from accounts.migrations._grants import DEELNEMER, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_addresses_out_of_the_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("erased", "Erased"), ("merged", "Merged")], max_length=6),
                ),
                ("number", models.BigIntegerField()),
                ("began_at", models.DateTimeField()),
                ("into_number", models.BigIntegerField(null=True)),
                ("into_began_at", models.DateTimeField(null=True)),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["noted_at"], name="erasure_noted")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number", "began_at"), name="erasure_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("into_began_at__isnull", True),
                            ("into_number__isnull", True),
                            ("kind", "erased"),
                        )
                        | models.Q(
                            ("into_began_at__isnull", False),
                            ("into_number__isnull", False),
                            ("kind", "merged"),
                        ),
                        name="erasure_says_into_whom",
                    ),
                ],
            },
        ),
        grant(DEELNEMER, "INSERT", "accounts_erasure"),
        grant(WORKER, "SELECT, INSERT, DELETE", "accounts_erasure"),
    ]
