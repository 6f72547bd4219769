"""Why a backup is not made or not put back."""


class BackupError(Exception):
    """Holds one Dutch sentence for who made or put back a backup; the command ends with it and exit code 1."""
