"""Places and barriers on the library's desk: changed, ordered, put away, with what they were before."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from accounts.permissions import Role
from interactions.models import Barrier, DayAnswer, LifeDomain
from interactions.queries.stamps import row_stamp
from tests.factories import AT_NOON, TODAY, make_domain, make_organisation, make_participant, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def editor() -> User:
    institute = make_organisation(slug="movisie", kind=Organisation.Kind.INSTITUTE)
    return make_staff(organisation=institute, role=Role.EDITORIAL)


@pytest.fixture
def browser(beheer_face: Client, editor: User) -> Client:
    beheer_face.force_login(editor)
    return beheer_face


def path(rest: str = "") -> str:
    return f"/beheer/movisie/bibliotheek/{rest}"


def barrier(key: str, position: int = 1, **other: Any) -> Barrier:
    words = {"label": f"Drempel {key}", "answer": "Dat kan.", "offers": "none", **other}
    return Barrier.objects.create(key=key, position=position, **words)


def about_barrier(**other: Any) -> dict[str, Any]:
    words = {"label": "Te druk", "answer": "Zo is het soms.", "offers": "ten_seconds"}
    return {"client_id": str(uuid.uuid4()), **words, **other}


def about_place(**other: Any) -> dict[str, Any]:
    return {"name": "ov", "short_name": "ov", "place": "onderweg", "description": "De bus.", **other}


def shown(browser: Client) -> list[str]:
    return [one.row.key for one in browser.get(path("drempels/")).context["rows"]]


def test_a_place_is_changed_and_the_page_tells_what_it_was(browser: Client, editor: User) -> None:
    domain = make_domain(key="ov")
    assert "Zoals Gedag het meegaf" in browser.get(path("plekken/")).content.decode()
    assert "Hier heeft nog niemand iets aan gewijzigd" in browser.get(path("plekken/ov/")).content.decode()
    response = browser.post(
        path("plekken/ov/"), about_place(gezien=row_stamp(domain), english_name="public transport")
    )
    assert response["Location"] == path("plekken/ov/?bewaard=ja")
    domain.refresh_from_db()
    assert (domain.place, domain.english) == ("onderweg", {"name": "public transport"})
    (moment,) = browser.get(path("plekken/ov/")).context["history"]
    assert moment.who == editor.name
    assert [
        (line.name, line.before[0].text if line.before else "", line.after[0].text)
        for line in moment.changes[0].lines
    ] == [
        ("zo staat het in een zin", "in de ov", "onderweg"),
        ("uitleg", "", "De bus."),
        ("Engels: naam", "", "public transport"),
    ]
    assert f"{editor.name}, 14 oktober 2026" in browser.get(path("plekken/")).content.decode()


def test_who_saves_a_place_second_sees_the_others_words(browser: Client) -> None:
    stamp = row_stamp(make_domain(key="ov"))
    browser.post(path("plekken/ov/"), about_place(gezien=stamp, place="in de tram"))
    response = browser.post(path("plekken/ov/"), about_place(gezien=stamp, place="in de bus"))
    assert (response.status_code, LifeDomain.objects.get().place) == (409, "in de tram")
    assert response.context["clashes"] == [("Zo staat het in een zin", "in de tram", "in de bus")]
    again = response.context["form"]["gezien"].value()
    assert browser.post(path("plekken/ov/"), about_place(gezien=again, place="in de bus")).status_code == 302
    assert LifeDomain.objects.get().place == "in de bus"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": ""}, "label"),
        ({"answer": "  "}, "answer"),
        ({"label": "x" * 81}, "label"),
        ({"answer": "x" * 401}, "answer"),
        ({"english_answer": "x" * 401}, "english_answer"),
        ({"offers": "taart"}, "offers"),
        ({"client_id": "x"}, "client_id"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    wrong: dict[str, str], field: str, browser: Client
) -> None:
    row = barrier("druk")
    for page in ("drempels/nieuw/", "drempels/druk/"):
        response = browser.post(path(page), about_barrier(gezien=row_stamp(row), **wrong))
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert list(Barrier.objects.values_list("key", "answer")) == [("druk", "Dat kan.")]


def test_a_barrier_is_made_changed_and_moved(browser: Client) -> None:
    barrier("druk")
    client_id = str(uuid.uuid4())
    first, second = (
        browser.post(path("drempels/nieuw/"), about_barrier(client_id=client_id, label="Het regende"))
        for _ in range(2)
    )
    assert first["Location"] == second["Location"]
    made = Barrier.objects.get(label="Het regende")
    assert shown(browser) == ["druk", made.key]
    browser.post(path(f"drempels/{made.key}/"), about_barrier(gezien=row_stamp(made), offers="rest_day"))
    made.refresh_from_db()
    assert (made.label, made.offers) == ("Te druk", "rest_day")
    moved = browser.post(path(f"drempels/{made.key}/verplaats/"), {"kant": "op"})
    assert moved["Location"] == path(f"drempels/#{made.key}")
    assert shown(browser) == [made.key, "druk"]
    assert [
        change.happened
        for told in browser.get(path(f"drempels/{made.key}/")).context["history"]
        for change in told.changes
    ] == [
        "gewijzigd",
        "gewijzigd",
        "gemaakt",
    ]


def test_a_barrier_that_answers_point_at_is_put_away_and_stays_theirs(browser: Client) -> None:
    row = barrier("druk")
    answer = DayAnswer.objects.create(participant=make_participant(), local_date=TODAY, created_at=AT_NOON)
    answer.barriers.add(row)
    assert (
        "Wie hem al koos, houdt zijn antwoord"
        in browser.get(path("drempels/druk/opbergen/")).content.decode()
    )
    browser.post(path("drempels/druk/opbergen/"))
    assert (shown(browser), [one.key for one in answer.barriers.all()]) == ([], ["druk"])
    assert "1 opgeborgen drempel" in browser.get(path("drempels/")).content.decode()
    browser.post(path("drempels/druk/opbergen/"), {"terug": "ja"})
    assert shown(browser) == ["druk"]


def test_the_barrier_about_safety_stays(browser: Client) -> None:
    barrier("onveilig", asks_safety=True)
    response = browser.post(path("drempels/onveilig/opbergen/"))
    assert response.status_code == 409
    assert "‘Drempel onveilig’ is niet opgeborgen." in response.content.decode()
    assert shown(browser) == ["onveilig"]


def test_what_is_not_there_is_not_found(browser: Client) -> None:
    for page in ("plekken/maan/", "drempels/maan/", "drempels/maan/opbergen/"):
        assert browser.get(path(page)).status_code == 404
        assert browser.post(path(page), about_barrier()).status_code == 404
    assert browser.post(path("drempels/maan/verplaats/"), {"kant": "op"}).status_code == 404
    assert browser.get(path("drempels/maan/verplaats/")).status_code == 405


def test_while_somebody_types_only_the_hints_are_answered(browser: Client) -> None:
    make_domain(key="ov")
    barrier("druk")
    for page, sent in (
        ("plekken/ov/", about_place(description="Indien je reist.")),
        ("drempels/druk/", about_barrier(answer="Indien het kan.")),
        ("drempels/nieuw/", about_barrier(answer="Indien het kan.")),
    ):
        html = browser.post(path(page), sent, headers={"HX-Request": "true"}).content.decode()
        assert "‘Indien’ klinkt als een brief." in html
        assert "<form" not in html
    assert (Barrier.objects.get().answer, LifeDomain.objects.get().description) == ("Dat kan.", "")


def test_what_somebody_writes_stays_words(browser: Client) -> None:
    row = barrier("druk")
    browser.post(path("drempels/druk/"), about_barrier(gezien=row_stamp(row), answer="<script>x</script>"))
    for page in ("drempels/", "drempels/druk/", "drempels/druk/opbergen/"):
        assert "<script>x" not in browser.get(path(page)).content.decode()


@pytest.mark.parametrize("count", [1, 8])
def test_the_lists_ask_the_same_however_many_there_are(
    count: int, browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        row = barrier(f"druk-{number}", number)
        browser.post(path(f"drempels/{row.key}/"), about_barrier(gezien=row_stamp(row)))
        domain = make_domain(key=f"plek-{number}")
        browser.post(path(f"plekken/{domain.key}/"), about_place(gezien=row_stamp(domain)))
    for page in ("drempels/", "plekken/"):
        with django_assert_num_queries(6):  # session, user, membership, rows, who, names
            browser.get(path(page))
    with django_assert_num_queries(6):  # session, user, membership, row, history, names
        browser.get(path("drempels/druk-0/"))
