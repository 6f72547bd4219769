"""Staff of municipalities and institutes. Participants are never users."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.history import keeps_history
from accounts.permissions import OF_A_MUNICIPALITY, OF_AN_INSTITUTE, Permission, Role, permissions_of


class UserManager(BaseUserManager["User"]):
    """Makes staff users; they sign in with a code by e-mail, so none has a usable password."""

    def create_user(self, *, email: str, name: str) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff, known by a work e-mail address."""

    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=100)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


@keeps_history()
class Organisation(models.Model):
    """A municipality that runs campaigns, or an institute (Movisie) that curates the library."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("gemeente")
        INSTITUTE = "institute", _("kennisinstituut")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=Kind)

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> tuple[Role, ...]:
        """What somebody can be here."""
        return OF_AN_INSTITUTE if self.kind == self.Kind.INSTITUTE else OF_A_MUNICIPALITY


@keeps_history()
class Membership(models.Model):
    """What one user is in one organisation; the rights of a role are in `accounts/permissions.py`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.organisation_id} · {self.role}"

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this member may do; a template asks `"manage_members" in membership.permissions`."""
        return permissions_of(self.role)
