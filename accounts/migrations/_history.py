"""Ending what is past its term, as a migration operation: nobody may delete an event, one function may."""

from collections.abc import Sequence

from django.db.migrations import RunSQL


def ends_history_of(tables: Sequence[str], *, before: Sequence[str]) -> RunSQL:
    """Lets `gedag_remove_old_history` end the history in `tables`, all of them; who may call it stays as it is.
    `before` is the list until now."""
    return RunSQL(_function(tables), reverse_sql=_function(before))


def _function(tables: Sequence[str]) -> str:
    # As the owner of the tables, whoever calls it; not earlier than the term, whatever time the caller says it is.
    deletions = "".join(
        f"""
  DELETE FROM public.{table} WHERE pgh_created_at < least(asked_at, now()) - interval '3 years';
  GET DIAGNOSTICS gone = ROW_COUNT;
  removed := removed + gone;"""  # noqa: S608 (put together from constants)
        for table in tables
    )
    return f"""
CREATE OR REPLACE FUNCTION gedag_remove_old_history(asked_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone bigint;
  removed bigint := 0;
BEGIN{deletions}
  RETURN removed;
END $$;
"""
