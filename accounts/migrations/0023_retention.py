"""What the nights did that carry out the terms of the register, and whether they did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0022_row_security_staff")]

    operations = [
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "night_on",
                    models.DateField(help_text="the day that the night ends in, in the Netherlands"),
                ),
                ("remover", models.CharField(help_text="its name in config/retention.yaml", max_length=40)),
                (
                    "kept_from_at",
                    models.DateTimeField(help_text="what is not from before this moment was kept"),
                ),
                ("removed", models.PositiveIntegerField()),
                ("began_at", models.DateTimeField()),
                ("milliseconds", models.PositiveIntegerField()),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        help_text="kind of trouble, without its words; empty is that it went well",
                        max_length=80,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("night_on", "remover"), name="retention_run_once_a_night"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("began_at__gte", models.F("kept_from_at"))),
                        name="retention_run_looks_back",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "heartbeat",
            "tidied_at",
            models.DateTimeField(
                help_text="the last night in which all that was past its term went", null=True
            ),
        ),
        migrations.AddField(
            "heartbeat",
            "untidied_at",
            models.DateTimeField(
                help_text="since which night that did not work; null is that it does", null=True
            ),
        ),
    ]
