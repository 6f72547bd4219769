"""Taking part and what was shared: the participant face sees the rows of who it acts for.

Of contributions it sees what staff approved, which is on a page, and one's own. Who adds one says first whose it is:
then it is their own, waits for staff, and nobody else sees it. That needs its number beforehand. Who takes it back takes
along whose it was, in that order.
"""

import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._policies import DEELNEMER, WORKER, Policy, isolate, of_participant, part_of, seen

_OWN = """EXISTS (SELECT FROM challenges_contributionowner AS owner
          WHERE owner.contribution_id = challenges_contribution.id)"""


_ITS_ASSIGNMENT = seen("challenges_assignment", "challenges_offer.assignment_id")
# An assignment is made together with its first offer, in one statement. What that statement made is seen by a function
# that looks anew (VOLATILE), for whoever asks; not by the statement itself.
_SEES = """
CREATE FUNCTION gedag_sees_assignment(asked bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.challenges_assignment WHERE id = asked);
END $$;
"""


def _numbers(sequence: str, roles: str) -> migrations.RunSQL:
    """Lets these logins take a number beforehand."""
    return migrations.RunSQL(
        f"GRANT USAGE ON SEQUENCE {sequence} TO {roles};",
        f"REVOKE USAGE ON SEQUENCE {sequence} FROM {roles};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0014_proposals_grants"),
        ("accounts", "0021_row_security"),
    ]

    operations = [
        migrations.AlterField(
            "contributionowner",
            "contribution",
            models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="owner",
                to="challenges.contribution",
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE challenges_contributionowner ADD CONSTRAINT owner_goes_with_contribution"
            " FOREIGN KEY (contribution_id) REFERENCES challenges_contribution (id)"
            " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE challenges_contributionowner DROP CONSTRAINT owner_goes_with_contribution",
        ),
        of_participant("challenges_participation"),
        part_of("challenges_pause", "challenges_participation", "participation_id"),
        part_of("challenges_assignment", "challenges_participation", "participation_id"),
        migrations.RunSQL(_SEES, "DROP FUNCTION gedag_sees_assignment(bigint);"),
        isolate(
            "challenges_offer",
            Policy(DEELNEMER, _ITS_ASSIGNMENT, verb="SELECT"),
            Policy(DEELNEMER, _ITS_ASSIGNMENT, verb="DELETE"),
            Policy(DEELNEMER, "gedag_sees_assignment(assignment_id)", verb="INSERT"),
        ),
        of_participant("challenges_contributionowner"),
        isolate(
            "challenges_contribution",
            Policy(DEELNEMER, f"status = 'approved' OR {_OWN}", verb="SELECT"),
            Policy(DEELNEMER, f"status = 'offered' AND {_OWN}", verb="INSERT"),
            Policy(DEELNEMER, _OWN, verb="DELETE"),
        ),
        _numbers("challenges_contribution_id_seq", DEELNEMER),
        _numbers("challenges_offer_id_seq", f"{DEELNEMER}, {WORKER}"),
    ]
