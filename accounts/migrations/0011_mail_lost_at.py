"""A moment in time has a name that ends in `_at`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_sending_mark")]

    operations = [migrations.RenameField("heartbeat", "mail_away_since", "mail_lost_at")]
