"""Campaigns with everything that hangs on them are of one organisation, for its own staff alone. What the public may
see of a campaign (itself and its days), staff of others see too: they may make their own after it. A look has an
address that anybody may open, also while it is being made. The
institute reads everything on its own pages, and decides about proposals.

Events of what is gone are known by the events of what it belonged to. Two questions are about everybody's: whether an
address is taken, and whether a number is a contribution to somebody else. Functions answer those with yes or no.
"""

from django.db import migrations

from accounts.migrations._policies import (
    BEHEER,
    DEELNEMER,
    EVERYWHERE,
    MY_ORGANISATIONS,
    OWN,
    Policy,
    isolate,
    of_organisation,
    own,
    read_by_all,
    seen,
)

_PUBLIC = "status IN ('published', 'paused', 'closed')"
_DAY = f"""EXISTS (SELECT FROM challenges_campaignday AS day
             JOIN challenges_campaign AS campaign ON campaign.id = day.campaign_id
           WHERE day.id = {{}}.day_id AND campaign.organisation_id = ANY({MY_ORGANISATIONS}))"""
_DONE_HERE = f"(pgh_context->>'organisation')::bigint = ANY({MY_ORGANISATIONS})"


def _of_campaign(table: str, *more: Policy) -> migrations.RunSQL:
    return isolate(table, Policy(BEHEER, own("challenges_campaign", f"{table}.campaign_id")), *more)


def _events_of_campaign(table: str) -> migrations.RunSQL:
    gone = f"EXISTS (SELECT FROM challenges_campaignevent AS was WHERE was.pgh_obj_id = {table}.campaign_id)"
    return isolate(table, Policy(BEHEER, f"{own('challenges_campaign', f'{table}.campaign_id')} OR {gone}"))


def _events_of(table: str, parent: str, of_parent: str, column: str) -> migrations.RunSQL:
    gone = f"EXISTS (SELECT FROM {of_parent} AS was WHERE was.pgh_obj_id = {table}.{column})"
    return isolate(table, Policy(BEHEER, f"{parent} OR {gone}"))


def _yes_or_no(signature: str, question: str) -> migrations.RunSQL:
    types = signature.replace("asked ", "")
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {signature} RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $${question}$$;
        REVOKE ALL ON FUNCTION {types} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {types} TO {BEHEER};""",
        f"DROP FUNCTION {types};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0015_row_security"),
        ("accounts", "0022_row_security_staff"),
    ]

    operations = [
        _yes_or_no(
            "gedag_address_is_taken(asked text)",
            "SELECT EXISTS (SELECT FROM public.challenges_campaign WHERE slug = asked)",
        ),
        _yes_or_no(
            "gedag_is_contribution(asked bigint)",
            "SELECT EXISTS (SELECT FROM public.challenges_contribution WHERE id = asked)",
        ),
        of_organisation(
            "challenges_campaign",
            *read_by_all(DEELNEMER),
            Policy(BEHEER, f"{_PUBLIC} OR {EVERYWHERE}", verb="SELECT"),
        ),
        _of_campaign(
            "challenges_campaignday",
            *read_by_all(DEELNEMER),
            Policy(BEHEER, seen("challenges_campaign", "challenges_campaignday.campaign_id"), verb="SELECT"),
        ),
        isolate(
            "challenges_campaignslot",
            *read_by_all(DEELNEMER),
            Policy(BEHEER, _DAY.format("challenges_campaignslot")),
            Policy(BEHEER, seen("challenges_campaignday", "challenges_campaignslot.day_id"), verb="SELECT"),
        ),
        of_organisation(
            "challenges_theme",
            *read_by_all(DEELNEMER, BEHEER),
        ),
        isolate("challenges_themeversion", Policy(BEHEER, own("challenges_theme", "theme_id"))),
        isolate(
            "challenges_themelogo",
            *read_by_all(DEELNEMER, BEHEER),
            Policy(BEHEER, own("challenges_theme", "theme_id")),
        ),
        _of_campaign("challenges_logbookentry", Policy(BEHEER, EVERYWHERE, verb="SELECT")),
        _of_campaign("challenges_pagetotal", Policy(DEELNEMER, "true")),
        _of_campaign("challenges_deliverysummary"),
        _of_campaign("challenges_broadcast"),
        migrations.RunSQL(
            "".join(
                one.statement("challenges_contribution")
                for one in (
                    Policy(BEHEER, own("challenges_campaign", "challenges_contribution.campaign_id")),
                    Policy(BEHEER, EVERYWHERE, verb="SELECT"),
                )
            ),
            f"DROP POLICY {BEHEER}_all ON challenges_contribution;"
            f"DROP POLICY {BEHEER}_select ON challenges_contribution;",
        ),
        isolate("challenges_proposal", Policy(BEHEER, f"{OWN} OR {EVERYWHERE}")),
        of_organisation("challenges_outsidecampaign"),
        of_organisation("challenges_campaignevent"),
        of_organisation("challenges_themeevent"),
        of_organisation("challenges_outsidecampaignevent"),
        isolate("challenges_proposalevent", Policy(BEHEER, f"{OWN} OR {EVERYWHERE} OR {_DONE_HERE}")),
        _events_of_campaign("challenges_campaigndayevent"),
        _events_of_campaign("challenges_logbookentryevent"),
        _events_of_campaign("challenges_broadcastevent"),
        _events_of_campaign("challenges_contributionevent"),
        _events_of(
            "challenges_campaignslotevent",
            _DAY.format("challenges_campaignslotevent"),
            "challenges_campaigndayevent",
            "day_id",
        ),
        _events_of(
            "challenges_themelogoevent",
            own("challenges_theme", "theme_id"),
            "challenges_themeevent",
            "theme_id",
        ),
    ]
