"""Who may touch invitations and second steps: staff invite, the worker mails and clears away; nobody else."""

from django.db import migrations

from accounts.migrations._grants import BEHEER, READ_WRITE, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_invitation"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        grant(BEHEER, READ_WRITE, "accounts_invitation", "mfa_authenticator"),
        grant(WORKER, "SELECT, DELETE", "accounts_invitation"),
    ]
