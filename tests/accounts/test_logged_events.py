"""Who came in, who was refused and what went out: in the log by name, with numbers and nothing else."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.models import Membership, Organisation, Participant, User, WayBack
from accounts.permissions import Role
from accounts.services.merging import merge_participants
from accounts.services.participants import erase_participant
from accounts.services.staff_invitations import accept, invite
from accounts.services.staff_members import change_role, remove_member
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_participant, make_staff
from tests.second_step import code_now, connect_phone
from tests.written import Written, written

pytestmark = pytest.mark.django_db
Browser = Callable[[Participant], Client]
BESIDES = ("time", "face", "request", "level")


@pytest.fixture(autouse=True)
def _limits_start_at_nothing() -> None:
    cache.clear()


def told(log: Written) -> list[dict[str, object]]:
    """The events besides the requests themselves, without what every line has."""
    return [
        {name: value for name, value in line.items() if name not in BESIDES}
        for line in log.lines
        if line["event"] != "request"
    ]


# --- participants --------------------------------------------------------------------------------------------------


def test_ways_back_are_made_used_and_refused(browser_of: Browser, deelnemer_face: Client) -> None:
    participant = make_participant()
    browser = browser_of(participant)
    with written() as log:
        page = browser.post("/van-mij/terugkomen/startlink/").content.decode()
        found = re.search(r"/startlink/([\w-]+)/", page)
        assert found is not None
        browser.post("/van-mij/terugkomen/startlink/")  # another, so that the first is over
        deelnemer_face.post(f"/startlink/{found[1]}/")
        deelnemer_face.post("/startlink/kanarie/")
        deelnemer_face.get("/dag/kanarie/")
    who = participant.pk
    assert told(log) == [
        {"event": "way_back_made", "what": "start_link", "participant": who},
        {"event": "way_back_made", "what": "start_link", "participant": who},
        {"event": "way_back_refused", "reason": "replaced"},
        {"event": "way_back_refused", "reason": "unknown"},
        {"event": "way_back_refused", "what": WayBack.Kind.DAY_LINK.value, "reason": "unknown"},
    ]
    assert found[1] not in log.text


def test_a_code_on_paper_brings_somebody_in(browser_of: Browser, deelnemer_face: Client) -> None:
    participant = make_participant()
    page = browser_of(participant).post("/van-mij/terugkomen/papier/").content.decode()
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page)
    code = found[0] if found else ""
    with written() as log:
        deelnemer_face.post("/terug/", {"code": "AAAA-AAAA-AAAA"})
        deelnemer_face.post(f"/terug/code/{code}/")
    assert told(log) == [
        {"event": "code_wrong", "what": "paper_code"},
        {"event": "came_back", "what": WayBack.Kind.PAPER_CODE.value, "participant": participant.pk},
    ]


def test_codes_by_mail_are_asked_and_wrong(browser_of: Browser) -> None:
    browser = browser_of(make_participant())
    with written() as log:
        browser.post("/terug/mail/", {"address": "kanarie@thuis.example"})
        browser.post("/terug/mail/code/?voor=mij", {"code": "ABCD-EFGH"})
    assert [line for line in told(log) if line["event"] != "broker_away"] == [
        {"event": "code_asked", "what": "email_code"},
        {"event": "code_wrong", "what": "email_code"},
    ]
    assert "kanarie" not in log.text


def test_data_is_taken_along_and_browsers_are_signed_out(browser_of: Browser) -> None:
    participant = make_participant()
    browser = browser_of(participant)
    with written() as log:
        browser.get("/van-mij/gegevens/gedag.json")
        browser.get("/van-mij/gegevens/gedag.zip")
        browser.post("/van-mij/uitloggen/elders/")
        browser.post("/van-mij/terugkomen/adres-weg/")
        browser.post("/van-mij/uitloggen/")
    assert [(line["event"], line["participant"]) for line in told(log)] == [
        ("own_data_taken", participant.pk),
        ("own_data_taken", participant.pk),
        ("signed_out_everywhere", participant.pk),
        ("address_removed", participant.pk),
        ("signed_out", participant.pk),
    ]


@pytest.mark.django_db(transaction=True)
def test_who_was_erased_or_merged_is_told_once_it_is_so() -> None:
    one, other, third = make_participant(), make_participant(), make_participant()
    first, second = one.pk, other.pk

    def turned_back() -> None:
        with transaction.atomic():
            erase_participant(participant=one)
            raise ZeroDivisionError  # so it did not happen after all

    with written() as log:
        with pytest.raises(ZeroDivisionError):
            turned_back()
        assert log.lines == []
        erase_participant(participant=Participant.objects.get(pk=first))
        merge_participants(source=other, target=third, now=AT_NOON)
    assert told(log) == [
        {"event": "participant_erased", "participant": first},
        {"event": "participants_merged", "participant": second, "into": third.pk},
    ]


# --- staff ---------------------------------------------------------------------------------------------------------


def test_both_steps_of_signing_in_right_and_wrong(beheer_face: Client, staff: User) -> None:
    connect_phone(staff)
    with written() as log:
        beheer_face.post("/inloggen/", {"email": staff.email})
        beheer_face.post("/inloggen/code/", {"code": "kanarie"})
        found = re.search(r"^\s*([A-Z0-9-]{4,12})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
        assert found is not None
        beheer_face.post("/inloggen/code/", {"code": found[1]})
        beheer_face.post("/inloggen/tweede-stap/", {"code": "000000"})
        beheer_face.post("/inloggen/tweede-stap/", {"code": code_now()})
        beheer_face.post("/uitloggen/")
    assert [(line["event"], line.get("user")) for line in told(log)] == [
        ("code_asked", None),
        ("code_wrong", None),
        ("second_step_wrong", staff.pk),
        ("second_step", staff.pk),
        ("sign_in", staff.pk),
        ("signed_out", staff.pk),
    ]
    assert staff.email not in log.text
    assert ("kanarie" in log.text, found[1] in log.text) == (False, False)


def test_a_role_that_does_not_suffice_is_noted(beheer_face: Client, organisation: Organisation) -> None:
    viewer = make_staff(organisation=organisation, role=Role.VIEWER)
    beheer_face.force_login(viewer)
    with written() as log:
        assert beheer_face.get(f"/beheer/{organisation.slug}/medewerkers/").status_code == 403
    assert told(log) == [
        {
            "event": "permission_refused",
            "user": viewer.pk,
            "organisation": organisation.pk,
            "what": "manage_members",
            "role": "meekijker",
        }
    ]


def test_members_come_change_and_go(organisation: Organisation, staff: User) -> None:
    with written() as log:
        asked = invite(
            organisation=organisation,
            email="kanarie@ede.example",
            name="Kanarie",
            role=Role.EDITOR,
            by=staff,
            now=AT_NOON,
        )
        membership = accept(invitation_id=asked.pk, now=AT_NOON)
        change_role(organisation=organisation, membership_id=membership.pk, role=Role.VIEWER)
        number = membership.pk
        remove_member(organisation=organisation, membership_id=number)
    assert [line["event"] for line in told(log)] == [
        "member_invited",
        "member_added",
        "role_changed",
        "member_removed",
    ]
    assert {line.get("membership") for line in told(log)} == {None, number}
    assert ("kanarie" in log.text.lower(), Membership.objects.filter(pk=number).exists()) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_a_phone_that_is_forgotten_signs_out_everywhere(staff: User) -> None:
    with written() as log:
        connect_phone(staff)
        call_command("forget_second_step", staff.email)
    assert [(line["event"], line["user"]) for line in told(log)] == [
        ("second_step_set_up", staff.pk),
        ("signed_out_everywhere", staff.pk),
        ("second_step_forgotten", staff.pk),
    ]
    assert staff.email not in log.text


def test_a_body_that_is_too_large_is_noted() -> None:
    browser = FaceClient(DEELNEMER)
    with written() as log:
        browser.post("/terug/", {"code": "x" * (django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert [line["event"] for line in told(log)] == ["too_large"]
