"""The look of an organisation: values for the brand tokens, in versions, and a logo. Everything else is the house's."""

from django.db import models

from accounts.models import Organisation, User, keeps_history
from challenges.validators import validate_theme_tokens


@keeps_history()
class Theme(models.Model):
    """A look as it is now. Without organisation it is the house's own, and every campaign may wear it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="themes")
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    tokens = models.JSONField(default=dict, validators=[validate_theme_tokens])
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class ThemeVersion(models.Model):
    """What a look was from one time on; going back to one makes a new version with the same values."""

    class Source(models.TextChoices):
        PICKER = "picker", "kleurenkiezer"
        CSS = "css", "CSS"
        JSON = "json", "JSON"
        REVERTED = "reverted", "teruggezet"

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    tokens = models.JSONField(validators=[validate_theme_tokens])
    source = models.CharField(max_length=8, choices=Source)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "number"], name="theme_version_number_once"),
            models.CheckConstraint(
                condition=models.Q(source__in=["picker", "css", "json", "reverted"]),
                name="theme_version_source_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} v{self.number}"


@keeps_history(but=["png"])
class ThemeLogo(models.Model):
    """The logo of a look: a PNG that we made ourselves from what was sent in, never the file itself."""

    theme = models.OneToOneField(Theme, on_delete=models.CASCADE, related_name="logo")
    png = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the PNG, part of its address")
    alt = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"logo of {self.theme_id}"

    @property
    def address_digest(self) -> str:
        """As much of the digest as stands in the address: another picture has another address."""
        return self.digest[:16]
