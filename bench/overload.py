"""More visitors than one machine carries: who is helped, who is turned away, and whether anything is lost.

First the capacity, then three times as much for some seconds, then quiet. Answers whether every promise was kept;
speed is only told. bench/README.md says what is asked and what is promised.
"""

import asyncio
import itertools
import resource
import statistics
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench import people
from bench.load import NO_ANSWER, Answer, Line, connect, get
from bench.pages import log
from bench.people import Person
from bench.sites import Site, logins, open_face
from bench.staging import Ground
from config.capacity import AT_WORK, WAITING
from config.runner.run_command import web_workers
from interactions.models import Interaction

TIMES = 3
RECOVERY = 30.0  # seconds, at most
_LINES = 1_500  # connections at once, at most
_CAPACITY_LINES = 24
_FILLS = 4  # times that the gates could be filled, at least
_CALM = 20  # so many pages in a row without a refusal is calm again
_FINE, _BUSY = (200, 302), 503


@dataclass
class Asked:
    """Everything that was asked of one kind, with what came back."""

    answers: list[Answer] = field(default_factory=list)

    def took(self, *statuses: int) -> list[float]:
        return sorted(one.seconds * 1000 for one in self.answers if one.status in statuses)

    def statuses(self) -> dict[int, int]:
        return dict(sorted(Counter(one.status for one in self.answers).items()))


@dataclass
class Logs:
    """The taps that were sent: what each stands for, and which were said to be kept."""

    known: Iterator[Person]
    sent: dict[uuid.UUID, Person] = field(default_factory=dict)
    kept: set[uuid.UUID] = field(default_factory=set)

    def note(self, client_id: uuid.UUID, answer: Answer) -> None:
        if answer.status in _FINE:
            self.kept.add(client_id)


def measure(ground: Ground, *, seconds: int) -> int:
    """Exit code 0 when all promises were kept. Raises Refusal."""
    logins(ground)
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    known = people.stage(max(400, 300 * seconds))
    face, staff = open_face(ground), open_face(ground, "beheer", workers=1)
    return asyncio.run(_measure(known, face, staff, seconds))


async def _measure(known: Sequence[Person], face: Site, staff: Site, seconds: int) -> int:
    visitors, logs = itertools.cycle(known), Logs(iter(known))
    calm = await _watch(face, staff, seconds=2.0)
    await _capacity(face, visitors, 1.0)  # the first pages of a process are slow
    capacity = await _capacity(face, visitors, max(seconds / 3, 2.0))
    # On a machine that carries next to nothing, still more than fit inside.
    rate = max(capacity * TIMES, _FILLS * web_workers() * (AT_WORK + WAITING) / seconds)
    print(
        f"de machine draagt {capacity:.1f} pagina's per seconde; nu {rate / max(capacity, 0.1):.1f} × zoveel, "
        f"{seconds} s lang",
        flush=True,
    )
    watching = asyncio.create_task(_watch(face, staff, seconds=float(seconds)))
    asked = await _crowd(face, visitors, logs, rate=rate, seconds=seconds)
    watched = await watching
    recovered = await _recovered(face, visitors)
    _told("pagina's", asked["pages"])
    _told("tikken", asked["logs"])
    for name in calm:
        _beside(name, calm[name], watched[name])
    print(f"{recovered:.1f} s na de drukte gaat alles weer goed")
    lost, doubled = await _kept(face, logs)
    print(f"{len(logs.kept)} tikken als bewaard bevestigd: {lost} kwijt, {doubled} dubbel")
    refused = [one for kind in asked.values() for one in kind.answers if one.status == _BUSY]
    promises = {
        "wie niet geholpen kan worden hoort dat": bool(refused),
        "bij elke weigering staat wanneer het weer kan": all(
            one.header("Retry-After").isdigit() for one in refused
        ),
        "ook in de drukte worden er geholpen": all(kind.took(*_FINE) for kind in asked.values()),
        "geen ander antwoord dan helpen of weigeren": not any(
            one.status not in (*_FINE, _BUSY) for kind in asked.values() for one in kind.answers
        ),
        "het teken van leven antwoordt altijd": set(watched["teken van leven"].statuses()) == {200},
        "medewerkers kunnen door": set(watched["medewerkers"].statuses()) == {200},
        "geen bevestigde tik kwijt, geen een dubbel": lost == doubled == 0 and bool(logs.kept),
        f"binnen {RECOVERY:.0f} s gaat alles weer goed": recovered <= RECOVERY,
    }
    for promise, kept in promises.items():
        print(f"{'✓' if kept else '✗'} {promise}")
    return 0 if all(promises.values()) else 1


async def _capacity(face: Site, visitors: Iterator[Person], seconds: float) -> float:
    """Pages a second when everybody waits for the one before."""
    ends, done = time.perf_counter() + seconds, 0

    async def one_by_one(line: Line) -> None:
        nonlocal done
        while time.perf_counter() < ends:
            answer = await line.ask(_page(face, next(visitors)))
            done += answer.status == 200

    lines = [await connect(face.port) for _number in range(_CAPACITY_LINES)]
    began = time.perf_counter()
    await asyncio.gather(*map(one_by_one, lines))
    for line in lines:
        line.close()
    return done / (time.perf_counter() - began)


