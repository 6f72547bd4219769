"""What `manage.py check --deploy` asks of a server, beside what Django asks."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def somebody_to_tell(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Whoever finds a weak spot must be able to find somebody."""
    if settings.SECURITY_CONTACTS:
        return []
    return [
        checks.Warning(
            "Niemand kan een zwakke plek melden: GEDAG_SECURITY_CONTACT is leeg.",
            hint="Zet er een e-mailadres in dat iemand elke werkdag leest; dan is er een security.txt.",
            id="gedag.W001",
        )
    ]
