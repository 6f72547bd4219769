"""What editors change in the library ends after three years too, by the same function."""

from django.db import migrations

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
    "interactions_ideaevent",
    "interactions_ideaversionevent",
)
NEW = ("interactions_barrierevent", "interactions_lifedomainevent")


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0008_library_desk"),
        ("challenges", "0011_history_grants"),
    ]

    operations = [ends_history_of((*UNTIL_NOW, *NEW), before=UNTIL_NOW)]
