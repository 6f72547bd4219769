from django.urls import path

from challenges.views.beheer import outside

of_organisation = [
    path("landelijk/buiten-gedag/nieuw/", outside.new, name="outside_new"),
    path("landelijk/buiten-gedag/<int:pk>/", outside.change, name="outside_change"),
    path("landelijk/buiten-gedag/<int:pk>/weghalen/", outside.remove, name="outside_remove"),
]
