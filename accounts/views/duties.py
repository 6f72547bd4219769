"""Pages that the law asks for."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, for_everyone
from accounts.queries.retention import kept_of_participants
from accounts.views.rendering import render_page


@for_everyone
@require_safe
def privacy(request: PublicRequest) -> HttpResponse:
    """What is kept, why, and how long: straight from the register that the nightly eraser follows."""
    context = {"kept": kept_of_participants(get_language() or settings.LANGUAGE_CODE), "show_footer": True}
    return render_page(request, "accounts/privacy.html", context, page_title=_("Privacy"))
