"""`manage.py demo_sign_ins`: who a visitor of the demo can be."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Participant
from accounts.services.ways_back import make_start_link
from config import demo
from simulation.staging import NotADemoError, refuse_outside_demo


class Command(BaseCommand):
    help = "Noemt de medewerkers van de demo, en een verse startlink van een deelnemer die al bezig is."

    def handle(self, *args: object, **options: object) -> None:
        try:
            refuse_outside_demo()
        except NotADemoError as refusal:
            raise CommandError(str(refusal)) from None
        if not settings.MAIL_PAGE:
            self.stdout.write("Deze adressen werken zodra Gedag draait: ./gedag run")
        self._staff()
        self._participant()

    def _staff(self) -> None:
        memberships = {
            membership.user.email: membership
            for membership in Membership.objects.filter(
                user__email__in=[one.email for one in demo.STAFF], user__is_active=True
            ).select_related("user", "organisation")
        }
        if not memberships:
            self.stdout.write("Er zijn nog geen medewerkers. Draai eerst: ./gedag manage seed_demo")
            return
        sign_in = settings.URL_BEHEER + reverse("account_login", urlconf=settings.URLCONF_OF["beheer"])
        self.stdout.write(f"Beheer: {sign_in}")
        width = max(map(len, memberships))
        for one in demo.STAFF:
            if membership := memberships.get(one.email):
                self.stdout.write(
                    f"  {one.email:<{width}}  {membership.role} bij {membership.organisation.name}"
                )
        if settings.MAIL_PAGE:
            self.stdout.write(
                "  Inloggen gaat met twee codes, uit de mail en van de telefoon van de demo. Open de mail"
            )
            self.stdout.write(f"  op {settings.MAIL_PAGE}: daar staan ze allebei. Verder heb je niets nodig")
        else:
            self.stdout.write(
                "  Inloggen gaat met twee codes, per e-mail en van een telefoon. Zie docs/draaien.md"
            )

    def _participant(self) -> None:
        noor = Participant.objects.filter(join_key=demo.PARTICIPANT_KEY).first()
        if noor is None:
            return
        secret = make_start_link(participant=noor, now=timezone.now())
        path = reverse("accounts:start", args=[secret], urlconf=settings.URLCONF_OF["deelnemer"])
        self.stdout.write(f"Deelnemer: {demo.PARTICIPANT_NAME}, al een paar dagen bezig. Haar startlink:")
        self.stdout.write(f"  {settings.URL_DEELNEMER}{path}")
