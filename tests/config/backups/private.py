"""People with words of their own, as a drill needs them; and what can be read of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from accounts.models import Contact, Participant, Unreadable
from interactions.models import Reflection
from tests.factories import make_moment, make_participant


@dataclass(frozen=True)
class Person:
    """A participant who wrote something and gave an address."""

    number: int
    words: str
    address: str


def make_person(name: str, *, now: dt.datetime) -> Person:
    """Somebody with a note and an address, which only their own key opens."""
    participant = make_participant(now=now)
    words, address = f"{name} durfde gedag te zeggen, kanarie-{name}", f"{name}@thuis.example"
    moment = make_moment(participant=participant, now=now)
    Reflection.objects.create(interaction=moment, text=words, written_at=now)
    Contact.objects.create(participant=participant, address=address, confirmed_at=now)
    return Person(participant.pk, words, address)


def words_of(person: Person) -> list[str]:
    """What of somebody's note and address opens in this database, with all keys of the installation at hand."""
    notes = Reflection.objects.filter(interaction__participant=person.number)
    contacts = Contact.objects.filter(participant=person.number)
    found = [note.text for note in notes] + [contact.address for contact in contacts]
    return [text for text in found if not isinstance(text, Unreadable)]


def all_words_of(person: Person) -> list[str]:
    return [person.words, person.address]


def is_there(person: Person) -> bool:
    return Participant.objects.filter(pk=person.number).exists()


def has_in_plain(text: str) -> bool:
    """Whether a text stands anywhere in this database, as text or as bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            look = "SELECT EXISTS (SELECT FROM {} t WHERE strpos(t::text, %s) + strpos(t::text, %s) > 0)"
            cursor.execute(look.format(table), [text, text.encode().hex()])
            if cursor.fetchone() == (True,):
                return True
    return False


def rows_about(number: int) -> dict[str, int]:
    """In which tables there are rows that point at this participant, whatever the table is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.confrelid = 'accounts_participant'::regclass"
        )
        counts = {}
        for table, column in [("accounts_participant", "id"), *cursor.fetchall()]:
            ask = "SELECT count(*) FROM {} WHERE {} = %s"
            cursor.execute(ask.format(table, column), [number])
            counts[table] = cursor.fetchone()[0]
    return {table: count for table, count in counts.items() if count}


def counts(tables: Sequence[str]) -> dict[str, int]:
    """How many rows there are in each of these tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (names of our own)
            found[table] = cursor.fetchone()[0]
    return found


def fingerprints() -> dict[str, str]:
    """Of every table what is in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        found = {}
        for (table,) in cursor.fetchall():
            everything = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
            cursor.execute(everything.format(table))
            found[table] = cursor.fetchone()[0]
    return found
