from django.urls import path

from challenges.views.beheer import new_campaign, preview, studio, turns

of_organisation = [path("campagnes/nieuw/", new_campaign.new_campaign, name="new_campaign")]
of_campaign = [
    path("basis/", studio.basics, name="basics"),
    path("teksten/", studio.texts, name="texts"),
    path("berichten/", studio.prompts, name="prompts"),
    path("contact/", studio.contact, name="contact"),
    path("controle/", turns.check, name="check"),
    path("publiceren/", turns.publish, name="publish"),
    path("pauzeren/", turns.pause, name="pause"),
    path("hervatten/", turns.resume, name="resume"),
    path("afsluiten/", turns.close, name="close"),
    path("archiveren/", turns.archive, name="archive"),
    path("voorbeeld/", preview.preview, name="preview"),
    path("voorbeeld/dag/<int:number>/", preview.preview_day, name="preview_day"),
]
