"""Staff pages: the looks of an organisation, and the page where one is changed, tried, saved and put back."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission, role_has
from accounts.views.rendering import render_page
from challenges.forms.beheer.looks import LABELS, LookForm, NewLookForm, field_name, look_form
from challenges.models import Theme, ThemeVersion
from challenges.queries.staff_looks import looks_of, versions_of
from challenges.queries.tokens.gate import repaired
from challenges.queries.tokens.house import whole
from challenges.queries.tokens.sheets import style_sheet
from challenges.services.looks import (
    LookChangedError,
    LookUnreadableError,
    copy_look,
    revert_look,
    save_look,
)
from challenges.views.beheer.look_frame import (
    back_to_look,
    editor_page,
    must_be_editor,
    own_look,
    row_of,
    seen_look,
)


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def looks(request: StaffRequest) -> HttpResponse:
    """The looks there are, the organisation's own first, and making a new one from one of them."""
    organisation = request.membership.organisation
    found = list(looks_of(organisation))
    form = NewLookForm(looks=looks_of(organisation), initial={"source": request.GET.get("van", "")})
    if request.method == "POST":
        must_be_editor(request)
        form = NewLookForm(request.POST, looks=looks_of(organisation))
        if form.is_valid():
            data = form.cleaned_data
            theme = copy_look(
                organisation=organisation,
                source=data["source"],
                name=data["name"],
                by=request.user,
                now=timezone.now(),
            )
            return redirect(back_to_look(request, theme, "gemaakt"))
    context = {
        "own": [row_of(look) for look in found if look.organisation_id],
        "house": [row_of(look) for look in found if not look.organisation_id],
        "form": form,
        "may_edit": role_has(request.membership.role, Permission.EDIT_CAMPAIGNS),
    }
    status = 422 if form.errors else 200
    title = _("Uitstraling")
    return render_page(request, "challenges/beheer/looks.html", context, page_title=title, status=status)


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def specimen_css(request: StaffRequest) -> HttpResponse:
    """The values in the address as a style sheet for the specimen; what is not a colour, length or font is left out."""
    tokens = {token: request.GET.get(field_name(token)) for token in LABELS}
    sheet = style_sheet(".look--proef", tokens)
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, key: str) -> HttpResponse:
    """A look: its specimen, its values, what is too hard to read, and what it was before."""
    theme = seen_look(request, key)
    if request.method != "POST":
        return editor_page(request, theme, theme.tokens)
    must_be_editor(request)
    theme = own_look(request, key)
    form = LookForm(request.POST, shown=whole(theme.tokens))
    if not form.is_valid():
        return editor_page(request, theme, theme.tokens, form=form, status=422)
    asked = request.POST.get("do", "")
    if asked == "bewaar":
        return _save(request, theme, form)
    return _unsaved(request, theme, form, _with_proposal(form.tokens(), asked))


def _with_proposal(tokens: dict[str, str], asked: str) -> dict[str, str]:
    """The values with the proposal that was taken: of one token (`neem:…`), or all of them (`neem:alles`)."""
    verb, _colon, token = asked.partition(":")
    if verb != "neem":
        return tokens
    plan = repaired(tokens)
    if token in plan:
        return {**tokens, token: plan[token]}
    return plan


def _unsaved(
    request: StaffRequest, theme: Theme, form: LookForm, tokens: dict[str, str], **extra: object
) -> HttpResponse:
    """The page with values that are not saved yet. What came in stays; the version is the newest one."""
    data = form.cleaned_data
    version = theme.version if extra.get("changed_meanwhile") else data["version"]
    filled = look_form(tokens, name=data["name"], version=version, source=data["source"])
    status = 422 if extra else 200
    return editor_page(request, theme, tokens, form=filled, status=status, unsaved=True, **extra)


def _save(request: StaffRequest, theme: Theme, form: LookForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        save_look(
            theme=theme,
            seen_version=data["version"],
            name=data["name"],
            tokens=form.tokens(),
            source=ThemeVersion.Source(data["source"]),
            by=request.user,
            now=timezone.now(),
        )
    except LookChangedError:
        theme = own_look(request, theme.key)
        return _unsaved(request, theme, form, form.tokens(), changed_meanwhile=True)
    except LookUnreadableError:
        return _unsaved(request, theme, form, form.tokens(), refused=True)
    return redirect(back_to_look(request, theme, "bewaard"))


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def revert(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Puts an earlier version back, as a new one."""
    theme = own_look(request, key)
    version = versions_of(theme).filter(number=number).first()
    if version is None:
        raise Http404("version not found")
    try:
        revert_look(
            theme=theme, number=number, seen_version=theme.version, by=request.user, now=timezone.now()
        )
    except LookChangedError:
        return redirect(back_to_look(request, theme, "intussen"))
    except LookUnreadableError:
        form = look_form(whole(version.tokens), name=theme.name, version=theme.version)
        return editor_page(request, theme, version.tokens, form=form, status=422, unsaved=True, refused=True)
    return redirect(back_to_look(request, theme, "teruggezet"))
