"""`manage.py invite`: the first manager of an organisation, who then invites the others on the screen."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.utils import timezone

from accounts.models import Organisation
from accounts.permissions import Role
from accounts.services import staff_invitations
from accounts.services.staff_invitation_mail import link_of
from accounts.services.staff_organisations import make_organisation
from accounts.tasks import start_inviting


class Command(BaseCommand):
    help = "Nodigt een beheerder uit, en maakt de organisatie als die er nog niet is. Toont de link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="naam van de organisatie in adressen, bijvoorbeeld voorbeeldstad")
        parser.add_argument("email", help="werkadres van wie je uitnodigt")
        parser.add_argument("person", help="naam van wie je uitnodigt")
        parser.add_argument(
            "--name",
            default="",
            help="naam van een nieuwe organisatie, bijvoorbeeld 'Gemeente Voorbeeldstad'",
        )
        parser.add_argument(
            "--institute", action="store_true", help="een kennisinstituut in plaats van een gemeente"
        )
        parser.add_argument("--role", default=Role.MANAGER.value, choices=[role.value for role in Role])

    def handle(
        self, *, slug: str, email: str, person: str, name: str, institute: bool, role: str, **options: object
    ) -> None:
        try:
            validate_slug(slug)
            validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            if not name:
                raise CommandError(f"Er is nog geen organisatie {slug}. Geef haar naam erbij met --name.")
            kind = Organisation.Kind.INSTITUTE if institute else Organisation.Kind.MUNICIPALITY
            organisation = make_organisation(slug=slug, name=name, kind=kind)
            self.stdout.write(f"Organisatie {organisation.name} gemaakt.")
        try:
            invitation = staff_invitations.invite(
                organisation=organisation, email=email, name=person, role=role, by=None, now=timezone.now()
            )
        except staff_invitations.AlreadyMemberError:
            raise CommandError(f"{email} hoort al bij {organisation.name}.") from None
        except staff_invitations.AlreadyInvitedError:
            raise CommandError(f"Voor {email} staat al een uitnodiging open.") from None
        except staff_invitations.TooManyInvitationsError:
            raise CommandError("Er staan te veel uitnodigingen open.") from None
        except ValueError:
            raise CommandError(f"Bij {organisation.name} bestaat de rol {role} niet.") from None
        start_inviting()
        self.stdout.write(f"{person} krijgt een mail op {email}. Deze link werkt zeven dagen, één keer:")
        self.stdout.write(f"  {link_of(invitation=invitation)}")
