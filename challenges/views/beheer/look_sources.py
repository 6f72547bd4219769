"""Staff pages: what an organisation brings along for its look: a file of design tokens, and a logo."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.look_sources import ImportForm, LogoForm
from challenges.forms.beheer.looks import LABELS, look_form
from challenges.queries.tokens.house import whole
from challenges.services.logos import remove_logo, set_logo
from challenges.views.beheer.look_frame import back_to_look, editor_page, own_look


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: StaffRequest, key: str) -> HttpResponse:
    """Reads a file of tokens and shows what it comes to on the look's own page; nothing is saved yet."""
    theme = own_look(request, key)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        found = form.found()
        tokens = whole({**theme.tokens, **found.tokens})
        filled = look_form(tokens, name=theme.name, version=theme.version, source=found.kind)
        rows = [{"label": LABELS[one.token], "found": one} for one in found.found]
        missing = [LABELS[token] for token in found.missing]
        return editor_page(
            request, theme, tokens, form=filled, unsaved=True, found=rows, missing=missing, whole=len(LABELS)
        )
    context = {"look": theme, "form": form}
    status = 422 if form.errors else 200
    title = _("Huisstijl overnemen")
    return render_page(
        request, "challenges/beheer/look_import.html", context, page_title=title, status=status
    )


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: StaffRequest, key: str) -> HttpResponse:
    """Gives a look its logo."""
    theme = own_look(request, key)
    now = getattr(theme, "logo", None)
    if request.method == "POST":
        form = LogoForm(request.POST, request.FILES)
        if form.is_valid():
            set_logo(theme=theme, drawn=form.cleaned_data["file"], alt=form.cleaned_data["alt"])
            return redirect(back_to_look(request, theme, "logo"))
    else:
        alt = _("Logo van %(name)s") % {"name": request.membership.organisation.name}
        form = LogoForm(initial={"alt": now.alt if now else alt[:100]})
    context = {"look": theme, "logo": now, "form": form}
    status = 422 if form.errors else 200
    title = _("Logo")
    return render_page(request, "challenges/beheer/look_logo.html", context, page_title=title, status=status)


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def logo_off(request: StaffRequest, key: str) -> HttpResponse:
    """Takes the logo off a look."""
    theme = own_look(request, key)
    remove_logo(theme=theme)
    return redirect(back_to_look(request, theme, "logo-weg"))
