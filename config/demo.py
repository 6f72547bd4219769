"""The demo: three campaigns with their organisations, two drafts, staff to sign in as, and people who have been busy
for days.

Everybody in it is made up; staff addresses end in .example. Running it again changes nothing, until a campaign with
fixed dates is over: then it begins again, so that a demo is never an empty stage.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from accounts.models import Membership, Organisation, Participant, User
from accounts.permissions import Role
from accounts.queries.staff_second_step import who_have_an_app
from accounts.services.participants import erase_participant
from accounts.services.staff_second_step import set_up
from challenges.models import Campaign, Theme
from challenges.services.campaign_files import (
    FOLDER,
    load_house_themes,
    load_national_campaign,
    make_campaign,
    read_campaign_file,
)
from config.demo_drafts import leave_a_draft
from config.demo_running import fill_desk
from config.demo_sharing import OF_NOOR, ON_THE_PAGE, share
from config.runner import demo_phone
from interactions.models import local_date
from simulation import through_services
from simulation.behaviour import join_key, simulate
from simulation.events import Answered, Began, Event, Joined, Life, Opened, Person, Predicted, Tried, Wrote
from simulation.staging import clock, stage

TODAY_IS_DAY = 6
PEOPLE = 20
SEED = "demo"


@dataclass(frozen=True)
class DemoStaff:
    """A member of staff that a visitor of the demo may sign in as."""

    email: str
    name: str
    organisation: str
    role: Role


STAFF = (
    DemoStaff("femke@movisie.example", "Femke Boonstra", "movisie", Role.EDITORIAL),
    DemoStaff("ravi@movisie.example", "Ravi Soerdjbalie", "movisie", Role.ANALYST),
    DemoStaff("yusuf@amsterdam.example", "Yusuf Demir", "amsterdam", Role.MANAGER),
    DemoStaff("anneke@enschede.example", "Anneke ter Horst", "enschede", Role.MANAGER),
)

_OFFICERS = {
    one.organisation: one.email for one in STAFF
}  # the demo campaigns are called as their organisations

PARTICIPANT_NAME = "Noor"
PARTICIPANT_KEY = uuid.uuid5(uuid.NAMESPACE_DNS, "noor.gedag.example")
PARTICIPANT_CAMPAIGN = "amsterdam"


@dataclass(frozen=True)
class _DayOfNoor:
    """What she expected, what happened, how it felt, what she wrote. Hours on the wall clock."""

    opens: float
    expects: int
    tries: float
    response: str
    status: str = "done"
    note: str = ""


# Her expectations creep back after a no and rise all the same, as people's do.
DIARY = (
    _DayOfNoor(
        8.2,
        3,
        8.9,
        "positive",
        note="Lijn 3 was net weg. We hebben samen een beetje gemopperd, en toen gelachen.",
    ),
    _DayOfNoor(12.6, 4, 17.4, "positive"),
    _DayOfNoor(8.4, 5, 20.1, "neutral", status="different"),
    _DayOfNoor(
        9.1,
        4,
        12.3,
        "positive",
        note="Thee met een wolkje melk, weet ik nu. Vooraf was het spannend, achteraf gewoon gezellig.",
    ),
    _DayOfNoor(8.0, 6, 8.7, "positive"),
)


@dataclass
class DemoReport:
    """What a run made."""

    made: list[str] = field(default_factory=list)
    begun_again: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.made or self.begun_again)


def build_demo(*, now: dt.datetime) -> DemoReport:
    """Brings the demo up to date, in one transaction. Raises LibraryMissingError without the library, and
    NotADemoError outside a demo."""
    report = DemoReport()
    with transaction.atomic():
        themes = load_house_themes()
        if load_national_campaign():
            report.made.append(Campaign.objects.get(national=True).name)
        found = [
            _campaign(path.stem, themes, report, now) for path in sorted((FOLDER / "demo").glob("*.yaml"))
        ]
        _staff()
        for campaign in filter(None, found):
            officer = User.objects.get(email=_OFFICERS[campaign.slug])
            fill_desk(campaign=campaign, by=officer, now=now)
        if not Participant.objects.filter(join_key=PARTICIPANT_KEY).exists():
            _play_noor(now)
    return report


def _staff() -> None:
    """Their second step is the phone that the mailbox of the demo shows (config/runner/demo_phone.py)."""
    known = {user.email: user for user in User.objects.filter(email__in=[one.email for one in STAFF])}
    connected = who_have_an_app()
    for one in STAFF:
        user = known.get(one.email)
        if user is None:
            user = User.objects.create_user(email=one.email, name=one.name)
            Membership.objects.create(
                user=user,
                organisation=Organisation.objects.get(slug=one.organisation),
                role=one.role,
            )
        if user.pk not in connected:
            set_up(user=user, secret=demo_phone.secret_of(settings.SECRET_KEY, one.email))


def _campaign(
    slug: str, themes: Mapping[str, Theme], report: DemoReport, now: dt.datetime
) -> Campaign | None:
    """Makes what is missing and begins again what is over; a campaign that runs is left as it is and not returned."""
    today = local_date(now)
    campaign = Campaign.objects.filter(slug=slug).first()
    if campaign is None:
        row = read_campaign_file(name=f"demo/{slug}.yaml")
        campaign = make_campaign(row=row, themes=themes, starts_on=_starts_on(today))
        draft = leave_a_draft(beside=campaign, today=today)
        report.made += [campaign.name, draft.name]
    elif _is_over(campaign, today):
        _begin_again(campaign, today)
        report.begun_again.append(campaign.name)
    else:
        return None
    _play_people(campaign, now)
    return campaign


def _starts_on(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=TODAY_IS_DAY - 1)


def _is_over(campaign: Campaign, today: dt.date) -> bool:
    return (
        campaign.status == Campaign.Status.PUBLISHED
        and campaign.ends_on is not None
        and campaign.ends_on < today
    )


def _begin_again(campaign: Campaign, today: dt.date) -> None:
    """New dates; the made-up people start over, everybody else keeps what they have."""
    campaign.starts_on = _starts_on(today)
    campaign.ends_on = campaign.starts_on + dt.timedelta(days=campaign.days.count() - 1)
    campaign.save(update_fields=["starts_on", "ends_on"])
    keys = [join_key(seed=_seed(campaign), number=number) for number in range(1, PEOPLE + 1)]
    if campaign.slug == PARTICIPANT_CAMPAIGN:
        keys.append(PARTICIPANT_KEY)
    for participant in Participant.objects.filter(join_key__in=keys):
        erase_participant(participant=participant)


def _seed(campaign: Campaign) -> str:
    return f"{campaign.slug}|{SEED}"


def _play_people(campaign: Campaign, now: dt.datetime) -> None:
    today = local_date(now)
    ready = stage(campaign, begins_on=today)
    lives = list(simulate(plan=ready.plan, people=PEOPLE, days=TODAY_IS_DAY - 1, seed=_seed(campaign)))
    through_services.play(stage=ready, lives=lives, until=clock(today, 0, 4 * 3600))
    keys = [life.person.join_key for life in lives]
    people = list(Participant.objects.filter(join_key__in=keys).order_by("join_key"))
    share(people=people, campaign=campaign, texts=ON_THE_PAGE[campaign.slug], now=now)


def _play_noor(now: dt.datetime) -> None:
    campaign = Campaign.objects.get(slug=PARTICIPANT_CAMPAIGN)
    today = local_date(now)
    if campaign.starts_on is None or not Campaign.objects.running(today).filter(pk=campaign.pk).exists():
        return
    person = Person(number=0, join_key=PARTICIPANT_KEY, kind="noor", step="zin")
    life = Life(person, tuple(event for number in range(len(DIARY)) for event in _noors_day(number)))
    ready = stage(campaign, begins_on=campaign.starts_on)
    through_services.play(stage=ready, lives=[life], until=clock(today, 0, 4 * 3600))
    noor = Participant.objects.get(join_key=PARTICIPANT_KEY)
    share(people=[noor], campaign=campaign, texts=OF_NOOR, now=now)


def _noors_day(day: int) -> list[Event]:
    page = DIARY[day]
    opens, tries = round(page.opens * 3600), round(page.tries * 3600)
    begins = uuid.uuid5(PARTICIPANT_KEY, str(day))
    events: list[Event] = [Joined(day, opens - 60)] if day == 0 else []
    events += [
        Opened(day, opens, day + 1),
        Began(day, opens + 20, begins),
        Predicted(day, opens + 30, page.expects, None),
        Tried(day, tries, page.status),
        Answered(day, tries + 10, page.response),
    ]
    return [*events, Wrote(day, tries + 60, page.note)] if page.note else events
