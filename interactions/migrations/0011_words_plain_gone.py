"""The plain notes, plans and own openers go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0010_words_sealed"),
    ]

    operations = [
        migrations.RemoveField("interaction", "plan_text"),
        migrations.RenameField("interaction", "sealed_plan", "plan_text"),
        migrations.AlterField(
            "interaction", "plan_text", models.BinaryField(blank=True, help_text="sealed", max_length=280)
        ),
        migrations.RemoveField("reflection", "text"),
        migrations.RenameField("reflection", "sealed_text", "text"),
        migrations.AlterField("reflection", "text", models.BinaryField(help_text="sealed", max_length=1000)),
        migrations.RemoveField("ownopener", "text"),
        migrations.RenameField("ownopener", "sealed_text", "text"),
        migrations.AlterField("ownopener", "text", models.BinaryField(help_text="sealed", max_length=120)),
    ]
