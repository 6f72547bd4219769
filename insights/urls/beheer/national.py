from django.urls import path

from insights.views.beheer import national

of_organisation = [
    path("landelijk/", national.national, name="national"),
    path("landelijk/campagnes.csv", national.file, name="national_file"),
]
