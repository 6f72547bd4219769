"""The demo and its commands: complete at once, the same when run again, alive after its campaigns have ended."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker, Settings

from accounts.models import Membership, Organisation, Participant, User
from accounts.services.retention import carry_out_retention
from challenges.forms.contributions import ContributionForm
from challenges.models import Assignment, Campaign, CampaignSlot, Contribution, Participation, Theme
from challenges.queries.staff_check import blocking, facts_of, findings
from challenges.queries.staff_desk import desk_row
from challenges.queries.staff_flags import flags_in
from challenges.queries.today import active_participations
from challenges.services.campaign_files import LibraryMissingError
from challenges.services.participations import join_campaign
from config.demo import DIARY, PARTICIPANT_KEY, PEOPLE, STAFF, build_demo
from interactions.models import Idea, Interaction, Reflection, local_date
from interactions.services.library import load_library
from tests.factories import AT_NOON, TODAY, make_participant

pytestmark = pytest.mark.django_db
FIXED = ("amsterdam", "enschede")


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Builds the demo once for this file; each test then works in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_library(now=AT_NOON)
        build_demo(now=AT_NOON)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_built: None, db: None, settings: Settings) -> None:
    """The demo as it stands after its first run, on Wednesday 14 October 2026."""
    settings.DEMO = True


def everything() -> dict[str, list[dict[str, object]]]:
    """All rows of all tables."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in apps.get_models()
    }


def noor() -> Participant:
    return Participant.objects.get(join_key=PARTICIPANT_KEY)


@pytest.mark.usefixtures("demo")
class TestFirstRun:
    def test_today_is_day_six_of_both_fixed_campaigns(self) -> None:
        dates = (
            Campaign.objects.filter(calendar="fixed", status="published")
            .values_list("slug", "starts_on", "ends_on")
            .order_by("slug")
        )
        starts_on = TODAY - dt.timedelta(days=5)
        assert list(dates) == [(slug, starts_on, starts_on + dt.timedelta(days=13)) for slug in FIXED]

    def test_the_national_campaign_is_rolling_and_the_institutes(self) -> None:
        campaign = Campaign.objects.get(national=True)
        assert (campaign.slug, campaign.calendar, campaign.organisation.slug) == (
            "landelijk",
            "rolling",
            "movisie",
        )

    def test_every_day_has_an_idea_for_every_step(self) -> None:
        filled = {
            campaign.slug: (
                campaign.days.count(),
                CampaignSlot.objects.filter(day__campaign=campaign).count(),
            )
            for campaign in Campaign.objects.all()
        }
        drafts = {f"buren-{slug}": (14, 36) for slug in FIXED}
        assert filled == {"amsterdam": (14, 42), "enschede": (14, 42), "landelijk": (21, 63), **drafts}

    def test_each_municipality_has_something_to_finish(self) -> None:
        for slug in FIXED:
            draft = Campaign.objects.select_related("organisation").get(slug=f"buren-{slug}")
            found = blocking(findings(facts_of(draft), TODAY))
            assert (draft.status, draft.organisation.slug, draft.starts_on) == (
                "draft",
                slug,
                dt.date(2026, 11, 9),
            )
            assert [one.code for one in found] == ["empty", "missing_contact"]

    def test_every_campaign_has_its_look(self) -> None:
        looks = dict(Campaign.objects.values_list("slug", "theme__key"))
        of_municipalities = {"amsterdam": "vaartwijk", "enschede": "heuvelrade"}
        drafts = {f"buren-{slug}": look for slug, look in of_municipalities.items()}
        assert looks == {**of_municipalities, **drafts, "landelijk": "gedag"}
        for theme in Theme.objects.all():
            theme.full_clean(exclude=["organisation"])

    def test_staff_are_made_up_and_in_one_organisation_each(self) -> None:
        rows = Membership.objects.values_list("user__email", "organisation__slug", "role")
        assert sorted(rows) == sorted((one.email, one.organisation, one.role.value) for one in STAFF)
        assert [
            email for email in User.objects.values_list("email", flat=True) if not email.endswith(".example")
        ] == []

    def test_twenty_people_and_noor_have_been_busy_until_yesterday(self) -> None:
        counts = {slug: Participation.objects.filter(campaign__slug=slug).count() for slug in FIXED}
        assert counts == {"amsterdam": PEOPLE + 1, "enschede": PEOPLE}
        for slug in FIXED:
            days = set(
                Assignment.objects.filter(participation__campaign__slug=slug).values_list(
                    "day_number", "local_date"
                )
            )
            assert days == {(number, TODAY - dt.timedelta(days=6 - number)) for number in range(1, 6)}

    def test_noor_has_five_moments_and_two_notes(self) -> None:
        moments = Interaction.objects.filter(participant=noor()).order_by("local_date")
        told = [(one.predicted_yes, one.response, one.status) for one in moments]
        assert told == [(page.expects, page.response, page.status) for page in DIARY]
        notes = Reflection.objects.filter(interaction__participant=noor()).count()
        assert (len(told), notes) == (5, 2)
        assert [one.campaign.slug for one in active_participations(noor())] == ["amsterdam"]

    def test_people_shared_texts_and_noors_are_on_their_way(self) -> None:
        told = {
            slug: Counter(Contribution.objects.filter(campaign__slug=slug).values_list("status", flat=True))
            for slug in FIXED
        }
        assert told == {
            "amsterdam": {"approved": 3, "offered": 3, "returned": 1},
            "enschede": {"approved": 3, "offered": 1},
        }
        own = Contribution.objects.filter(owner__participant=noor()).values_list("status", "staff_note")
        assert [status for status, note in own if not note] == ["offered"]
        assert [status for status, note in own if note] == ["returned"]

    def test_the_desk_of_staff_is_not_empty(self) -> None:
        for slug in FIXED:
            row = desk_row(Organisation.objects.get(slug=slug), slug, AT_NOON)
            assert row is not None
            assert (row.visits > 0, row.scans > 0, row.waiting > 0, row.written) == (
                True,
                True,
                True,
                ["start"],
            )
        waiting = Contribution.objects.filter(status=Contribution.Status.OFFERED)
        assert [flag.text for one in waiting for flag in flags_in(one.text)] == ["Fatma Yilmaz"]

    def test_what_was_shared_fits_the_form_that_people_use(self) -> None:
        for one in Contribution.objects.select_related("campaign"):
            said = {
                "client_id": str(uuid.uuid4()),
                "campaign": one.campaign.slug,
                "kind": one.kind,
                "text": one.text,
            }
            assert ContributionForm(said, campaigns=[one.campaign]).errors == {}


