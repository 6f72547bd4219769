"""Reading the library and one's own diary."""

import datetime as dt
import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from interactions.models import Barrier, IdeaVersion, Interaction, LifeDomain, Reflection
from interactions.queries import diary, library
from interactions.services.moments import say_not_today
from tests.factories import AT_NOON, TODAY, make_domain, make_idea, make_moment, make_participant

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def newer(version: IdeaVersion, *, title: str) -> IdeaVersion:
    return IdeaVersion.objects.create(
        idea=version.idea,
        number=version.number + 1,
        title=title,
        do="x",
        why="x",
        author="loader",
        created_at=AT_NOON,
    )


def test_the_newest_words_of_every_idea_by_domain() -> None:
    make_domain(key="ov", position=2)
    make_domain(key="buurt", position=1)
    bus, street = make_idea(domain="ov"), make_idea(domain="buurt")
    newest = newer(street, title="Nieuwe woorden")
    assert list(library.current_versions()) == [newest, bus]


def test_an_archived_idea_is_not_in_the_list_but_has_its_page() -> None:
    version = make_idea()
    type(version.idea).objects.update(archived_at=AT_NOON)
    assert list(library.browse()) == []
    assert library.current_version(version.idea.key) == version


def test_browsing_narrows_on_all_at_once() -> None:
    bus_word, bus_nod = make_idea(domain="ov", step="zin"), make_idea(domain="ov", step="knik")
    street_word = make_idea(domain="buurt", step="zin")
    assert set(library.browse()) == {bus_word, bus_nod, street_word}
    assert set(library.browse(domains=["ov"])) == {bus_word, bus_nod}
    assert set(library.browse(step="zin")) == {bus_word, street_word}
    assert set(library.browse(domains=["ov"], step="zin", form="groetsmoesje")) == {bus_word}
    assert set(library.browse(form="tip")) == set()
    assert set(library.browse(domains=["ov", "buurt"], step="onbekend", form="onbekend")) == {
        bus_word,
        bus_nod,
        street_word,
    }


def test_an_unknown_idea_is_none() -> None:
    assert library.current_version("bestaat-niet") is None


def test_the_list_of_ideas_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(3):
        make_idea()
    with django_assert_num_queries(1):
        assert [version.idea.domain.name for version in library.browse()] == ["buurt"] * 3


def test_own_moments_have_a_domain_without_ideas() -> None:
    make_domain(key="buurt")
    LifeDomain.objects.create(
        key="anders", name="anders", place="ergens", description="", for_ideas=False, position=8
    )
    assert [domain.key for domain in library.idea_domains()] == ["buurt"]


def test_a_diary_is_newest_first_and_ones_own() -> None:
    participant = make_participant()
    make_moment(participant=make_participant())
    old = make_moment(participant=participant, now=AT_NOON - 3 * DAY)
    morning = make_moment(participant=participant, now=AT_NOON - dt.timedelta(hours=2))
    noon = make_moment(participant=participant)
    make_moment(participant=participant, status=Interaction.Status.PLANNED)
    make_moment(participant=participant, status=Interaction.Status.LAPSED)
    assert list(diary.attempts_of(participant)) == [noon, morning, old]
    assert diary.moments_of(participant).count() == 5


@pytest.mark.parametrize("count", [1, 3])
def test_a_diary_page_is_one_query(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    participant = make_participant()
    for _ in range(count):
        Reflection.objects.create(
            interaction=make_moment(participant=participant), text="Fijn.", written_at=AT_NOON
        )
    with django_assert_num_queries(1):
        shown = [
            (moment.idea_version.idea.key, moment.domain.name, moment.reflection.text)
            for moment in diary.attempts_of(participant)
            if moment.idea_version
        ]
    assert len(shown) == count


def test_a_moment_opens_through_its_participant_only() -> None:
    moment = make_moment(participant=make_participant())
    assert diary.moment_of(moment.participant, moment.client_id) == moment
    assert diary.moment_of(make_participant(), moment.client_id) is None
    assert diary.moment_of(moment.participant, uuid.uuid4()) is None


def test_the_count_of_the_month_counts_attempts_of_that_month() -> None:
    participant = make_participant()
    for days in (0, 13, 14):  # 14 October, the first of October, the last of September
        make_moment(participant=participant, now=AT_NOON - days * DAY)
    make_moment(participant=participant, now=AT_NOON - 365 * DAY)
    make_moment(participant=participant, status=Interaction.Status.PLANNED)
    make_moment(participant=make_participant())
    assert diary.attempts_this_month(participant, TODAY) == 2
    assert diary.attempts_this_month(participant, dt.date(2026, 9, 1)) == 1


@pytest.mark.parametrize("day", [TODAY, TODAY.replace(day=1), TODAY.replace(day=2), dt.date(2027, 1, 1)])
def test_a_glance_says_what_the_separate_questions_say(
    day: dt.date, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    participant, other = make_participant(), make_participant()
    noon = dt.datetime.combine(day, dt.time(10), dt.UTC)
    assert diary.glance(participant, day) == diary.Glance(0, tried_yesterday=False, planned=False)
    for whose in (participant, participant, other):
        for days in (0, 2, 13, 31, 365):
            make_moment(participant=whose, now=noon - days * DAY)
    make_moment(participant=other, now=noon - DAY)
    make_moment(participant=other, status=Interaction.Status.PLANNED, now=noon)
    make_moment(participant=participant, status=Interaction.Status.PLANNED, now=noon - DAY)
    with django_assert_num_queries(1):
        seen = diary.glance(participant, day)
    assert seen == diary.Glance(
        diary.attempts_this_month(participant, day), tried_yesterday=False, planned=False
    )
    make_moment(participant=participant, now=noon - DAY)
    make_moment(participant=participant, status=Interaction.Status.PLANNED, now=noon)
    assert diary.glance(participant, day) == diary.Glance(
        diary.attempts_this_month(participant, day),
        tried_yesterday=diary.tried_on(participant, day - DAY),
        planned=True,
    )


def test_a_day_answer_comes_with_its_barriers(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    participant = make_participant()
    barrier = Barrier.objects.create(key="te-druk", label="Te druk", answer="Ja.", offers="none", position=1)
    say_not_today(participant=participant, day=TODAY, barriers=[barrier], now=AT_NOON)
    with django_assert_num_queries(2):
        answer = diary.day_answer(participant, TODAY)
        assert answer is not None
        assert list(answer.barriers.all()) == [barrier]
    assert diary.day_answer(participant, TODAY - DAY) is None
    assert diary.day_answer(make_participant(), TODAY) is None
