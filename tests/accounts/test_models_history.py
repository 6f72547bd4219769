"""Every change by staff is kept with who did it; what participants do never is."""

import datetime as dt

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.access import for_staff
from accounts.models import Membership, Organisation
from accounts.permissions import Permission, Role
from challenges.models import Campaign, CampaignDay, Contribution
from interactions.models import Idea
from tests.faces import BEHEER, WORKER, database_login
from tests.factories import AT_NOON, make_campaign, make_idea, make_organisation, make_staff
from tests.history import EVENT_MODELS, by, events_of, everything_happened
from tests.retention import end

KEPT = {
    "accounts.Organisation",
    "accounts.Membership",
    "challenges.Campaign",
    "challenges.CampaignDay",
    "challenges.CampaignSlot",
    "challenges.Theme",
    "challenges.ThemeLogo",
    "challenges.LogbookEntry",
    "challenges.Broadcast",
    "challenges.Contribution",
    "challenges.OutsideCampaign",
    "challenges.Proposal",
    "interactions.Idea",
    "interactions.IdeaVersion",
    "interactions.LifeDomain",
    "interactions.Barrier",
}


@for_staff(Permission.EDIT_CAMPAIGNS)
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    Campaign.objects.filter(slug=slug).update(name=request.POST["name"])
    return HttpResponse()


_RENAME = path("beheer/<slug:org>/hernoem/<slug:slug>/", rename)
urlpatterns = [_RENAME, path("", include("config.urls_beheer"))]


