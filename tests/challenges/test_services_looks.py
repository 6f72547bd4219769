"""Looks are made from others, change in versions, go back, and never become unreadable."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from challenges.models import Campaign, Theme, ThemeLogo, ThemeVersion
from challenges.queries.campaigns import public_campaign
from challenges.queries.staff_looks import look_of, looks_of
from challenges.queries.tokens.house import house_tokens, whole
from challenges.services.campaign_files import load_house_themes
from challenges.services.logos import Drawn, remove_logo, set_logo
from challenges.services.looks import (
    LookChangedError,
    LookUnreadableError,
    copy_look,
    revert_look,
    save_look,
    wear_look,
)
from tests.factories import AT_NOON, make_campaign, make_organisation, make_staff

pytestmark = pytest.mark.django_db
DRAWN = Drawn(png=b"\x89PNG", width=10, height=10)
DARKER = {"brand-link": "#063a42"}
UNREADABLE = {"brand-on-action": "#ffffff"}


@pytest.fixture
def staff() -> User:
    return make_staff()


def make_look(staff: User, name: str = "Bos", **fields: Any) -> Theme:
    source = Theme.objects.filter(key="gedag").first() or load_house_themes()["gedag"]
    organisation = fields.get("organisation") or make_organisation()
    return copy_look(organisation=organisation, source=source, name=name, by=staff, now=AT_NOON)


def save(look: Theme, staff: User, tokens: dict[str, str], **fields: Any) -> Theme:
    values = {"seen_version": look.version, "name": look.name, "source": ThemeVersion.Source.PICKER, **fields}
    return save_look(theme=look, tokens=whole(tokens), by=staff, now=AT_NOON, **values)


def versions(look: Theme) -> list[tuple[int, str]]:
    return [(version.number, version.source) for version in look.versions.all()]


def test_a_copy_is_whole_and_has_its_first_version(staff: User) -> None:
    look = make_look(staff, organisation=make_organisation(slug="ede"))
    assert (look.key, look.name, look.tokens) == ("ede-bos", "Bos", dict(house_tokens()))
    assert [(one.number, one.tokens, one.created_by) for one in look.versions.all()] == [
        (1, look.tokens, staff)
    ]


def test_every_look_has_a_key_of_its_own(staff: User) -> None:
    organisation = make_organisation(slug="ede")
    keys = [
        make_look(staff, name, organisation=organisation).key for name in ("Bos", "Bos!", "Bos", "x" * 60)
    ]
    assert keys == ["ede-bos", "ede-bos-2", "ede-bos-3", "ede-" + "x" * 40]


def test_a_logo_comes_along_within_the_organisation_only(staff: User) -> None:
    look = make_look(staff)
    set_logo(theme=look, drawn=DRAWN, alt="Logo")
    assert look.organisation is not None
    here = copy_look(organisation=look.organisation, source=look, name="Twee", by=staff, now=AT_NOON)
    there = copy_look(organisation=make_organisation(), source=look, name="Drie", by=staff, now=AT_NOON)
    assert [ThemeLogo.objects.filter(theme=one).count() for one in (look, here, there)] == [1, 1, 0]


def test_a_change_is_the_next_version(staff: User) -> None:
    look = make_look(staff)
    changed = save(look, staff, DARKER, name="Woud", source=ThemeVersion.Source.CSS)
    look.refresh_from_db()
    assert (changed.version, look.version, look.name, look.tokens) == (2, 2, "Woud", whole(DARKER))
    assert versions(look) == [(2, "css"), (1, "picker")]


def test_the_same_values_make_no_version(staff: User) -> None:
    look = make_look(staff)
    assert save(look, staff, {}, name="Anders").version == 1
    look.refresh_from_db()
    assert (look.name, versions(look)) == ("Anders", [(1, "picker")])


def test_a_look_from_before_versions_keeps_what_it_was(staff: User) -> None:
    look = Theme.objects.create(
        organisation=make_organisation(), key="oud", name="Oud", tokens=DARKER, version=4
    )
    save(look, staff, {})
    assert [(one.number, one.tokens) for one in look.versions.all()] == [(5, whole({})), (4, DARKER)]


def test_going_back_is_a_new_version(staff: User) -> None:
    look = save(make_look(staff), staff, DARKER)
    back = revert_look(theme=look, number=1, seen_version=2, by=staff, now=AT_NOON)
    assert (back.version, back.tokens) == (3, dict(house_tokens()))
    assert versions(look) == [(3, "reverted"), (2, "picker"), (1, "picker")]


def test_who_saw_an_older_version_overwrites_nothing(staff: User) -> None:
    look = make_look(staff)
    save(look, staff, DARKER)
    with pytest.raises(LookChangedError):
        save(look, staff, {"brand-link": "#111111"}, seen_version=1)
    look.refresh_from_db()
    assert (look.version, look.tokens["brand-link"]) == (2, "#063a42")


def test_an_unreadable_look_is_not_saved(staff: User) -> None:
    look = make_look(staff)
    with pytest.raises(LookUnreadableError):
        save(look, staff, UNREADABLE)
    look.refresh_from_db()
    assert (look.tokens, versions(look)) == (dict(house_tokens()), [(1, "picker")])


def test_a_number_is_given_once(staff: User) -> None:
    look = make_look(staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        ThemeVersion.objects.create(theme=look, number=1, tokens={}, source="picker", created_at=AT_NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_hears_of_the_other() -> None:
    staff = make_staff()
    look = make_look(staff)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def change(colour: str) -> None:
        start.wait()
        try:
            outcomes.append(str(save(look, staff, {"brand-link": colour}).version))
        except LookChangedError:
            outcomes.append("changed")
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=[colour]) for colour in ("#063a42", "#111111")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["2", "changed"]
    assert versions(look) == [(2, "picker"), (1, "picker")]


def test_a_campaign_wears_a_look(staff: User) -> None:
    campaign, look = make_campaign(), make_look(staff)
    wear_look(campaign=campaign, theme=look)
    campaign.refresh_from_db()
    assert (campaign.theme, campaign.revision) == (look, 1)


def test_a_campaign_does_not_wear_what_cannot_be_read() -> None:
    look = Theme.objects.create(key="fel", name="Fel", tokens=UNREADABLE)
    campaign = make_campaign()
    with pytest.raises(LookUnreadableError):
        wear_look(campaign=campaign, theme=look)
    assert Campaign.objects.get().theme is None


def test_a_logo_takes_the_place_of_the_one_before(staff: User) -> None:
    look = make_look(staff)
    first = set_logo(theme=look, drawn=DRAWN, alt="Een")
    second = set_logo(theme=look, drawn=Drawn(png=b"anders", width=20, height=10), alt="Twee")
    assert (first.pk, first.digest != second.digest, second.alt) == (second.pk, True, "Twee")
    remove_logo(theme=look)
    assert not ThemeLogo.objects.exists()


def test_an_organisation_sees_its_own_looks_first_and_nobody_elses(staff: User) -> None:
    organisation = make_organisation()
    own = [make_look(staff, name, organisation=organisation) for name in ("Zee", "Bos")]
    other = make_look(staff)
    for status in (Campaign.Status.DRAFT, Campaign.Status.PUBLISHED):
        campaign = make_campaign(organisation=organisation, status=status)
        wear_look(campaign=campaign, theme=own[0])
    wear_look(campaign=make_campaign(), theme=own[0])
    rows = [vars(look) for look in looks_of(organisation)]
    found = [(row["name"], row["worn"], row["worn_in_public"]) for row in rows]
    house = ["Gedag", "Heuvelrade (verzonnen)", "Vaartwijk (verzonnen)"]
    assert found == [("Bos", 0, 0), ("Zee", 2, 1), *[(name, 0, 0) for name in house]]
    assert look_of(organisation, other.key) is None


def test_the_picture_of_a_logo_is_not_fetched_with_a_page(
    staff: User, django_assert_num_queries: Any
) -> None:
    look = make_look(staff)
    set_logo(theme=look, drawn=DRAWN, alt="Logo")
    campaign = make_campaign(slug="hallo")
    wear_look(campaign=campaign, theme=look)
    with django_assert_num_queries(1):
        found = public_campaign("hallo")
        assert found is not None
        assert found.theme is not None
        assert found.theme.logo.alt == "Logo"
    assert found.theme.logo.get_deferred_fields() == {"png"}
