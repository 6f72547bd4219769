"""The plain addresses go.

A code that is on its way is forgotten: its address can only be sealed with the secret of the browser that asked, which
is nowhere here. Whoever waits for one asks for another.
"""

from django.db import migrations, models

FORGET_CODES = migrations.RunSQL("DELETE FROM accounts_emailcode", "DELETE FROM accounts_emailcode")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_addresses_sealed"),
    ]

    operations = [
        migrations.RemoveConstraint("contact", "contact_address_in_lower_case"),
        migrations.RemoveField("contact", "address"),
        migrations.RenameField("contact", "sealed_address", "address"),
        migrations.AlterField(
            "contact", "address", models.BinaryField(max_length=254, help_text="in lower case, sealed")
        ),
        migrations.AlterField("contact", "address_index", models.BinaryField(max_length=32, unique=True)),
        FORGET_CODES,
        migrations.RemoveIndex("emailcode", "email_code_of_address"),
        migrations.RemoveField("emailcode", "address"),
        migrations.AddField(
            "emailcode",
            "sealed_address",
            models.BinaryField(help_text="opens with the secret of the browser that asked, and nothing else"),
        ),
        migrations.AddField("emailcode", "address_index", models.BinaryField(max_length=32)),
        migrations.AddIndex(
            "emailcode",
            models.Index(fields=["address_index", "-created_at"], name="email_code_of_address"),
        ),
        FORGET_CODES,
    ]