@pytest.mark.usefixtures("demo")
class TestLaterRuns:
    def test_another_run_changes_nothing(
        self, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        before = everything()
        with django_assert_num_queries(12):
            report = build_demo(now=now + dt.timedelta(hours=5))
        assert not report.changed
        assert everything() == before

    def test_a_few_days_later_the_campaigns_simply_go_on(self, now: dt.datetime) -> None:
        before = everything()
        build_demo(now=now + dt.timedelta(days=8))  # the last day
        assert everything() == before

    def test_once_over_they_begin_again_and_today_is_day_six(self, now: dt.datetime) -> None:
        later = now + dt.timedelta(days=20)
        report = build_demo(now=later)
        assert len(report.begun_again) == len(FIXED)
        running = Campaign.objects.filter(slug__in=FIXED)
        assert set(running.values_list("starts_on", flat=True)) == {local_date(later) - dt.timedelta(days=5)}
        assert Participant.objects.count() == 2 * PEOPLE + 1
        newest = Interaction.objects.filter(participant=noor()).latest("local_date")
        assert newest.local_date == local_date(later) - dt.timedelta(days=1)
        assert not build_demo(now=later).changed

    def test_beginning_again_leaves_visitors_what_they_have(
        self, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("config.demo.PEOPLE", 1)
        visitor = make_participant(now=now)
        amsterdam = Campaign.objects.get(slug="amsterdam")
        participation = join_campaign(campaign=amsterdam, step="zin", now=now, participant=visitor)
        build_demo(now=now + dt.timedelta(days=20))
        assert Participation.objects.filter(pk=participation.pk, participant=visitor).exists()

    def test_what_staff_changed_stays(self, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("config.demo.PEOPLE", 1)
        Campaign.objects.filter(slug="enschede").update(status="paused", name="Even pauze")
        Organisation.objects.filter(slug="enschede").update(name="Onze gemeente")
        build_demo(now=now + dt.timedelta(days=20))
        enschede = Campaign.objects.select_related("organisation").get(slug="enschede")
        assert (enschede.status, enschede.name, enschede.organisation.name) == (
            "paused", "Even pauze", "Onze gemeente",
        )  # fmt: skip
        assert enschede.starts_on == TODAY - dt.timedelta(days=5)

    def test_noor_comes_back_when_she_was_erased(self, now: dt.datetime) -> None:
        noor().delete()
        build_demo(now=now)
        assert Interaction.objects.filter(participant=noor()).count() == len(DIARY)

    def test_changed_colours_get_a_new_version(self, now: dt.datetime) -> None:
        Theme.objects.filter(key="vaartwijk").update(tokens={"brand-ink": "#000000"})
        build_demo(now=now)
        assert dict(Theme.objects.values_list("key", "version")) == {
            "gedag": 1,
            "heuvelrade": 1,
            "vaartwijk": 2,
        }

    def test_retention_has_no_hurry_with_people_who_did_something(self, now: dt.datetime) -> None:
        carry_out_retention(now=now + dt.timedelta(days=60))
        assert Participant.objects.filter(join_key=PARTICIPANT_KEY).exists()


@pytest.mark.usefixtures("demo")
def test_without_an_idea_of_the_library_it_says_what_to_do(now: dt.datetime) -> None:
    Campaign.objects.filter(slug="landelijk").delete()
    Idea.objects.filter(key="buurt-het-weer-de-schuld").update(key="een-andere-naam")
    with pytest.raises(LibraryMissingError, match="load_library"):
        build_demo(now=now)
    published = Campaign.objects.filter(status="published")
    assert sorted(published.values_list("slug", flat=True)) == list(FIXED)


@pytest.mark.parametrize(
    "command",
    [
        ("seed_demo",),
        ("demo_sign_ins",),
        ("simulate", "--campaign=amsterdam", "--participants=1", "--seed=a"),
    ],
)
@pytest.mark.usefixtures("demo")
def test_outside_a_demo_every_command_refuses(
    command: tuple[str, ...], settings: Settings, monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    settings.DEMO = False
    monkeypatch.setattr("simulation.staging.is_test_database", lambda: False)
    before = everything()
    with time_machine.travel(now, tick=False), pytest.raises(CommandError, match="GEDAG_DEMO=1"):
        call_command(*command)
    assert everything() == before


@pytest.mark.usefixtures("demo")
class TestSignIns:
    def printed(self) -> str:
        out = StringIO()
        call_command("demo_sign_ins", stdout=out)
        return out.getvalue()

    def test_every_member_of_staff_is_named_with_address_and_mail_page(self, settings: Settings) -> None:
        settings.URL_BEHEER, settings.MAIL_PAGE = "http://localhost:8101", "http://localhost:8102"
        assert self.printed().splitlines()[:7] == [
            "Beheer: http://localhost:8101/inloggen/",
            "  femke@movisie.example    redactie bij Movisie",
            "  ravi@movisie.example     analist bij Movisie",
            "  yusuf@amsterdam.example  beheerder bij Gemeente Amsterdam (demo)",
            "  anneke@enschede.example  beheerder bij Gemeente Enschede (demo)",
            "  Inloggen gaat met twee codes, uit de mail en van de telefoon van de demo. Open de mail",
            "  op http://localhost:8102: daar staan ze allebei. Verder heb je niets nodig",
        ]

    def test_the_start_link_lets_noor_in(self, settings: Settings, deelnemer_face: Client) -> None:
        settings.URL_DEELNEMER = "http://localhost:8100"
        link = self.printed().split()[-1]
        assert link.startswith("http://localhost:8100/startlink/")
        deelnemer_face.post(link.removeprefix("http://localhost:8100"))
        assert noor().sessions.count() == 1

    def test_a_link_printed_earlier_is_replaced(self, deelnemer_face: Client) -> None:
        earlier, _later = self.printed().split()[-1], self.printed()
        path = "/startlink/" + earlier.split("/startlink/")[1]
        assert deelnemer_face.get(path).status_code == 410


@pytest.mark.usefixtures("demo")
class TestSimulate:
    def run(self, now: dt.datetime, **options: object) -> str:
        out = StringIO()
        with time_machine.travel(now, tick=True):
            call_command(
                "simulate",
                **{"campaign": "landelijk", "participants": 30, "seed": "a", **options},
                stdout=out,
            )
        return out.getvalue()

    def test_it_fills_a_rolling_campaign_with_days_up_to_yesterday(self, now: dt.datetime) -> None:
        assert self.run(now).startswith("30 mensen, 14 dagen, ")
        days = set(
            Assignment.objects.filter(participation__campaign__slug="landelijk").values_list(
                "local_date", flat=True
            )
        )
        assert days <= {TODAY - dt.timedelta(days=back) for back in range(1, 15)}
        assert TODAY - dt.timedelta(days=1) in days

    def test_a_fixed_campaign_gets_only_the_days_that_have_been(self, now: dt.datetime) -> None:
        assert self.run(now, campaign="enschede").startswith("30 mensen, 5 dagen, ")

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"campaign": "bestaat-niet"}, "Er is geen gepubliceerde campagne bestaat-niet."),
            ({"participants": 0}, "Kies minstens één mens en één dag."),
            ({"days": -1}, "Kies minstens één mens en één dag."),
        ],
    )
    def test_what_cannot_be_is_one_clear_sentence(
        self, options: dict[str, object], sentence: str, now: dt.datetime
    ) -> None:
        with pytest.raises(CommandError) as refusal:
            self.run(now, **options)
        assert str(refusal.value) == sentence

    def test_the_same_seed_twice_is_refused(self, now: dt.datetime) -> None:
        self.run(now)
        with pytest.raises(CommandError, match="Kies een andere seed"):
            self.run(now)

    def test_a_campaign_that_has_not_begun_is_refused(self, now: dt.datetime) -> None:
        Campaign.objects.filter(slug="enschede").update(
            starts_on=TODAY + dt.timedelta(days=3), ends_on=TODAY + dt.timedelta(days=16)
        )
        with pytest.raises(CommandError, match="17-10-2026"):
            self.run(now, campaign="enschede")
