"""The steps of the studio: each a form that keeps what is typed as one goes, with the result beside it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.steps import form_of
from challenges.forms.beheer.studio_form import StudioForm, fresh_hidden
from challenges.models import Campaign
from challenges.queries.staff_changes import effect
from challenges.queries.staff_steps import STEPS, next_step, step_values
from challenges.services.campaign_steps import ChangedMeanwhileError, LockedError, save_step
from challenges.services.campaigns import SlugTakenError
from challenges.views.beheer.frame import campaign_frame, campaign_of, phone_of
from challenges.views.beheer.framing import shows_preview
from interactions.models import local_date

# What the phone beside the form shows first.
_SHOWS_A_DAY = {"prompts"}
_FIELDS = {
    "basics": "challenges/beheer/step_basics.html",
    "texts": "challenges/beheer/step_texts.html",
    "prompts": "challenges/beheer/step_prompts.html",
    "contact": "challenges/beheer/step_contact.html",
}


def step_page(key: str) -> Callable[..., HttpResponse]:
    """The page of one step."""

    @for_staff(Permission.EDIT_CAMPAIGNS)
    @require_http_methods(["GET", "HEAD", "POST"])
    @shows_preview
    def step(request: StaffRequest, slug: str) -> HttpResponse:
        campaign = campaign_of(request, slug)
        form = form_of(key)(
            request.POST if request.method == "POST" else None,
            campaign=campaign,
            today=local_date(timezone.now()),
        )
        if not form.is_bound:
            return _page(request, form)
        if request.htmx:
            return _keep_as_one_goes(request, form)
        if form.is_valid() and (kept := _keep(form)):
            page = next_step(key).page
            address = reverse(f"beheer:{page}", args=[request.membership.organisation.slug, kept.slug])
            return redirect(f"{address}?bewaard")
        return _page(request, form, status=409 if form.clashes else 422)

    return step


def _keep(form: StudioForm, *, without: tuple[str, ...] = ()) -> Campaign | None:
    """Keeps what is right in the form. None: the form now says why it could not."""
    campaign = form.campaign
    if form.undecided:
        current = step_values(campaign, form.key)
        form.show_clashes(campaign, {name: current[name] for name in form.undecided})
        return None
    try:
        return save_step(
            campaign=campaign,
            step=form.key,
            values={name: value for name, value in form.values.items() if name not in without},
            seen=form.seen,
            revision=form.seen_revision,
            today=form.today,
        )
    except ChangedMeanwhileError as error:
        form.show_clashes(error.campaign, error.theirs)
    except LockedError as error:
        for name, reason in error.reasons.items():
            form.add_error(name, reason)
    except SlugTakenError:
        form.add_error("slug", "Dit adres heeft al een andere campagne. Kies een ander woord.")
    return None


def _keep_as_one_goes(request: StaffRequest, form: StudioForm) -> HttpResponse:
    """A field was left: keeps what is right so far, and says when. The fields themselves are not touched, so that
    the next one keeps its focus. The address of the page waits for the button: it would move the page."""
    form.is_valid()
    kept = _keep(form, without=("slug",))
    shown = kept or form.campaign
    context = {
        **campaign_frame(shown),
        "form": form,
        "kept": kept,
        "changed": shown.revision != form.campaign.revision,
        "now": timezone.now(),
        "hidden": fresh_hidden(shown, form.key, form.shown) if kept else form.hidden,
        "faults": [(form[name].label, errors) for name, errors in form.errors.items() if name in form.fields],
        "slug_waits": "slug" in form.shown and form.values.get("slug", shown.slug) != shown.slug,
        "phone": phone_of(shown, a_day=form.key in _SHOWS_A_DAY),
        "swapped": True,
    }
    return render(request, "challenges/beheer/studio_kept.html", context)


def _page(request: StaffRequest, form: StudioForm, *, status: int = 200) -> HttpResponse:
    campaign = form.campaign
    step = next(one for one in STEPS if one.key == form.key)
    context: dict[str, Any] = {
        **campaign_frame(campaign),
        "form": form,
        "hidden": form.hidden,
        "label": step.label,
        "fields": _FIELDS[form.key],
        "here_url": reverse(f"beheer:{step.page}", args=[campaign.organisation.slug, campaign.slug]),
        "next": next_step(form.key),
        "effect": effect(campaign, form.key, form.today),
        "as_one_goes": campaign.status == Campaign.Status.DRAFT and not form.clashes,
        "was_kept": "bewaard" in request.GET,
        "phone": phone_of(campaign, a_day=form.key in _SHOWS_A_DAY),
    }
    title = f"{step.label}: {campaign.name}"
    return render_page(request, "challenges/beheer/step.html", context, page_title=title, status=status)


basics = step_page("basics")
texts = step_page("texts")
prompts = step_page("prompts")
contact = step_page("contact")
