"""Drawing: once, whole or not at all, by the worker's login, and what is there never changes."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.utils import ProgrammingError

from accounts.models import Participant
from accounts.services.merging import merge_participants
from accounts.services.participants import erase_participant
from challenges.models import Participation
from challenges.services.campaign_states import pause_campaign
from config.runner.folders import REPO
from insights.models import BudgetEntry, CountedParticipation, Draw, Release, ReleaseTable
from insights.queries import policy
from insights.queries.policy import Part
from insights.queries.tabulation import Labels, Person
from insights.services import drawing
from insights.services.announcing import draw_due_releases
from insights.services.drawing import NotDueError, canonical, draw_release, noisy_tables
from interactions.models import Interaction
from tests.faces import BEHEER, DEELNEMER, WORKER, database_login
from tests.factories import TODAY, make_campaign, make_organisation
from tests.insights.people import after, cells, drawn_true, make_draw, no_noise, noon, takes_part

pytestmark = pytest.mark.django_db


def everything() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in (Release, ReleaseTable, BudgetEntry)}


def nothing_drawn() -> bool:
    return not any(everything().values()) and not CountedParticipation.objects.exists()


def test_how_far_a_draw_is_says_nothing_about_how_many_it_counts() -> None:
    seen: list[list[tuple[str, int]]] = []
    for number in (0, 1, 5):
        campaign = make_campaign()
        for _ in range(number):
            takes_part(campaign)
        draw, looked = make_draw(campaign), list[tuple[str, int]]()

        def look(*, passed: float, draw: Draw = draw, looked: list[tuple[str, int]] = looked) -> None:
            draw.refresh_from_db()
            assert passed > 0
            looked.append((draw.state, draw.step))

        draw_release(draw=draw, now=noon(draw.due_on), pace=look)
        seen.append(looked)
    assert seen == [[("counting", 1)]] * 3


def test_the_worker_draws_what_is_due_with_its_own_login() -> None:
    campaign = make_campaign()
    for _ in range(3):
        takes_part(campaign)
    draw = make_draw(campaign)
    with database_login(WORKER):
        (release,) = draw_due_releases(now=noon(draw.due_on))
    draw.refresh_from_db()
    assert (draw.state, draw.step) == (Draw.State.DONE, Draw.STEPS)
    assert release == draw.release
    assert release.digest == hashlib.sha256(release.body.encode()).hexdigest()
    body = json.loads(release.body)
    assert canonical(body) == release.body
    assert {kind: body[kind] for kind in ("campaign", "kind", "cohort", "before", "policy", "large")} == {
        "campaign": campaign.slug,
        "kind": "final",
        "cohort": "",
        "before": draw.due_on.isoformat(),
        "policy": policy.VERSION,
        "large": False,
    }
    assert body["tables"] == {table.kind: table.cells for table in release.tables.all()}
    spent = release.budget.order_by("pk").values_list(
        "campaign", "cohort", "kind", "table", "epsilon_hundredths"
    )
    assert list(spent) == [(campaign.pk, "", "final", "course", 40), (campaign.pk, "", "final", "mirror", 90)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [DEELNEMER, BEHEER])
def test_no_other_login_can_draw(role: str) -> None:
    draw = make_draw(make_campaign())
    with pytest.raises(ProgrammingError, match="permission denied"), database_login(role):
        draw_release(draw=draw, now=noon(draw.due_on))
    assert nothing_drawn()


def test_nothing_is_drawn_before_its_day_also_with_the_clock_set_back() -> None:
    draw = make_draw(make_campaign())
    with pytest.raises(NotDueError):
        draw_release(draw=draw, now=noon(after(-1, draw.due_on)))
    Draw.objects.update(state=Draw.State.COUNTING)  # begun, and then the clock was set back
    with pytest.raises(NotDueError):
        draw_release(draw=draw, now=noon(after(-400, draw.due_on)))
    assert nothing_drawn()
    assert drawn_true(draw).drawn_at == noon(draw.due_on)
    with pytest.raises(NotDueError):
        draw_release(draw=draw, now=noon(TODAY))
    assert everything()["Release"] == 1


def test_a_draw_that_was_moved_meanwhile_waits_for_its_new_day() -> None:
    stale = make_draw(make_campaign())
    Draw.objects.update(due_on=after(9, stale.due_on))
    assert draw_release(draw=stale, now=noon(stale.due_on)) is None
    assert Draw.objects.get().state == Draw.State.ANNOUNCED
    assert nothing_drawn()


@pytest.mark.parametrize("state", [Draw.State.DONE, Draw.State.CALLED_OFF])
def test_what_is_done_or_called_off_is_not_drawn(state: str) -> None:
    draw = make_draw(make_campaign())
    Draw.objects.update(state=state)
    assert draw_release(draw=draw, now=noon(draw.due_on)) is None
    assert nothing_drawn()


@pytest.mark.parametrize("people", [0, 1, 3])
@pytest.mark.parametrize(("kind", "cohort"), [("final", ""), ("quarter", "2026-Q4"), ("national", "2026-Q4")])
def test_a_campaign_with_next_to_nobody_is_drawn_like_any_other(people: int, kind: str, cohort: str) -> None:
    campaign = make_campaign(starts_on=TODAY if kind == "final" else None, length=6)
    for _ in range(people):
        takes_part(campaign)
    draw = make_draw(None if kind == "national" else campaign, kind, cohort=cohort, due_on=after(80))
    release = draw_release(draw=draw, now=noon(after(80)))
    assert release is not None
    tables = {"national": {"tried", "sums", "mood"}}.get(kind, {"course", "mirror"})
    assert {table.kind for table in release.tables.all()} == tables
    assert all(table.cells for table in release.tables.all() if table.kind not in {"tried", "sums"})
    assert release.budget.filter(campaign=campaign).count() == len(tables)


def test_without_any_campaign_the_country_is_drawn_and_costs_nobody_anything() -> None:
    draw = make_draw(None, "national", cohort="2026-Q4", due_on=after(80))
    assert draw_release(draw=draw, now=noon(after(80))) is not None
    assert BudgetEntry.objects.count() == 0


def test_a_paused_campaign_is_drawn_on_its_day() -> None:
    campaign = make_campaign()
    takes_part(campaign)
    pause_campaign(campaign=campaign, now=noon(after(3)))
    assert cells(drawn_true(make_draw(campaign)), "course") == {"stopped": 1}


class TestProfile:
    LABELS = Labels(barriers=["te-druk"], domains=["buurt"], ideas=[])

    def drawn(
        self, people: int, noise: Callable[[Sequence[int], Part], list[int]] = no_noise
    ) -> tuple[bool | None, list[str]]:
        everybody = [Person(number=number, active_days=2) for number in range(people)]
        drawn = noisy_tables(people=everybody, kind="final", labels=self.LABELS, noise=noise)  # type: ignore[arg-type]
        assert [str(rule.table) for rule in drawn.rules] == [str(table) for table in drawn.tables]
        return drawn.large, [str(table) for table in drawn.tables]

    def test_the_number_decides(self) -> None:
        assert self.drawn(99) == (False, ["course", "mirror"])
        assert self.drawn(100) == (True, ["course", "mirror", "barrier", "domain"])

    @pytest.mark.parametrize(("people", "shift", "large"), [(500, -300, False), (0, 60, True)])
    def test_and_it_is_the_number_with_noise_never_the_true_one(
        self, people: int, shift: int, large: bool
    ) -> None:
        def shifted(numbers: Sequence[int], _part: Part) -> list[int]:
            return [number + shift for number in numbers]

        assert self.drawn(people, shifted)[0] is large

    def test_every_number_is_drawn_once(self) -> None:
        asked: list[int] = []

        def counting(numbers: Sequence[int], _part: Part) -> list[int]:
            asked.append(len(numbers))
            return list(numbers)

        self.drawn(100, counting)
        assert asked == [2, 3, 1, 1]


class TestErasure:
    def bytes_of(self, releases: Sequence[Release]) -> list[object]:
        kept = Release.objects.filter(pk__in=[release.pk for release in releases]).order_by("pk")
        tables = ReleaseTable.objects.filter(release__in=releases).order_by("pk")
        return [*kept.values_list("body", "digest"), *tables.values_list("release", "kind", "cells")]

    def test_erasing_changes_no_byte_of_what_is_out_and_does_change_what_comes(self) -> None:
        campaign = make_campaign()
        people = [takes_part(campaign) for _ in range(4)]
        earlier = [
            drawn_true(make_draw(campaign, "interim_1", due_on=after(5))),
            drawn_true(make_draw(None, "national", cohort="2026-Q3", due_on=after(7))),
        ]
        before = self.bytes_of(earlier)
        with database_login(DEELNEMER, participants=[people[0].participant]):
            erase_participant(participant=people[0].participant)
        Interaction.objects.filter(participant=people[1].participant).delete()
        with database_login(DEELNEMER, participants=[one.participant for one in people[2:]]):
            merge_participants(source=people[2].participant, target=people[3].participant, now=noon(after(8)))
        assert self.bytes_of(earlier) == before
        assert cells(drawn_true(make_draw(campaign)), "course") == {"stopped": 1}
        assert self.bytes_of(earlier) == before

    def test_who_is_erased_while_the_others_are_counted_is_not_in_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        campaign = make_campaign(starts_on=None, length=6)
        gone, _stays = takes_part(campaign), takes_part(campaign)
        labels_of = drawing.labels_of

        def meanwhile(draw: Draw) -> Labels:
            erase_participant(participant=gone.participant)
            return labels_of(draw)

        monkeypatch.setattr(drawing, "labels_of", meanwhile)
        release = drawn_true(make_draw(campaign, "quarter", cohort="2026-Q4", due_on=after(80)))
        assert cells(release, "course") == {"stopped": 1}
        assert CountedParticipation.objects.count() == 1


@pytest.mark.parametrize("role", [BEHEER, DEELNEMER])
def test_a_thousand_reads_give_one_body(role: str) -> None:
    organisation = make_organisation()
    draw = make_draw(make_campaign(organisation=organisation))
    release = draw_release(draw=draw, now=noon(draw.due_on))
    assert release is not None
    with database_login(role, organisation=organisation):
        bodies = {Release.objects.values_list("body", flat=True).get(draw=draw) for _ in range(1_000)}
    assert [hashlib.sha256(body.encode()).hexdigest() for body in bodies] == [release.digest]


def in_threads(*bodies: Callable[[], object]) -> list[object]:
    """Runs these at once, each with a connection of its own; gives what they return."""
    said: list[object] = []

    def run(body: Callable[[], object]) -> None:
        try:
            said.append(body())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


@pytest.mark.django_db(transaction=True)
class TestTwiceAtOnce:
    def test_the_second_leaves_it_to_the_first(self) -> None:
        campaign = make_campaign()
        takes_part(campaign)
        draw = make_draw(campaign)
        busy, second_is_back = threading.Event(), threading.Event()

        def slowly(numbers: Sequence[int], _part: Part) -> list[int]:
            busy.set()
            assert second_is_back.wait(30)
            return list(numbers)

        def second() -> object:
            busy.wait(30)
            try:
                return draw_release(draw=draw, now=noon(draw.due_on), noise=no_noise)
            finally:
                second_is_back.set()

        said = in_threads(lambda: draw_release(draw=draw, now=noon(draw.due_on), noise=slowly), second)
        assert said == [None, Release.objects.get()]
        assert everything() == {"Release": 1, "ReleaseTable": 2, "BudgetEntry": 2}

    def test_without_the_lock_of_the_session_the_row_decides(self, monkeypatch: pytest.MonkeyPatch) -> None:
        campaign = make_campaign(starts_on=None, length=6)
        takes_part(campaign)
        draw = make_draw(campaign, "quarter", cohort="2026-Q4", due_on=after(80))
        labels_of, both_counted = drawing.labels_of, threading.Barrier(2, timeout=30)

        def together(draw: Draw) -> Labels:
            both_counted.wait()
            return labels_of(draw)

        monkeypatch.setattr(drawing, "labels_of", together)
        monkeypatch.setattr(drawing, "_one_worker", Everybody)

        def once() -> object:
            return draw_release(draw=draw, now=noon(draw.due_on), noise=no_noise)

        said = in_threads(once, once)
        assert sorted(map(bool, said)) == [False, True]
        assert everything() == {"Release": 1, "ReleaseTable": 2, "BudgetEntry": 2}
        assert CountedParticipation.objects.count() == 1


class Everybody:
    """A lock that lets everybody through, as when a connection was lost and made anew."""

    def __enter__(self) -> bool:
        return True

    def __exit__(self, *_error: object) -> None:
        pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", ["counted", "written"])
def test_a_worker_that_is_killed_leaves_nothing_half_and_the_next_turn_draws(point: str) -> None:
    campaign = make_campaign(starts_on=None, length=6)
    for _ in range(3):
        takes_part(campaign)
    draw = make_draw(campaign, "quarter", cohort="2026-Q4", due_on=after(80))
    call_command("set_login_passwords", verbosity=0)
    url = urlsplit(os.environ["DATABASE_URL_WORKER"])
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.insights.drawing_child", point, noon(draw.due_on).isoformat()],
        cwd=REPO,
        env={
            **os.environ,
            "GEDAG_FACE": "worker",
            "DATABASE_URL_WORKER": urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}")),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == f"{point}\n"
    finally:
        child.kill()
        child.wait(30)
        child.stdout.close()
    with connection.cursor() as cursor:  # PostgreSQL lets go of what the worker held, as soon as it notices
        cursor.execute("SET lock_timeout = '30s'")
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('gedag draws releases', 0))")
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended('gedag draws releases', 0))")
        cursor.execute("RESET lock_timeout")
    assert nothing_drawn()
    draw.refresh_from_db()
    assert draw.state == Draw.State.COUNTING
    (release,) = draw_due_releases(now=noon(after(1, draw.due_on)))
    assert everything() == {"Release": 1, "ReleaseTable": 2, "BudgetEntry": 2}
    assert release.budget.count() == 2
    assert (
        CountedParticipation.objects.count()
        == Participation.objects.count()
        == Participant.objects.count()
        == 3
    )
    assert draw_due_releases(now=noon(after(2, draw.due_on))) == []
