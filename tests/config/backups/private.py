"""Two people with words of their own, as a drill needs them."""

import datetime as dt
from dataclasses import dataclass

from cryptography.fernet import Fernet
from django.db import connection

from accounts.models import Contact, Participant
from interactions.models import Reflection
from tests.factories import make_moment, make_participant


def make_key_table() -> None:
    """The table of keys, where it is not there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS accounts_participantkey (participant_id bigint PRIMARY KEY"
            " REFERENCES accounts_participant ON DELETE CASCADE, wrapped bytea NOT NULL)"
        )


@dataclass(frozen=True)
class Person:
    """A participant who wrote something and gave an address."""

    number: int
    words: str
    address: str


def make_person(name: str, *, now: dt.datetime) -> Person:
    """Somebody with a note that only their own key opens, and an address."""
    participant = make_participant(now=now)
    words, address = f"{name} durfde gedag te zeggen, kanarie-{name}", f"{name}@thuis.example"
    key = Fernet.generate_key()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_participantkey VALUES (%s, %s)", [participant.pk, key])
    Reflection.objects.create(
        interaction=make_moment(participant=participant, now=now),
        text=Fernet(key).encrypt(words.encode()).decode(),
        written_at=now,
    )
    Contact.objects.create(participant=participant, address=address, confirmed_at=now)
    return Person(participant.pk, words, address)


def words_of(person: Person) -> list[str]:
    """What can be read of somebody's notes in this database; one without a key cannot."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wrapped FROM accounts_participantkey WHERE participant_id = %s", [person.number]
        )
        row = cursor.fetchone()
    texts = Reflection.objects.filter(interaction__participant=person.number).values_list("text", flat=True)
    return [Fernet(bytes(row[0])).decrypt(text.encode()).decode() for text in texts] if row else []


def is_there(person: Person) -> bool:
    return Participant.objects.filter(pk=person.number).exists()


def rows_about(number: int) -> dict[str, int]:
    """In which tables there are rows that point at this participant, whatever the table is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.confrelid = 'accounts_participant'::regclass"
        )
        places = cursor.fetchall()
        found = {"accounts_participant": "SELECT count(*) FROM accounts_participant WHERE id = %s"} | {
            table: f"SELECT count(*) FROM {table} WHERE {column} = %s"  # noqa: S608
            for table, column in places
        }
        counts = {}
        for table, ask in found.items():
            cursor.execute(ask, [number])
            counts[table] = cursor.fetchone()[0]
    return {table: count for table, count in counts.items() if count}
