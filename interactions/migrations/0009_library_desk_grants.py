"""Editors change the places and the barriers on screen, and add barriers; nothing of the library is ever deleted."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, grant


class Migration(migrations.Migration):
    dependencies = [("interactions", "0008_library_desk")]

    operations = [
        grant(BEHEER, "UPDATE", "interactions_lifedomain"),
        grant(BEHEER, "INSERT, UPDATE", "interactions_barrier"),
        grant(BEHEER, "SELECT, INSERT", "interactions_lifedomainevent", "interactions_barrierevent"),
    ]
