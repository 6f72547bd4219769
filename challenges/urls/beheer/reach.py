from django.urls import path

from challenges.views.beheer import reach

of_campaign = [
    path("bereik/", reach.reach, name="reach"),
    path("bereik/deelbeeld.png", reach.share_picture, name="share_picture"),
    path("bereik/<slug:sheet>.pdf", reach.sheet_pdf, name="sheet_pdf"),
    path("bereik/<slug:sheet>.png", reach.sheet_picture, name="sheet_picture"),
]
