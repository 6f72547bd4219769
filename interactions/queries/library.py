"""Reading the library."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from interactions.models import Barrier, Fact, IdeaVersion, LifeDomain, Principle
from interactions.models.library import Form, Step


def idea_domains() -> QuerySet[LifeDomain]:
    """The seven domains that have ideas, in their order."""
    return LifeDomain.objects.filter(for_ideas=True)


def current_versions(*, of: Organisation | None = None) -> QuerySet[IdeaVersion]:
    """The newest words of every idea of the library that is not archived, with idea and domain, by domain; with `of`
    also what that organisation made for itself."""
    whose = Q(idea__organisation=None) | Q(idea__organisation=of) if of else Q(idea__organisation=None)
    newest = Q(pk__in=IdeaVersion.objects.order_by("idea_id", "-number").distinct("idea_id").values("pk"))
    return (
        IdeaVersion.objects.filter(newest, whose, idea__archived_at__isnull=True)
        .select_related("idea__domain")
        .order_by("idea__domain__position", "idea__pk")
    )


def browse(*, domains: Collection[str] = (), form: str = "", step: str = "") -> QuerySet[IdeaVersion]:
    """Current versions, narrowed by domain keys, form and step; empty means all."""
    versions = current_versions()
    if domains:
        versions = versions.filter(idea__domain__in=domains)
    if form in Form.values:
        versions = versions.filter(idea__form=form)
    if step in Step.values:
        versions = versions.filter(idea__step=step)
    return versions


def current_version(key: str) -> IdeaVersion | None:
    """The newest words of one idea, archived or not."""
    return (
        IdeaVersion.objects.filter(idea__key=key).select_related("idea__domain").order_by("-number").first()
    )


def newest_words(ideas: Collection[int]) -> dict[int, IdeaVersion]:
    """The newest words of these ideas, archived or not, by the id of the idea; the words alone."""
    versions = IdeaVersion.objects.filter(idea__in=ideas).order_by("idea_id", "-number").distinct("idea_id")
    return {version.idea_id: version for version in versions}


def library_version(key: str) -> IdeaVersion | None:
    """The newest words of one idea of the library; what an organisation made for itself is not for everybody."""
    version = current_version(key)
    return version if version and version.idea.organisation_id is None else None


def principles() -> QuerySet[Principle]:
    return Principle.objects.all()


def barriers() -> QuerySet[Barrier]:
    return Barrier.objects.filter(archived_at__isnull=True)


def domain_of(key: str) -> LifeDomain | None:
    """One place; None when there is no such place."""
    return LifeDomain.objects.filter(pk=key).first()


def barrier_of(key: str) -> Barrier | None:
    """One barrier, put away or not."""
    return Barrier.objects.filter(pk=key).first()


def facts() -> QuerySet[Fact]:
    return Fact.objects.all()
