"""Events are only ever added, by the triggers of who changes something: staff, nobody else. They read them too.

Nobody may change or delete one. What is past its term goes through one function, which looks at the clock itself.
"""

from django.db import migrations

from accounts.migrations._grants import BEHEER, WORKER, grant

EVENTS = (
    "accounts_membershipevent",
    "accounts_organisationevent",
    "challenges_broadcastevent",
    "challenges_campaigndayevent",
    "challenges_campaignevent",
    "challenges_campaignslotevent",
    "challenges_contributionevent",
    "challenges_logbookentryevent",
    "challenges_themeevent",
    "challenges_themelogoevent",
    "interactions_ideaevent",
    "interactions_ideaversionevent",
)
# As the owner of the tables, whoever calls it; not earlier than the term, whatever time the caller says it is.
DELETIONS = "".join(
    f"""
  DELETE FROM public.{table} WHERE pgh_created_at < least(asked_at, now()) - interval '3 years';
  GET DIAGNOSTICS gone = ROW_COUNT;
  removed := removed + gone;"""  # noqa: S608 (put together from constants)
    for table in EVENTS
)
FUNCTION = f"""
CREATE FUNCTION gedag_remove_old_history(asked_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone bigint;
  removed bigint := 0;
BEGIN{DELETIONS}
  RETURN removed;
END $$;
REVOKE ALL ON FUNCTION gedag_remove_old_history(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gedag_remove_old_history(timestamptz) TO {WORKER};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_history"),
        ("interactions", "0007_history"),
        ("challenges", "0010_history"),
    ]

    operations = [
        grant(BEHEER, "SELECT, INSERT", *EVENTS),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION gedag_remove_old_history(timestamptz);"),
    ]
