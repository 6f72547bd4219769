"""The history on the staff face: who, what, when, what it was and what it became, in plain words."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Membership, User
from accounts.permissions import Role
from challenges.models import Campaign, CampaignDay, CampaignSlot, Contribution
from challenges.queries.staff_history import KINDS, MOMENTS_A_PAGE, MOST_OF_A_MOMENT
from challenges.queries.staff_history_told import Change, Line, Told
from challenges.queries.staff_history_words import IN_PARTS, NOT_SHOWN, WORDS
from interactions.models.library import Step
from tests.factories import AT_NOON, make_campaign, make_idea, make_organisation, make_staff
from tests.history import EVENT_MODELS, by, everything_happened

pytestmark = pytest.mark.django_db
TABLES = {
    "organisation": "OrganisationEvent",
    "membership": "MembershipEvent",
    "campaign": "CampaignEvent",
    "theme": "ThemeEvent",
    "logo": "ThemeLogoEvent",
    "idea": "IdeaEvent",
    "words": "IdeaVersionEvent",
    "domain": "LifeDomainEvent",
    "barrier": "BarrierEvent",
    "day": "CampaignDayEvent",
    "slot": "CampaignSlotEvent",
    "logbook": "LogbookEntryEvent",
    "broadcast": "BroadcastEvent",
    "contribution": "ContributionEvent",
    "proposal": "ProposalEvent",
    "decision": "ProposalEvent",
    "outside": "OutsideCampaignEvent",
}


@pytest.fixture
def campaign() -> Campaign:
    """A campaign that was there long before."""
    campaign = make_campaign(length=1)
    everything_happened(AT_NOON - dt.timedelta(days=100))
    return campaign


@pytest.fixture
def staff(campaign: Campaign) -> User:
    staff = make_staff(organisation=campaign.organisation)
    everything_happened(AT_NOON - dt.timedelta(days=99))
    return staff


@pytest.fixture
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


def address(campaign: Campaign, **asked: object) -> str:
    return f"/beheer/{campaign.organisation.slug}/geschiedenis/" + (
        "?" + "&".join(f"{name}={value}" for name, value in asked.items()) if asked else ""
    )


def newest(browser: Client, campaign: Campaign, **asked: object) -> Told:
    moments: list[Told] = browser.get(address(campaign, **asked)).context["moments"]
    return moments[0]


def said(line: Line) -> tuple[str, str, str]:
    before, after = (" ".join(piece.text for piece in side) for side in (line.before, line.after))
    return line.name, before, after


def test_every_field_that_is_kept_has_a_name_or_a_reason_not_to_be_shown() -> None:
    """A field somebody adds to such a model is named here until it has words in staff_history_words.py."""
    assert set(TABLES) == set(KINDS) == set(WORDS) == set(NOT_SHOWN)
    models = {model.__name__: model for model in EVENT_MODELS}
    for kind, name in TABLES.items():
        columns = {
            field.attname for field in models[name]._meta.concrete_fields if not field.name.startswith("pgh_")
        }
        told = set(WORDS[kind].fields) | NOT_SHOWN[kind] | (set(IN_PARTS) & columns)
        assert told == columns, kind


def test_a_change_is_told_with_who_what_when_before_and_after(
    browser: Client, campaign: Campaign, staff: User
) -> None:
    with by(staff, campaign.organisation):
        Campaign.objects.filter(pk=campaign.pk).update(
            status=Campaign.Status.PAUSED, headline="Zeg eens hoi."
        )
    everything_happened(AT_NOON)
    moment = newest(browser, campaign)
    assert (moment.who, moment.at) == (staff.name, AT_NOON)
    (change,) = moment.changes
    assert (change.what, change.happened) == (f"Campagne ‘{campaign.name}’", "gewijzigd")
    assert [said(line) for line in change.lines] == [
        ("stand", "gepubliceerd", "gepauzeerd"),
        ("wat de een zegt", "Zeg eens gedag.", "Zeg eens hoi."),
    ]


def test_the_drawn_people_are_named_by_what_one_sees(
    browser: Client, campaign: Campaign, staff: User
) -> None:
    with by(staff, campaign.organisation):
        Campaign.objects.filter(pk=campaign.pk).update(people=["cap", "long"])
    everything_happened(AT_NOON)
    (line,) = newest(browser, campaign).changes[0].lines
    assert said(line)[::2] == ("de twee mensen", "met een pet, met lang haar")


def test_in_a_long_text_the_words_that_differ_are_marked(
    browser: Client, campaign: Campaign, staff: User
) -> None:
    before = "Twee weken lang elke dag iets kleins in jouw buurt, met een knik of een zin."
    Campaign.objects.filter(pk=campaign.pk).update(intro=before)
    everything_happened(AT_NOON - dt.timedelta(days=1))
    with by(staff, campaign.organisation):
        Campaign.objects.filter(pk=campaign.pk).update(intro=before.replace("Twee", "Drie"))
    everything_happened(AT_NOON)
    (line,) = newest(browser, campaign).changes[0].lines
    assert [(piece.text, piece.differs) for piece in line.before][:1] == [("Twee", True)]
    assert [(piece.text, piece.differs) for piece in line.after][:1] == [("Drie", True)]
    html = browser.get(address(campaign)).content.decode()
    assert "<del>Twee</del>" in html
    assert "<ins>Drie</ins>" in html


def test_english_is_told_text_by_text(browser: Client, campaign: Campaign, staff: User) -> None:
    with by(staff, campaign.organisation):
        Campaign.objects.filter(pk=campaign.pk).update(english={"name": "Say hello"})
    everything_happened(AT_NOON)
    assert [said(line) for line in newest(browser, campaign).changes[0].lines] == [
        ("Engels: naam", "", "Say hello")
    ]


def test_days_and_ideas_are_named_also_when_they_are_gone(
    browser: Client, campaign: Campaign, staff: User
) -> None:
    version = make_idea(step=Step.KNIK)
    day = campaign.days.get()
    with by(staff, campaign.organisation):
        CampaignSlot.objects.create(day=day, step=Step.KNIK, idea=version.idea)
    everything_happened(AT_NOON)
    (chosen,) = newest(browser, campaign).changes
    assert (chosen.what, chosen.happened) == (f"Dag 1 van ‘{campaign.name}’, knik", "idee gekozen")
    assert [said(line) for line in chosen.lines] == [("idee", "", version.title)]
    with by(staff, campaign.organisation):
        day.slots.all().delete()
        CampaignDay.objects.filter(pk=day.pk).delete()
    everything_happened(AT_NOON + dt.timedelta(minutes=1))
    told = [(change.what, change.happened) for change in newest(browser, campaign).changes]
    assert (f"Dag 1 van ‘{campaign.name}’", "weggehaald") in told
    assert (f"Dag 1 van ‘{campaign.name}’, knik", "idee weggehaald") in told


def test_a_decision_is_told_without_the_words_of_a_participant(
    browser: Client, campaign: Campaign, staff: User
) -> None:
    contribution = Contribution.objects.create(
        campaign=campaign, kind=Contribution.Kind.OPENER, text="Hallo buurvrouw!", offered_on=AT_NOON.date()
    )
    with by(staff, campaign.organisation):
        Contribution.objects.filter(pk=contribution.pk).update(
            status=Contribution.Status.RETURNED, decided_at=AT_NOON, staff_note="Zonder naam graag."
        )
    everything_happened(AT_NOON)
    page = browser.get(address(campaign))
    (change,) = page.context["moments"][0].changes
    assert (change.what, [said(line) for line in change.lines]) == (
        f"Bijdrage van een deelnemer van ‘{campaign.name}’",
        [("besluit", "", "teruggegeven")],
    )
    assert "buurvrouw" not in page.content.decode()
    assert "Zonder naam" not in page.content.decode()


def test_what_nobody_did_the_system_did(browser: Client, campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(name="Nieuw")
    everything_happened(AT_NOON)
    assert newest(browser, campaign).who == "Systeem"


def test_who_is_gone_is_a_former_member_of_staff(browser: Client, campaign: Campaign) -> None:
    colleague = make_staff(organisation=campaign.organisation, role=Role.EDITOR)
    with by(colleague, campaign.organisation):
        Campaign.objects.filter(pk=campaign.pk).update(name="Nieuw")
    pk = colleague.pk
    colleague.delete()
    everything_happened(AT_NOON)
    page = browser.get(address(campaign, wie=pk))
    (moment,) = page.context["moments"]
    assert moment.who == "oud-medewerker"
    assert f"Oud-medewerker (nummer {pk})" in page.content.decode()
    assert colleague.name not in page.content.decode()


def test_members_are_told_by_name(browser: Client, campaign: Campaign, staff: User) -> None:
    colleague = make_staff()
    with by(staff, campaign.organisation):
        Membership.objects.create(user=colleague, organisation=campaign.organisation, role=Role.VIEWER)
    everything_happened(AT_NOON)
    (change,) = newest(browser, campaign).changes
    assert (change.what, change.happened, [said(line) for line in change.lines]) == (
        f"Medewerker {colleague.name}",
        "toegevoegd",
        [("rol", "", "meekijker")],
    )


def test_a_change_of_which_the_time_before_is_not_kept_says_so(browser: Client, campaign: Campaign) -> None:
    for model in EVENT_MODELS:
        model.objects.all().delete()  # as after three years
    Campaign.objects.filter(pk=campaign.pk).update(name="Nieuw")
    assert newest(browser, campaign).changes == [
        Change("update", "Campagne ‘Nieuw’", "gewijzigd", [], unknown=True)
    ]
    assert "Wat er eerder stond, is niet bewaard." in browser.get(address(campaign)).content.decode()


def test_it_can_be_of_one_campaign_or_of_one_person(browser: Client, campaign: Campaign, staff: User) -> None:
    second = make_campaign(organisation=campaign.organisation, starts_on=None, length=0)
    everything_happened(AT_NOON)
    with by(staff, campaign.organisation):
        Campaign.objects.filter(pk=campaign.pk).update(name="Eerste")
    everything_happened(AT_NOON + dt.timedelta(minutes=1))

    def whats(**asked: object) -> set[str]:
        moments = browser.get(address(campaign, **asked)).context["moments"]
        return {change.what for moment in moments for change in moment.changes}

    assert whats(campagne=second.pk) == {f"Campagne ‘{second.name}’"}
    assert whats(wie=staff.pk) == {"Campagne ‘Eerste’"}
    assert whats(campagne=second.pk, wie=staff.pk) == set()
    assert whats(wie="onzin", campagne="0", tot="gisteren") == whats()
    assert "geldige keuze" not in browser.get(address(campaign, wie="onzin", campagne="0")).content.decode()


def test_another_organisation_is_nowhere_in_it(browser: Client, campaign: Campaign) -> None:
    other = make_campaign(length=2)
    make_staff(organisation=other.organisation)
    everything_happened(AT_NOON)
    for asked in ({}, {"campagne": other.pk}):
        html = browser.get(address(campaign, **asked)).content.decode()
        assert other.name not in html
        assert other.organisation.name not in html
    assert browser.get(address(other)).status_code == 404


def test_older_moments_come_page_by_page_and_none_twice(browser: Client, campaign: Campaign) -> None:
    for number in range(MOMENTS_A_PAGE + 5):
        Campaign.objects.filter(pk=campaign.pk).update(name=f"Naam {number}")
        everything_happened(AT_NOON + dt.timedelta(minutes=number))
    seen, page = [], browser.get(address(campaign))
    while True:
        seen += [moment.at for moment in page.context["moments"]]
        if not page.context["older"]:
            break
        page = browser.get(f"{address(campaign)}?{page.context['older']}")
    assert (
        len(seen) == len(set(seen)) == MOMENTS_A_PAGE + 5 + 2
    )  # and when the campaign and its staff were made
    assert seen == sorted(seen, reverse=True)


def test_of_very_much_at_once_the_first_are_shown_and_the_rest_counted(
    browser: Client, campaign: Campaign
) -> None:
    make_campaign(organisation=campaign.organisation, length=MOST_OF_A_MOMENT)
    everything_happened(AT_NOON)
    moment = newest(browser, campaign)
    assert (len(moment.changes), moment.more) == (MOST_OF_A_MOMENT, MOST_OF_A_MOMENT + 1)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_only_a_beheerder_reads_it(role: Role, beheer_face: Client, campaign: Campaign) -> None:
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=role))
    assert beheer_face.get(address(campaign)).status_code == 403
    assert "geschiedenis" not in beheer_face.get(f"/beheer/{campaign.organisation.slug}/").content.decode()


def test_without_anything_it_says_what_will_be_here(beheer_face: Client) -> None:
    organisation = make_organisation()
    beheer_face.force_login(make_staff(organisation=organisation))
    for model in EVENT_MODELS:
        model.objects.all().delete()
    html = beheer_face.get(f"/beheer/{organisation.slug}/geschiedenis/").content.decode()
    assert "Hier komt wat jullie wijzigen" in html


@pytest.mark.parametrize("count", [1, 10])
def test_it_asks_the_same_however_much_there_is(
    count: int,
    browser: Client,
    campaign: Campaign,
    staff: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        with by(make_staff(organisation=campaign.organisation), campaign.organisation):
            make_campaign(organisation=campaign.organisation, length=count)
        everything_happened(AT_NOON + dt.timedelta(minutes=number))
    # session, user, membership, campaigns, who there are, their names, the moments, names of things
    with django_assert_num_queries(8):
        browser.get(address(campaign))
