"""A column that is dropped stays in the files of the table until that is written anew."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # VACUUM cannot be in a transaction

    dependencies = [
        ("interactions", "0011_words_plain_gone"),
    ]

    operations = [
        migrations.RunSQL(f"VACUUM (FULL, ANALYZE) {table}", migrations.RunSQL.noop)
        for table in ("interactions_interaction", "interactions_reflection", "interactions_ownopener")
    ]