async def _crowd(
    face: Site, visitors: Iterator[Person], logs: Logs, *, rate: float, seconds: int
) -> dict[str, Asked]:
    """People come at a steady pace, whether others were helped or not; two of five log what they did."""
    asked = {"pages": Asked(), "logs": Asked()}
    resting: list[Line] = []
    going: set[asyncio.Task[None]] = set()
    kinds = itertools.cycle(("pages", "logs", "pages", "pages", "logs"))

    async def come(kind: str) -> None:
        line = resting.pop() if resting else await connect(face.port)
        person = next(logs.known, None) if kind == "logs" else None
        if person:
            client_id = uuid.uuid4()
            logs.sent[client_id] = person
            answer = await line.ask(log(person, face.port, client_id))
            logs.note(client_id, answer)
        else:
            kind = "pages"
            answer = await line.ask(_page(face, next(visitors)))
        asked[kind].answers.append(answer)
        if line.open:
            resting.append(line)

    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        ahead = began + number / rate - time.perf_counter()
        if ahead > 0:
            await asyncio.sleep(ahead)
        kind = next(kinds)
        if len(going) < _LINES:
            task = asyncio.create_task(come(kind))
            going.add(task)
            task.add_done_callback(going.discard)
        else:
            asked[kind].answers.append(Answer(NO_ANSWER, 0.0))
    await asyncio.gather(*going)
    for line in resting:
        line.close()
    return asked


async def _watch(face: Site, staff: Site, *, seconds: float) -> dict[str, Asked]:
    """The sign of life and a page of staff, again and again, each over a connection of its own."""
    asked = {"teken van leven": Asked(), "medewerkers": Asked()}
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        for name, site, path in (
            ("teken van leven", face, "/gezond"),
            ("medewerkers", staff, "/inloggen/"),
        ):
            line = await connect(site.port)
            asked[name].answers.append(await line.ask(get(path, port=site.port)))
            line.close()
        await asyncio.sleep(0.2)
    return asked


async def _recovered(face: Site, visitors: Iterator[Person]) -> float:
    """Seconds until a number of pages in a row came without a refusal; looks a little longer than is promised."""
    began, calm_since, calm = time.perf_counter(), time.perf_counter(), 0
    while calm < _CALM and time.perf_counter() - began < RECOVERY + 5:
        if not calm:
            calm_since = time.perf_counter()
        line = await connect(face.port)
        answer = await line.ask(_page(face, next(visitors)))
        line.close()
        calm = calm + 1 if answer.status == 200 else 0
        await asyncio.sleep(0.05)
    return calm_since - began if calm >= _CALM else RECOVERY + 5


async def _kept(face: Site, logs: Logs) -> tuple[int, int]:
    """Every tap is sent once more, as who was refused does: how many that were confirmed are gone, and how many are
    there twice."""
    before = await asyncio.to_thread(_rows)
    lost = len(logs.kept - before.keys())
    line = await connect(face.port)
    for client_id, person in logs.sent.items():
        answer = await line.ask(log(person, face.port, client_id))
        logs.note(client_id, answer)
        if not line.open:
            line = await connect(face.port)
    line.close()
    rows = await asyncio.to_thread(_rows)
    lost += len(logs.kept - rows.keys())
    of_person = Counter(person for person, _count in rows.values())
    doubled = sum(count > 1 for _person, count in rows.values())
    doubled += sum(of_person[person.pk] > people.DAYS for person in logs.sent.values())
    return lost, doubled


def _rows() -> dict[uuid.UUID, tuple[int, int]]:
    """Every moment by its client id: whose it is, and how often it is there."""
    found: dict[uuid.UUID, tuple[int, int]] = {}
    for client_id, person in Interaction.objects.values_list("client_id", "participant_id"):
        found[client_id] = (person, found.get(client_id, (person, 0))[1] + 1)
    return found


def _page(face: Site, person: Person) -> bytes:
    return get("/vandaag/", port=face.port, cookies=person.cookies)


def _told(name: str, asked: Asked) -> None:
    print(
        f"{name}: {len(asked.answers)} gevraagd, antwoorden {asked.statuses()}; "
        f"geholpen {_figures(asked.took(*_FINE))}; geweigerd {_figures(asked.took(_BUSY))}",
        flush=True,
    )


def _beside(name: str, calm: Asked, crowded: Asked) -> None:
    print(
        f"{name}: in rust {_figures(calm.took(200))}; in de drukte {_figures(crowded.took(200))}", flush=True
    )


def _figures(took: Sequence[float]) -> str:
    if not took:
        return "geen"
    return f"mediaan {statistics.median(took):.0f} ms, 99 % onder {took[int(len(took) * 0.99)]:.0f} ms"
