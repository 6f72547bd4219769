"""Addresses get their seal and their index beside the plain text."""

from django.db import migrations, models

from accounts.migrations._private_words import ADDRESSES, index_addresses, make_keys, seal_column


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_participant_keys"),
    ]

    operations = [
        migrations.AddField("contact", "sealed_address", models.BinaryField(null=True)),
        migrations.AddField("contact", "address_index", models.BinaryField(max_length=32, null=True)),
        # Nullable, so that it can come back empty and be filled, when this is undone.
        migrations.AlterField(
            "contact",
            "address",
            models.EmailField(max_length=254, unique=True, null=True, help_text="in lower case"),
        ),
        make_keys(),
        seal_column(ADDRESSES),
        index_addresses(),
    ]
