"""The three pages that a crowd opens, beside a bare page on the same server (bench/README.md says what both do)."""

import statistics
import uuid
from collections.abc import Callable, Sequence
from itertools import islice

from django.db import connection
from django.utils import timezone

from bench import people
from bench.load import Taken, get, post
from bench.people import CSRF, Person
from bench.sites import Site, logins, open_bare, open_face
from bench.staging import Ground
from interactions.models import Interaction, local_date

_PEOPLE = 200
Turn = Callable[[int], tuple[Taken, Taken]]


def today(ground: Ground, size: int, rounds: int) -> int:
    """Today's page of somebody in their second week: beside the same queries, and beside queries of its own."""
    logins(ground)
    known = people.stage(_PEOPLE)
    face, bare = open_face(ground), open_bare(ground)

    def beside(path: str) -> Turn:
        def turn(_number: int) -> tuple[Taken, Taken]:
            return (
                bare.take(_today(known, bare, size, path), 200),
                face.take(_today(known, face, size), 200),
            )

        return turn

    compared("de pagina van vandaag, naast dezelfde vragen", beside("/vandaag/"), rounds, goal=0.6)
    return compared("de pagina van vandaag, naast zo weinig mogelijk", beside("/vandaag/weinig/"), rounds)


def logging(ground: Ground, size: int, rounds: int) -> int:
    """The tap that keeps how it went, once for each person: beside a plain view, and beside one row."""
    logins(ground)
    known = iter(people.stage(4 * size * (rounds + 1)))
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS bench_moment; "
            "CREATE TABLE bench_moment (LIKE interactions_interaction INCLUDING ALL)"
        )
    face, bare = open_face(ground), open_bare(ground)
    before = Interaction.objects.count()

    def beside(path: str) -> Turn:
        def turn(_number: int) -> tuple[Taken, Taken]:
            others, some = list(islice(known, size)), list(islice(known, size))
            return (
                bare.take([_bare_log(one, bare, path) for one in others], 302),
                face.take([log(one, face.port, uuid.uuid4()) for one in some], 302),
            )

        return turn

    compared("de tik na afloop, naast een eenvoudige view", beside("/log/"), rounds, goal=0.35)
    compared("de tik na afloop, naast één rij", beside("/rij/"), rounds)
    if Interaction.objects.count() - before != 3 * size * (rounds + 1):
        raise RuntimeError("not every log is in the database")
    return 0


def landing(ground: Ground, size: int, rounds: int) -> int:
    """A campaign's page for strangers, beside its bytes without any work."""
    logins(ground)
    face = open_face(ground)
    path = f"/{people.campaign().slug}/"
    page = ground.data.path / "landing.html"
    page.write_bytes(face.take([get(path, port=face.port)], 200).answers[0].body)
    bare = open_bare(ground, page)

    def turn(_number: int) -> tuple[Taken, Taken]:
        return (
            bare.take([get("/klaar/", port=bare.port)] * size, 200),
            face.take([get(path, port=face.port)] * size, 200),
        )

    return compared("de pagina van een campagne", turn, rounds, goal=0.8)


def compared(what: str, turn: Turn, rounds: int, *, goal: float | None = None) -> int:
    """Both sides in turns; prints every round and the medians."""
    rates, computed = [], []
    for number in range(rounds + 1):
        bare, ours = turn(number)
        if not number:  # the first round warms both
            continue
        rates.append(ours.rate / bare.rate)
        computed.append(bare.milliseconds / ours.milliseconds)
        print(
            f"ronde {number}: kaal {bare.rate:.0f} per s, gedag {ours.rate:.0f} per s, {rates[-1]:.2f} ×; "
            f"rekentijd kaal {bare.milliseconds:.2f} ms, gedag {ours.milliseconds:.2f} ms, {computed[-1]:.2f} ×; "
            f"helft onder {_middle(bare) * 1000:.0f} en {_middle(ours) * 1000:.0f} ms",
            flush=True,
        )
    wanted = f" (minstens {str(goal).replace('.', ',')})" if goal else ""
    print(
        f"\n{what}: mediaan {statistics.median(rates):.2f} × kaal{wanted}, "
        f"van {min(rates):.2f} tot {max(rates):.2f}; naar eigen rekentijd {statistics.median(computed):.2f} ×"
    )
    return 0


def _middle(taken: Taken) -> float:
    return statistics.median(one.seconds for one in taken.answers)


def _today(known: Sequence[Person], site: Site, size: int, path: str = "/vandaag/") -> list[bytes]:
    return [get(path, port=site.port, cookies=known[number % len(known)].cookies) for number in range(size)]


def log(person: Person, port: int, client_id: uuid.UUID, *, htmx: bool = False) -> bytes:
    """The tap "Al gedaan" on today's page."""
    fields = {
        "csrfmiddlewaretoken": CSRF,
        "client_id": str(client_id),
        "day": local_date(timezone.now()).isoformat(),
        "did": "done",
    }
    path = f"/vandaag/in/{person.campaign}/uitkomst/"
    return post(path, fields, port=port, cookies=person.cookies, htmx=htmx)


def _bare_log(person: Person, site: Site, path: str) -> bytes:
    fields = {
        "campaign": person.campaign,
        "participant": str(person.pk),
        "client_id": str(uuid.uuid4()),
        "day": local_date(timezone.now()).isoformat(),
        "did": "done",
    }
    return post(path, fields, port=site.port, cookies=person.cookies)
