"""Who may touch which table of accounts and of staff sign-in, and the table where sign-in limits count."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, DEELNEMER, READ, READ_WRITE, WORKER, grant

PARTICIPANT_TABLES = (
    "accounts_participant",
    "accounts_participantsession",
    "accounts_consent",
    "accounts_wayback",
)
STAFF_TABLES = (
    "accounts_user",
    "accounts_organisation",
    "accounts_membership",
    "account_emailaddress",
    "account_emailconfirmation",
    "django_session",
    "beheer_cache",
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        # The shape that Django's database cache expects.
        migrations.RunSQL(
            """
            CREATE TABLE beheer_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX beheer_cache_expires ON beheer_cache (expires);
            """,
            reverse_sql="DROP TABLE beheer_cache;",
        ),
        grant(DEELNEMER, READ_WRITE, *PARTICIPANT_TABLES),
        grant(DEELNEMER, READ, "accounts_organisation"),
        grant(BEHEER, READ_WRITE, *STAFF_TABLES),
        grant(WORKER, READ_WRITE, *PARTICIPANT_TABLES, "django_session"),
        grant(WORKER, READ, "accounts_user", "accounts_organisation", "accounts_membership"),
    ]
