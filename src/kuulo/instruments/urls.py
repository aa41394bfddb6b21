"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.instruments import views
from kuulo.instruments.views import definitions

app_name = "instruments"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("new/", views.create, name="create"),
    path("import/", definitions.import_definition, name="import_definition"),
    path("<slug:slug>/export/<slug:format>/", definitions.export_definition, name="export_definition"),
    path("<slug:slug>/", views.build, name="build"),
    path("<slug:slug>/draft/", views.save, name="save"),
    path("<slug:slug>/check/", views.check_page, name="check"),
    path("<slug:slug>/publish/", views.publish, name="publish"),
    path("<slug:slug>/close/", views.close, name="close"),
    path("<slug:slug>/reopen/", views.reopen, name="reopen"),
    path("<slug:slug>/settings/", views.settings_page, name="settings"),
    path("<slug:slug>/remove/", views.remove, name="remove"),
    path("<slug:slug>/versions/", views.versions, name="versions"),
    path("<slug:slug>/versions/<int:number>/", views.version, name="version"),
]
