"""Staff add ideas of their own and new words of them; what was once offered stays as it was."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, grant


class Migration(migrations.Migration):
    dependencies = [("interactions", "0005_own_ideas")]

    operations = [
        grant(BEHEER, "INSERT, UPDATE", "interactions_idea"),
        grant(BEHEER, "INSERT", "interactions_ideaversion"),
    ]