@pytest.fixture
def browser(beheer_face: Client, settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return beheer_face


def offered(campaign: Campaign) -> Contribution:
    return Contribution.objects.create(
        campaign=campaign, kind=Contribution.Kind.OPENER, text="Hallo buur!", offered_on=AT_NOON.date()
    )


@pytest.mark.django_db
def test_these_models_keep_their_history_and_no_other() -> None:
    assert {model.pgh_tracked_model._meta.label for model in EVENT_MODELS} == KEPT


@pytest.mark.django_db
def test_no_text_file_or_person_of_a_participant_is_copied() -> None:
    copied = {model._meta.label: {field.name for field in model._meta.get_fields()} for model in EVENT_MODELS}
    own = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_context", "pgh_obj"}
    assert copied["challenges.ContributionEvent"] - own == {"campaign", "status", "decided_at"}
    assert "png" not in copied["challenges.ThemeLogoEvent"]
    assert not {"updated_by", "created_by"} & set().union(*copied.values())


@pytest.mark.django_db
def test_making_changing_and_deleting_is_kept_also_past_the_orm() -> None:
    organisation, user = make_organisation(), make_staff()
    membership = Membership.objects.create(user=user, organisation=organisation, role=Role.VIEWER)
    Membership.objects.filter(pk=membership.pk).update(role=Role.EDITOR)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_membership SET role = 'beheerder' WHERE id = %s", [membership.pk])
        cursor.execute("UPDATE accounts_membership SET role = 'beheerder' WHERE id = %s", [membership.pk])
    pk, kept = membership.pk, membership.events  # type: ignore[attr-defined]
    model = kept.model
    membership.delete()
    assert list(model.objects.filter(pgh_obj=pk).order_by("pgh_id").values_list("pgh_label", "role")) == [
        ("insert", "meekijker"),
        ("update", "redacteur"),
        ("update", "beheerder"),  # the second time nothing changed
        ("delete", "beheerder"),
    ]


@pytest.mark.django_db
def test_of_a_contribution_only_the_decision_of_staff_is_kept() -> None:
    contribution = offered(make_campaign())
    assert events_of(contribution) == []
    Contribution.objects.filter(pk=contribution.pk).update(
        status=Contribution.Status.RETURNED, decided_at=AT_NOON, staff_note="Haal de naam weg."
    )
    assert [label for label, _context in events_of(contribution)] == ["update"]
    Contribution.objects.filter(pk=contribution.pk).update(staff_note="Haal de naam er graag uit.")
    assert [label for label, _context in events_of(contribution)] == ["update"]
    model = contribution.events.model  # type: ignore[attr-defined]
    contribution.delete()
    assert model.objects.count() == 1


@pytest.mark.django_db
def test_of_the_library_only_own_ideas_and_what_editors_change_is_kept() -> None:
    of_library, own = make_idea(), make_idea()
    Idea.objects.filter(pk=of_library.idea_id).update(seconds=20)
    assert events_of(of_library.idea) == events_of(of_library) == []
    Idea.objects.filter(pk=own.idea_id).update(organisation=make_organisation())
    assert [label for label, _context in events_of(own.idea)] == ["update"]


@pytest.mark.django_db
def test_who_and_for_which_organisation_travels_with_the_request(browser: Client) -> None:
    campaign = make_campaign()
    user = make_staff(organisation=campaign.organisation)
    browser.force_login(user)
    address = f"/beheer/{campaign.organisation.slug}/hernoem/{campaign.slug}/"
    assert browser.post(address, {"name": "Anders"}).status_code == 200
    assert events_of(campaign)[1:] == [
        ("update", {"user": user.pk, "organisation": campaign.organisation_id})
    ]


@pytest.mark.django_db
def test_it_takes_no_query_of_its_own(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign()
    browser.force_login(make_staff(organisation=campaign.organisation))
    with django_assert_num_queries(4):  # session, user, membership, the update
        browser.post(f"/beheer/{campaign.organisation.slug}/hernoem/{campaign.slug}/", {"name": "Anders"})


@pytest.mark.django_db(transaction=True)
def test_who_it_was_does_not_stay_on_a_connection_that_is_kept(browser: Client, settings: Settings) -> None:
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    campaign = make_campaign(length=1)
    user = make_staff(organisation=campaign.organisation)
    browser.force_login(user)
    kept = connection.connection
    browser.post(f"/beheer/{campaign.organisation.slug}/hernoem/{campaign.slug}/", {"name": "Anders"})
    assert connection.connection is kept
    Campaign.objects.filter(pk=campaign.pk).update(name="Nog anders")
    assert [context for _label, context in events_of(campaign)] == [
        None,
        {"user": user.pk, "organisation": campaign.organisation_id},
        None,
    ]


@pytest.mark.django_db
def test_a_stranger_and_a_refused_role_leave_no_trace(browser: Client) -> None:
    campaign = make_campaign()
    address = f"/beheer/{campaign.organisation.slug}/hernoem/{campaign.slug}/"
    assert browser.post(address, {"name": "Anders"}).status_code == 403  # with the words that were typed
    browser.force_login(make_staff(organisation=campaign.organisation, role=Role.VIEWER))
    assert browser.post(address, {"name": "Anders"}).status_code == 403
    assert events_of(campaign) == [("insert", None)]


@pytest.mark.django_db
def test_staff_read_and_add_under_their_own_login_and_the_others_do_not() -> None:
    campaign = make_campaign()
    user = make_staff(organisation=campaign.organisation)
    with by(user, campaign.organisation), database_login(BEHEER, organisation=campaign.organisation):
        CampaignDay.objects.filter(campaign=campaign, number=14).delete()
        assert Organisation.objects.filter(events__pgh_label="insert").exists()
    (day,) = [row for row in deleted_days() if row[0] == 14]
    assert day == (14, {"user": user.pk, "organisation": campaign.organisation_id})


def deleted_days() -> list[tuple[int, dict[str, int] | None]]:
    (model,) = [model for model in EVENT_MODELS if model.__name__ == "CampaignDayEvent"]
    return list(model.objects.filter(pgh_label="delete").values_list("number", "pgh_context"))


@pytest.mark.django_db
def test_after_three_years_the_worker_removes_it_and_nothing_earlier() -> None:
    now = timezone.now()  # the database looks at its own clock
    three_years = now.replace(year=now.year - 3, day=min(now.day, 28))
    old = make_campaign(starts_on=None, length=0)
    everything_happened(three_years - dt.timedelta(days=3))
    recent = make_campaign(starts_on=None, length=0)
    everything_happened(three_years + dt.timedelta(days=3))
    made = make_campaign(starts_on=None, length=0)
    with database_login(WORKER):
        assert (
            end("oude-geschiedenis", now + dt.timedelta(days=3650)) == 2
        )  # the campaign and its organisation
        assert end("oude-geschiedenis", now) == 0
    assert events_of(old) == []
    assert [label for row in (recent, made) for label, _context in events_of(row)] == ["insert", "insert"]
