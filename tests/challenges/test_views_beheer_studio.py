"""The studio: every step kept as one goes, nothing overwritten, nothing typed lost."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from accounts.permissions import Role
from challenges.models import Campaign
from tests.factories import AT_NOON, TODAY, make_campaign, make_organisation, make_participation, make_staff

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
STEPS = {"basics": "basis", "texts": "teksten", "prompts": "berichten", "contact": "contact"}
TEXTS = {
    "name": "Vaartwijk",
    "headline": "Hoi!",
    "reply": "Hé!",
    "intro": "Kom.",
    "person_one": "bun",
    "person_two": "cap",
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="vaartstad")


@pytest.fixture
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


@pytest.fixture
def draft(organisation: Organisation) -> Campaign:
    return make_campaign(
        organisation=organisation,
        slug="vaartwijk",
        status="draft",
        starts_on=TODAY + dt.timedelta(days=5),
        length=3,
    )


def page(campaign: Campaign, step: str) -> str:
    return f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/{STEPS.get(step, step)}/"


def shown(browser: Client, path: str) -> dict[str, str]:
    """Every field of the form as the browser would send it."""
    response = browser.get(path)
    form = response.context["form"]
    fields = dict(response.context["hidden"])
    for name in form.shown:
        value = form[name].value()
        if value not in (None, False):
            fields[name] = value.isoformat() if isinstance(value, dt.date) else str(value)
    return fields


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_kept_and_leads_to_the_next(browser: Client, draft: Campaign, step: str) -> None:
    following = {"basics": "teksten", "texts": "uitstraling", "prompts": "contact", "contact": "controle"}[
        step
    ]
    response = browser.post(page(draft, step), shown(browser, page(draft, step)))
    assert (response.status_code, response["Location"]) == (302, f"{page(draft, following)}?bewaard")


def test_the_texts_are_kept(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "texts")), **TEXTS, "english_name": "Canal quarter"}
    browser.post(page(draft, "texts"), fields)
    kept = Campaign.objects.get()
    assert (kept.name, kept.headline, kept.people) == ("Vaartwijk", "Hoi!", ["bun", "cap"])
    assert kept.english == {"name": "Canal quarter"}


def test_a_half_filled_draft_is_kept_too(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "texts")), "headline": "", "intro": ""}
    assert browser.post(page(draft, "texts"), fields).status_code == 302
    assert Campaign.objects.get().headline == ""


def test_of_what_people_see_no_text_may_be_missing(browser: Client, draft: Campaign) -> None:
    Campaign.objects.update(status="published")
    fields = {**shown(browser, page(draft, "texts")), "headline": ""}
    response = browser.post(page(draft, "texts"), fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["headline"])
    assert Campaign.objects.get().headline == "Zeg eens gedag."


def test_two_different_people_greet_each_other(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "texts")), "person_one": "cap", "person_two": "cap"}
    assert list(browser.post(page(draft, "texts"), fields).context["form"].errors) == ["person_two"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"slug": "vandaag"}, ["slug"]),
        ({"slug": "Met spaties"}, ["slug"]),
        ({"slug": "bezet"}, ["slug"]),
        ({"starts_on": ""}, ["starts_on"]),
        ({"starts_on": "2026-10-13"}, ["starts_on"]),
        ({"length": "0"}, ["length"]),
        ({"length": "91"}, ["length"]),
        ({"calendar": "anders"}, ["calendar"]),
    ],
)
def test_the_basics_are_checked(
    browser: Client, draft: Campaign, typed: dict[str, str], wrong: list[str]
) -> None:
    make_campaign(slug="bezet")
    response = browser.post(page(draft, "basics"), {**shown(browser, page(draft, "basics")), **typed})
    assert (response.status_code, list(response.context["form"].errors)) == (422, wrong)


def test_a_new_address_leads_on_at_the_new_address(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "basics")), "slug": "heuvelrade"}
    response = browser.post(page(draft, "basics"), fields)
    assert response["Location"] == "/beheer/vaartstad/campagnes/heuvelrade/teksten/?bewaard"


def test_a_rolling_campaign_needs_no_first_day(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "basics")), "calendar": "rolling", "starts_on": "2026-12-01"}
    assert browser.post(page(draft, "basics"), fields).status_code == 302
    assert Campaign.objects.get().starts_on is None


def test_only_an_institute_offers_its_campaign_to_others(browser: Client, draft: Campaign) -> None:
    assert "adoptable" not in browser.get(page(draft, "basics")).context["form"].fields
    Organisation.objects.update(kind="institute")
    browser.post(page(draft, "basics"), {**shown(browser, page(draft, "basics")), "adoptable": "on"})
    assert Campaign.objects.get().adoptable is True


def test_a_time_cannot_be_proposed_twice(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "prompts")), "time_2": "08:00"}
    assert list(browser.post(page(draft, "prompts"), fields).context["form"].errors) == ["time_2"]
    browser.post(page(draft, "prompts"), {**fields, "time_2": "", "time_1": "07:15"})
    assert Campaign.objects.get().prompt_times == [dt.time(7, 15), dt.time(19)]


# --- keeping as one goes ---------------------------------------------------------------------------------------


def test_leaving_a_field_keeps_it_and_says_when(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "texts")), "headline": "Hoi!"}
    response = browser.post(page(draft, "texts"), fields, headers=HTMX)
    html = response.content.decode()
    assert (response.status_code, Campaign.objects.get().headline) == (200, "Hoi!")
    assert "Bewaard om 12.00 uur." in html
    assert '<input type="hidden" name="revision" value="1">' in html
    assert re.findall(r'id="(\w+)"[^>]* data-hx-swap-oob="true"', html) == ["gezien", "stappen", "toestel"]
    assert "HX-Push-Url" not in response
    assert 'name="headline"' not in html  # the field itself keeps its focus


def test_the_phone_is_left_alone_when_nothing_changed(browser: Client, draft: Campaign) -> None:
    fields = shown(browser, page(draft, "texts"))
    html = browser.post(page(draft, "texts"), fields, headers=HTMX).content.decode()
    assert re.findall(r'id="(\w+)"[^>]* data-hx-swap-oob="true"', html) == ["gezien", "stappen"]


def test_what_is_wrong_waits_and_the_rest_is_kept(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "texts")), "headline": "x" * 41, "reply": "Hé!"}
    html = browser.post(page(draft, "texts"), fields, headers=HTMX).content.decode()
    kept = Campaign.objects.get()
    assert (kept.headline, kept.reply) == ("Zeg eens gedag.", "Hé!")
    assert "<b>Kop:</b>" in html


def test_a_new_address_waits_for_the_button(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "basics")), "slug": "anders", "length": "4"}
    html = browser.post(page(draft, "basics"), fields, headers=HTMX).content.decode()
    assert (Campaign.objects.get().slug, draft.days.count()) == ("vaartwijk", 4)
    assert "Het nieuwe adres bewaar je met de knop onderaan." in html


def test_only_a_draft_is_kept_as_one_goes(browser: Client, draft: Campaign) -> None:
    assert "data-hx-trigger" in browser.get(page(draft, "texts")).content.decode()
    Campaign.objects.update(status="published")
    html = browser.get(page(draft, "texts")).content.decode()
    assert "data-hx-trigger" not in html
    assert "Deelnemers zien je nieuwe teksten meteen" in html


# --- two officers ----------------------------------------------------------------------------------------------


def test_two_officers_at_one_field_see_both_texts_and_choose(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "texts")), "headline": "Van mij", "reply": "Ook van mij"}
    Campaign.objects.update(headline="Van mijn collega", revision=1)
    response = browser.post(page(draft, "texts"), fields)
    (clash,) = response.context["form"].clashes
    assert (response.status_code, clash.mine, clash.theirs) == (409, "Van mij", "Van mijn collega")
    assert Campaign.objects.get().headline == "Van mijn collega"
    again = {**fields, **dict(response.context["hidden"]), "botst": "headline"}
    assert browser.post(page(draft, "texts"), again).status_code == 409
    for keep, expected in (("theirs", "Van mijn collega"), ("mine", "Van mij")):
        Campaign.objects.update(headline="Van mijn collega", revision=1)
        assert browser.post(page(draft, "texts"), {**again, "keep-headline": keep}).status_code == 302
        kept = Campaign.objects.get()
        assert (kept.headline, kept.reply) == (expected, "Ook van mij")


def test_while_typing_a_clash_is_told_and_nothing_is_overwritten(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "texts")), "headline": "Van mij"}
    Campaign.objects.update(headline="Van mijn collega", revision=1)
    html = browser.post(page(draft, "texts"), fields, headers=HTMX).content.decode()
    assert "een collega veranderde hetzelfde" in html
    assert Campaign.objects.get().headline == "Van mijn collega"


def test_a_colleague_who_published_meanwhile_is_not_undone(browser: Client, draft: Campaign) -> None:
    fields = {**shown(browser, page(draft, "basics")), "slug": "anders"}
    Campaign.objects.update(status="published", revision=1)
    response = browser.post(page(draft, "basics"), fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["slug"])
    assert Campaign.objects.get().slug == "vaartwijk"


# --- nothing typed is lost -------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_signed_out_while_typing_one_gets_ones_words_back(
    browser: Client, draft: Campaign, headers: dict[str, str]
) -> None:
    fields = {**shown(browser, page(draft, "texts")), "intro": "Een lang verhaal over de wijk."}
    browser.logout()
    response = browser.post(page(draft, "texts"), fields, headers=headers)
    html = response.content.decode()
    assert response.status_code == 403
    assert "Een lang verhaal over de wijk." in html
    assert 'href="/inloggen/?next=/inloggen/verder/"' in html  # there it can still be kept


def test_a_page_that_stood_open_too_long_gives_the_words_back(browser: Client, draft: Campaign) -> None:
    browser.handler.enforce_csrf_checks = True
    response = browser.post(page(draft, "texts"), {"intro": "Een lang verhaal over de wijk."})
    assert (response.status_code, "Een lang verhaal over de wijk." in response.content.decode()) == (
        403,
        True,
    )
    assert Campaign.objects.get().intro == "Elke dag iets kleins."


# --- who, and how much it asks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.MANAGER, 200), (Role.EDITOR, 200), (Role.EDITORIAL, 200), (Role.VIEWER, 403), (Role.ANALYST, 403)],
)
@pytest.mark.parametrize("step", STEPS)
def test_only_who_may_edit_sees_the_steps(
    beheer_face: Client, draft: Campaign, role: Role, status: int, step: str
) -> None:
    beheer_face.force_login(make_staff(organisation=draft.organisation, role=role))
    assert beheer_face.get(page(draft, step)).status_code == status
    if status == 403:
        assert beheer_face.post(page(draft, step), TEXTS).status_code == 403


@pytest.mark.parametrize("step", STEPS)
def test_another_organisations_campaign_is_not_there(browser: Client, step: str) -> None:
    other = make_campaign(status="draft")
    for path in (page(other, step), page(other, step).replace(other.organisation.slug, "vaartstad")):
        assert (browser.get(path).status_code, browser.post(path, TEXTS).status_code) == (404, 404)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("count", [1, 30])
def test_a_step_asks_the_same_however_long_the_campaign(
    browser: Client,
    organisation: Organisation,
    step: str,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    campaign = make_campaign(organisation=organisation, status="draft", length=count)
    make_participation(campaign=campaign)
    with django_assert_num_queries(8 if step == "basics" else 6):
        browser.get(page(campaign, step))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_may_show_the_phone_and_nothing_else_in_a_frame(
    browser: Client, draft: Campaign, step: str
) -> None:
    policy: Any = browser.get(page(draft, step))["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_step_bar_says_what_is_left(browser: Client, draft: Campaign) -> None:
    Campaign.objects.update(headline="", reply="", contact_email="")
    steps = browser.get(page(draft, "texts")).context["steps"]
    assert [(one.step.key, one.done, one.note) for one in steps] == [
        ("basics", True, "Klaar"),
        ("texts", False, "nog 2 punten"),
        ("look", True, "Klaar"),
        ("days", False, "te weinig plekken"),
        ("prompts", True, "Klaar"),
        ("contact", False, "e-mailadres ontbreekt"),
        ("check", False, "nog 4 punten"),
    ]
