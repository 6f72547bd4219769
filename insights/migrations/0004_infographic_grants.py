"""Staff read infographics and add versions; the public reads them and not who made one. Nobody changes one."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, DEELNEMER, grant

_PUBLIC = (
    "id", "release_id", "number", "headline", "introduction", "english", "blocks", "quotes", "helped", "logbook",
    "public", "made_at",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_staff_grants"), ("insights", "0003_infographic")]

    operations = [
        grant(BEHEER, "SELECT, INSERT", "insights_infographic"),
        grant(DEELNEMER, f"SELECT ({', '.join(_PUBLIC)})", "insights_infographic"),
    ]
