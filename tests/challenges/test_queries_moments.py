"""Whom to call when something was not right."""

import pytest

from challenges.models import Assignment, Campaign
from challenges.queries.moments import help_line_for
from interactions.models import Interaction
from tests.factories import make_assignment, make_campaign, make_moment, make_participant, make_participation

pytestmark = pytest.mark.django_db


def with_line(line: str, *, national: bool = False) -> Campaign:
    campaign = make_campaign(national=national)
    campaign.help_line = line
    campaign.save()
    return campaign


def test_a_moment_of_a_campaign_has_its_help_line() -> None:
    participant = make_participant()
    make_participation(participant=participant, campaign=with_line("Bel de buurt."))
    second = make_participation(participant=participant, campaign=with_line("Bel de stad."))
    moment = make_moment(participant=participant)
    Assignment.objects.filter(pk=make_assignment(participation=second).pk).update(interaction=moment)
    assert help_line_for(moment) == "Bel de stad."


def test_a_loose_moment_has_the_help_line_of_the_first_campaign() -> None:
    participant = make_participant()
    for line in ("Bel de buurt.", "Bel de stad."):
        make_participation(participant=participant, campaign=with_line(line))
    assert help_line_for(make_moment(participant=participant)) == "Bel de buurt."


def test_without_a_campaign_there_is_the_national_one_or_nothing() -> None:
    moment: Interaction = make_moment(participant=make_participant())
    assert help_line_for(moment) == ""
    with_line("Bel het land.", national=True)
    assert help_line_for(moment) == "Bel het land."
