"""Figures of a campaign are read by its own staff until they are out, and by the institute on its own pages. When they
come is announced, to everybody who may see the campaign. Only who they are of signs them: a campaign's its own
organisation, the country's the institute."""

from django.db import migrations

from accounts.migrations._policies import (
    BEHEER,
    DEELNEMER,
    EVERYWHERE,
    MY_ORGANISATIONS,
    Policy,
    isolate,
    own,
    read_by_all,
    seen,
)

_OWN_RELEASE = f"""EXISTS (SELECT FROM insights_draw AS draw
                     JOIN challenges_campaign AS campaign ON campaign.id = draw.campaign_id
                   WHERE draw.id = insights_release.draw_id AND campaign.organisation_id = ANY({MY_ORGANISATIONS}))"""
_ITS_RELEASE = f"""EXISTS (SELECT FROM insights_release AS release
                     JOIN insights_draw AS draw ON draw.id = release.draw_id
                     LEFT JOIN challenges_campaign AS campaign ON campaign.id = draw.campaign_id
                   WHERE release.id = {{}}.release_id
                     AND (campaign.organisation_id = ANY({MY_ORGANISATIONS})
                          OR (draw.campaign_id IS NULL AND {EVERYWHERE})))"""


def _with_its_release(table: str, *more: Policy) -> migrations.RunSQL:
    return isolate(
        table, *more, Policy(BEHEER, seen("insights_release", f"{table}.release_id"), verb="SELECT")
    )


def _written_by_staff(table: str) -> migrations.RunSQL:
    write = Policy(BEHEER, _ITS_RELEASE.format(table), verb="INSERT")
    return _with_its_release(table, *read_by_all(DEELNEMER), write)


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0005_row_security"),
        ("challenges", "0016_row_security_staff"),
    ]

    operations = [
        isolate(
            "insights_draw",
            *read_by_all(DEELNEMER),
            Policy(
                BEHEER,
                f"campaign_id IS NULL OR {seen('challenges_campaign', 'insights_draw.campaign_id')}",
                verb="SELECT",
            ),
        ),
        isolate(
            "insights_release",
            *read_by_all(DEELNEMER),
            Policy(BEHEER, f"{EVERYWHERE} OR {_OWN_RELEASE}", verb="SELECT"),
        ),
        _with_its_release("insights_releasetable", *read_by_all(DEELNEMER)),
        isolate(
            "insights_budgetentry",
            Policy(
                BEHEER,
                f"{EVERYWHERE} OR {own('challenges_campaign', 'insights_budgetentry.campaign_id')}",
                verb="SELECT",
            ),
        ),
        _written_by_staff("insights_signature"),
        _written_by_staff("insights_infographic"),
    ]
