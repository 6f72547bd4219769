"""Notes, plans and own openers get their seal beside the plain text."""

from django.db import migrations, models

from accounts.migrations._private_words import NOTES, OPENERS, PLANS, seal_column


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_participant_keys"),
        ("interactions", "0009_library_desk_grants"),
    ]

    operations = [
        migrations.AddField("interaction", "sealed_plan", models.BinaryField(default=b"")),
        migrations.AddField("reflection", "sealed_text", models.BinaryField(null=True)),
        migrations.AddField("ownopener", "sealed_text", models.BinaryField(null=True)),
        # Nullable, so that it can come back empty and be filled, when this is undone.
        migrations.AlterField("reflection", "text", models.CharField(max_length=1000, null=True)),
        migrations.AlterField("ownopener", "text", models.CharField(max_length=120, null=True)),
        migrations.AlterField(
            "interaction", "plan_text", models.CharField(max_length=280, blank=True, default="")
        ),
        seal_column(PLANS),
        seal_column(NOTES),
        seal_column(OPENERS),
    ]
