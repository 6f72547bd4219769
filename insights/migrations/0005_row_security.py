"""That somebody was counted goes with their participation, for who may see that."""

from django.db import migrations

from accounts.migrations._policies import part_of


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0004_infographic_grants"),
        ("challenges", "0015_row_security"),
    ]

    operations = [part_of("insights_countedparticipation", "challenges_participation", "participation_id")]
