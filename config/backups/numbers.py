"""After a backup was put back, no number is given out that was given out before.

A number is in what was sent or kept elsewhere: a link in a mail, a line of a log, the erasure list. In a restored
database the counters stand where they stood then. They go on beyond whatever can have been given out since: beyond the
database that is replaced, beyond what the erasure list knows, and a long way further for what neither of them saw.
"""

from django.db import connection

from config.backups.server import Server

# More rows than any table gets in the time that a backup is kept; in forty times this, a number still fits in 31 bits.
_FURTHER = 50_000_000
_FURTHER_SMALL = 1_000  # tables of the framework with numbers of 31 bits, which grow with migrations only
_LARGE = 2**32
_HIGHEST = (
    "SELECT coalesce(max(coalesce(last_value, start_value)), 0) FROM pg_sequences"
    " WHERE schemaname = 'public' AND max_value > %s"
)


def highest_given(server: Server, database: str) -> int:
    """The highest number that a database has given out in any table."""
    with server.connect(database) as own:
        row = own.execute(_HIGHEST, [_LARGE]).fetchone()
    return int(row[0]) if row else 0


def continue_beyond(number: int) -> int:
    """Lets every counter of this database go on beyond `number` and beyond itself; answers from where on."""
    with connection.cursor() as cursor:
        cursor.execute(_HIGHEST, [_LARGE])
        floor = max(number, int(cursor.fetchone()[0])) + _FURTHER
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, sequencename), max_value > %s, coalesce(last_value, start_value)"
            " FROM pg_sequences WHERE schemaname = 'public'",
            [_LARGE],
        )
        for sequence, large, last in cursor.fetchall():
            cursor.execute("SELECT setval(%s, %s)", [sequence, floor if large else last + _FURTHER_SMALL])
    return floor
