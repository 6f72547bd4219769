"""A column that is dropped stays in the files of the table until that is written anew."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # VACUUM cannot be in a transaction

    dependencies = [
        ("accounts", "0017_addresses_plain_gone"),
    ]

    operations = [
        migrations.RunSQL("VACUUM (FULL, ANALYZE) accounts_contact", migrations.RunSQL.noop),
        migrations.RunSQL("VACUUM (FULL, ANALYZE) accounts_emailcode", migrations.RunSQL.noop),
    ]
