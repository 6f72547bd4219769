"""Everything that is made to go wrong. The names are what the table says."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from accounts.models import Message
from faults import points
from faults.mail_server import (
    DROPPED,
    DROPPED_AT_RCPT,
    LATER_AT_END,
    LATER_AT_RCPT,
    LOST,
    NEVER_AT_END,
    NEVER_AT_RCPT,
    SILENT,
    SLEPT,
)
from faults.restoring import restored_before_planning, restored_before_sending
from faults.run import DAY, Orders, Run, Scenario, addresses, on_the_wall

SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
AWAY_LONG, AWAY_SHORT = 60.0, 5.0  # seconds
_MANY = 100  # people from which a run is a long one


# --- workers --------------------------------------------------------------------------------------------------


def _struck_at(place: str, what: str, share: float) -> Callable[[Run], Orders]:
    def orders(run: Run) -> Orders:
        passages = run.people // 20 if place == points.CLAIMED else run.people
        return {place: (what, run.some(passages, max(2, int(share * passages))))}

    return orders


def _everywhere(run: Run) -> Orders:
    few = max(2, run.people // 40)
    return {
        points.CLAIMED: (points.KILL_TASK, run.some(run.people // 20, few)),
        points.SENDING: (points.KILL_TASK, run.some(run.people, few)),
        points.ACCEPTED: (points.KILL_WORKER, run.some(run.people, few)),
        points.RECORDED: (points.KILL_TASK, run.some(run.people, few)),
    }


def _random_kills(run: Run) -> None:
    for number in range(1, 9 if run.people < _MANY else 31):
        run.until_mails(number / 32)
        run.pause(run.dice.uniform(0, 0.3))
        run.rig.kill_worker(run.dice.randrange(8))


# --- servers --------------------------------------------------------------------------------------------------


def _postgres_restarts(run: Run) -> None:
    for share in (0.2, 0.6) if run.people < _MANY else (0.1, 0.3, 0.5, 0.7, 0.9):
        run.until_mails(share)
        run.rig.restart_postgres()


def _queue_lost(run: Run) -> None:
    run.until_mails(0.2)
    run.rig.lose_queue(AWAY_SHORT if run.people < _MANY else AWAY_LONG)


def _three_beats(run: Run) -> None:
    run.rig.set_beats(3)
    run.until_all_final()


def _three_beats_from_the_start(run: Run) -> None:
    run.rig.set_beats(3)
    run.join_and_plan()


# --- the clock ------------------------------------------------------------------------------------------------


def _changing_day(day: dt.date) -> Callable[[Run], None]:
    """From the night in which the clock changes to six in the morning, which must be six on the wall."""

    def begin(run: Run) -> None:
        run.prompt_time = dt.time(6)
        run.join(on_the_wall(day, 1, 59, 58))

    return begin


def _changing_day_goes_on(day: dt.date) -> Callable[[Run], None]:
    def act(run: Run) -> None:
        run.pause(1.5)
        for fold in (0, 1):
            run.rig.set_clock(on_the_wall(day, 2, 30, fold=fold))
            run.pause(1.5)
        run.demand(Message.objects.count() == 0, "planned before four o'clock")
        run.rig.set_clock(on_the_wall(day, 4, 0, 5))
        run.until_planned()
        due = set(Message.objects.values_list("not_before", flat=True))
        run.demand(due == {on_the_wall(day, 6)}, f"due at {due}")
        run.rig.set_clock(on_the_wall(day, 5, 59, 57))
        run.pause(2)
        run.demand(not run.rig.mail.kept, "sent before six o'clock")

    return act


def _clock_jumps(run: Run) -> None:
    run.until_mails(0.3)
    run.rig.disturbances += 1
    run.rig.set_clock(on_the_wall(DAY, 11))
    run.pause(2)
    run.rig.disturbances += 1
    run.rig.set_clock(on_the_wall(DAY, 12, 0, 30))
    run.until_mails(0.6)
    run.rig.disturbances += 1
    run.rig.set_clock(on_the_wall(DAY, 13, 0))


def _clock_leaps_past_the_end(run: Run) -> None:
    run.expected = None
    run.until_mails(0.5)
    run.rig.disturbances += 1
    run.rig.set_clock(on_the_wall(DAY, 15, 0, 1))


# --- the mail server ------------------------------------------------------------------------------------------

# What the successive mails to an address meet, and how many in a hundred people have it.
_TROUBLES: Mapping[str, tuple[Sequence[str], int]] = {
    "later, twice": ((LATER_AT_RCPT, LATER_AT_END), 5),
    "no such user": ((NEVER_AT_RCPT,), 2),
    "not this mail": ((NEVER_AT_END,), 1),
    "dropped early": ((DROPPED_AT_RCPT,), 2),
    "dropped": ((DROPPED,), 2),
    "silent": ((SILENT,), 1),
    "reply lost": ((LOST,), 3),
    "accepted too late": ((SLEPT,), 1),
    "never an answer": ((LOST, SILENT, LOST, DROPPED), 1),
}
_FAIL = ("no such user", "not this mail", "never an answer")


def _trouble(*names: str, more: int = 1) -> Callable[[Run], Mapping[str, Sequence[str]]]:
    """Gives these troubles to people by lot, `more` times as often as usual."""

    def script(run: Run) -> Mapping[str, Sequence[str]]:
        people = iter(addresses(run.some(run.people, run.people)))
        lots = list(people)
        run.dice.shuffle(lots)
        chosen: dict[str, Sequence[str]] = {}
        failing = 0
        for name in names or tuple(_TROUBLES):
            what, share = _TROUBLES[name]
            for _ in range(max(1, run.people * share * more // 100)):
                chosen[lots.pop()] = what
                failing += name in _FAIL
        run.expected = {"sent": run.people - failing} | ({"failed": failing} if failing else {})
        return chosen

    return script


def _server_away(run: Run) -> None:
    for share, away in ((0.2, "hang up"), (0.5, "421 4.3.2 later"), (0.8, "554 no")):
        run.until_mails(share)
        run.rig.mail.script.away = away
        run.rig.mail.hang_up()
        turned_away = run.rig.mail.turned_away
        run.until(lambda before=turned_away: run.rig.mail.turned_away > before + 2, "tried again")  # type: ignore[misc]
        run.rig.mail.script.away = ""


# --- everything at once ---------------------------------------------------------------------------------------


def _everything(run: Run) -> None:
    run.rig.set_beats(3)
    run.until_mails(0.2)
    run.rig.restart_postgres()
    run.until_mails(0.4)
    run.rig.lose_queue(2.0)
    run.until_mails(0.6)
    run.rig.kill_worker(run.dice.randrange(8))
    run.until_mails(0.8)
    run.rig.restart_postgres()
    run.expected = None  # a message in doubt through several of these may be given up


SCENARIOS = (
    Scenario("niets", only_long=True),
    Scenario("drie klokken (beat) tegelijk", begin=_three_beats_from_the_start, act=_three_beats),
    Scenario("kill -9 na het pakken", orders=_struck_at(points.CLAIMED, points.KILL_TASK, 0.4)),
    Scenario("kill -9 na 'sending'", orders=_struck_at(points.SENDING, points.KILL_TASK, 0.03)),
    Scenario(
        "kill -9 tussen aannemen en noteren", orders=_struck_at(points.ACCEPTED, points.KILL_TASK, 0.03)
    ),
    Scenario(
        "kill -9 na het noteren", orders=_struck_at(points.RECORDED, points.KILL_TASK, 0.03), only_long=True
    ),
    Scenario("kill -9 van de hele worker, overal", orders=_everywhere, only_long=True),
    Scenario("kill -9 op willekeurige momenten", act=_random_kills, only_long=True),
    Scenario("SIGSTOP voorbij de lease, na het pakken", orders=_struck_at(points.CLAIMED, points.SLEEP, 0.1)),
    Scenario("SIGSTOP midden in een transactie", orders=_struck_at(points.WRITING, points.SLEEP, 0.005)),
    Scenario(
        "SIGSTOP voorbij de lease, na 'sending'", orders=_struck_at(points.SENDING, points.SLEEP, 0.005)
    ),
    Scenario("PostgreSQL hard herstart", act=_postgres_restarts),
    Scenario("Valkey geleegd en weg", act=_queue_lost),
    Scenario("mailserver onbereikbaar", act=_server_away),
    Scenario("451 en 550", script=_trouble("later, twice", "no such user", "not this mail", more=2)),
    Scenario("weg of stil vóór aannemen", script=_trouble("dropped early", "dropped", "silent", more=2)),
    Scenario("antwoord kwijt na aannemen", script=_trouble("reply lost", "accepted too late", more=2)),
    Scenario("vier keer geen antwoord", script=_trouble("never an answer", more=2), only_long=True),
    Scenario(
        "dag van de zomertijd",
        begin=_changing_day(SPRING),
        act=_changing_day_goes_on(SPRING),
        starts_at=on_the_wall(SPRING, 6),
        only_long=True,
    ),
    Scenario(
        "dag van de wintertijd",
        begin=_changing_day(AUTUMN),
        act=_changing_day_goes_on(AUTUMN),
        starts_at=on_the_wall(AUTUMN, 6),
    ),
    Scenario("klok een uur terug en vooruit", act=_clock_jumps),
    Scenario("klok voorbij de uiterste tijd", act=_clock_leaps_past_the_end, only_long=True),
    Scenario("reservekopie van vóór het versturen", act=restored_before_sending),
    Scenario(
        "reservekopie van vóór het plannen",
        begin=lambda run: run.join(on_the_wall(DAY, 0, 30)),
        act=restored_before_planning,
        starts_at=on_the_wall(DAY, 12),
        only_long=True,
    ),
    Scenario("alles tegelijk", act=_everything, orders=_everywhere, script=_trouble(), only_long=True),
)
