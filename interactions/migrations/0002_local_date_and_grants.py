"""The participant's day as an SQL function, and who may touch which table of interactions."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, DEELNEMER, READ, READ_WRITE, WORKER, grant

LIBRARY_TABLES = (
    "interactions_lifedomain",
    "interactions_idea",
    "interactions_ideaversion",
    "interactions_barrier",
    "interactions_principle",
    "interactions_fact",
    "interactions_warmline",
)
DIARY_TABLES = (
    "interactions_interaction",
    "interactions_dayanswer",
    "interactions_dayanswer_barriers",
    "interactions_reflection",
)


class Migration(migrations.Migration):
    dependencies = [("interactions", "0001_initial"), ("accounts", "0002_grants")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION gedag_local_date(at timestamptz) RETURNS date
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
            RETURN ((at AT TIME ZONE 'Europe/Amsterdam') - interval '4 hours')::date;
            COMMENT ON FUNCTION gedag_local_date IS 'interactions/models/local_day.py has the same rule in Python';
            """,
            reverse_sql="DROP FUNCTION gedag_local_date(timestamptz);",
        ),
        grant(DEELNEMER, READ, *LIBRARY_TABLES),
        grant(DEELNEMER, READ_WRITE, *DIARY_TABLES),
        grant(BEHEER, READ, *LIBRARY_TABLES),
        grant(WORKER, READ, *LIBRARY_TABLES),
        grant(WORKER, READ_WRITE, *DIARY_TABLES),
    ]
