"""How people find a campaign: what to hang up and hand out, what to put on a site, and how often its page is opened."""

from html import escape

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, count, for_staff
from accounts.models.words import Language
from accounts.permissions import Permission
from accounts.services.limit_table import Act, Who
from accounts.views.rendering import render_page
from challenges.forms.beheer.reach import SheetForm
from challenges.models import Campaign
from challenges.queries.campaigns import DayRow, days_with_ideas
from challenges.queries.staff_page_totals import page_totals
from challenges.services import printed
from challenges.views.beheer.frame import campaign_frame, campaign_of
from interactions.models import local_date

POSTER, FLYER, IDEAS = "poster", "flyer", "ideeen"
_A_WEEK = 7


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def reach(request: StaffRequest, slug: str) -> HttpResponse:
    """Posters, the link, the picture, and how often."""
    campaign = campaign_of(request, slug)
    frame = campaign_frame(campaign)
    context = {
        **frame,
        "languages": _languages(campaign),
        "weeks": _weeks(_filled_days(campaign)),
        "is_public": campaign.status in Campaign.PUBLIC,
        "scan_url": printed.scan_address(campaign=campaign),
        "html_link": _html_link(frame["public_url"], campaign.name),
        "totals": page_totals(campaign, local_date(timezone.now())),
    }
    title = _("Bereik van %(name)s") % {"name": campaign.name}
    return render_page(request, "challenges/beheer/reach.html", context, page_title=title)


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def sheet_pdf(request: StaffRequest, slug: str, sheet: str) -> HttpResponse:
    """One sheet to print, as a tagged PDF: `poster`, `flyer` or `ideeen`."""
    campaign = campaign_of(request, slug)
    content, language = _sheet(request, campaign, sheet, as_picture=False)
    name = "-".join([campaign.slug, sheet, *([language] if language != Language.DUTCH else [])])
    return _file(content, "application/pdf", f"{name}.pdf")


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def sheet_picture(request: StaffRequest, slug: str, sheet: str) -> HttpResponse:
    """What a sheet looks like, small."""
    campaign = campaign_of(request, slug)
    content, _language = _sheet(request, campaign, sheet, as_picture=True)
    return _file(content, "image/png", f"{campaign.slug}-{sheet}.png")


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def share_picture(request: StaffRequest, slug: str) -> HttpResponse:
    """The picture beside a link, also of a campaign that is not public yet."""
    campaign = campaign_of(request, slug)
    language = _chosen(request, campaign, weeks=[]).cleaned_data["taal"]
    count(request, Act.MAKE_SHEET_STAFF, {Who.MEMBER: request.user.pk})
    content = printed.share_image(campaign=campaign, language=language)
    return _file(content, "image/png", f"{campaign.slug}-deelbeeld.png")


def _html_link(address: str, name: str) -> str:
    """A plain link as somebody puts it in the HTML of their own site."""
    return f'<a href="{escape(address)}">{escape(name)}</a>'


def _sheet(
    request: StaffRequest, campaign: Campaign, sheet: str, *, as_picture: bool
) -> tuple[bytes, Language]:
    """The sheet that the address asks for, and its language. Raises Http404 for one that cannot be made."""
    count(request, Act.MAKE_SHEET_STAFF, {Who.MEMBER: request.user.pk})
    days = _filled_days(campaign) if sheet == IDEAS else []
    chosen = _chosen(request, campaign, weeks=_weeks(days)).cleaned_data
    language = chosen["taal"]
    if sheet == IDEAS and days:
        of_week = [day for day in days if _week(day) == chosen["week"]]
        return printed.idea_sheet(
            campaign=campaign, days=of_week, language=language, as_picture=as_picture
        ), language
    makers = {POSTER: printed.poster, FLYER: printed.flyer}
    if sheet not in makers:
        raise Http404("no such sheet")
    return makers[sheet](campaign=campaign, language=language, as_picture=as_picture), language


def _chosen(request: StaffRequest, campaign: Campaign, *, weeks: list[int]) -> SheetForm:
    form = SheetForm(request.GET, languages=_languages(campaign), weeks=weeks)
    if not form.is_valid():
        raise Http404("no such language or week")
    return form


def _languages(campaign: Campaign) -> list[Language]:
    """Dutch, and English for a campaign whose poster has words in English."""
    in_english = all(campaign.english.get(name) for name in ("headline", "reply", "intro"))
    return [Language.DUTCH, *([Language.ENGLISH] if in_english else [])]


def _filled_days(campaign: Campaign) -> list[DayRow]:
    return [day for day in days_with_ideas(campaign) if day.versions]


def _week(day: DayRow) -> int:
    """Week 1 is day 1 to 7."""
    return (day.number - 1) // _A_WEEK + 1


def _weeks(days: list[DayRow]) -> list[int]:
    return sorted({_week(day) for day in days})


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
