"""Staff propose and decide; participants and tasks have nothing to do with it. What goes with a text that its owner
takes back, the database takes along itself: whoever deletes the text needs no right to the proposal, and one that is
made at the same moment does not stand in the way."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, READ_WRITE, grant
from accounts.migrations._history import ends_history_of

UNTIL_NOW = (
    "accounts_membershipevent",
    "accounts_organisationevent",
    "challenges_broadcastevent",
    "challenges_campaigndayevent",
    "challenges_campaignevent",
    "challenges_campaignslotevent",
    "challenges_contributionevent",
    "challenges_logbookentryevent",
    "challenges_themeevent",
    "challenges_themelogoevent",
    "interactions_barrierevent",
    "interactions_ideaevent",
    "interactions_ideaversionevent",
    "interactions_lifedomainevent",
)
NEW = ("challenges_outsidecampaignevent", "challenges_proposalevent")
WITH_ITS_CONTRIBUTION = """
ALTER TABLE challenges_proposal ADD CONSTRAINT proposal_goes_with_contribution
  FOREIGN KEY (contribution_id) REFERENCES challenges_contribution (id) ON DELETE CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0013_proposals"),
        ("interactions", "0009_library_desk_grants"),
    ]

    operations = [
        migrations.RunSQL(
            WITH_ITS_CONTRIBUTION,
            "ALTER TABLE challenges_proposal DROP CONSTRAINT proposal_goes_with_contribution",
        ),
        grant(BEHEER, READ_WRITE, "challenges_proposal", "challenges_outsidecampaign"),
        grant(BEHEER, "SELECT, INSERT", *NEW),
        ends_history_of((*UNTIL_NOW, *NEW), before=UNTIL_NOW),
    ]
