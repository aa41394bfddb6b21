"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuulo.themes.views import acts, theme, words

app_name = "themes"
urlpatterns: list[URLPattern] = [
    path("", words.words, name="words"),
    path("words.json", words.words_json, name="words_json"),
    path("find/", acts.find, name="find"),
    path("write/", acts.write, name="write"),
    path("themes/<str:key>.json", theme.theme_json, name="theme_json"),
    path("themes/<str:key>/", theme.theme, name="theme"),
    path("themes/<str:key>/decide/", acts.decide, name="decide"),
    path("themes/<str:key>/rename/", acts.rename, name="rename"),
    path("themes/<str:key>/merge/", acts.merge, name="merge"),
    path("themes/<str:key>/part/", acts.part, name="part"),
    path("themes/<str:key>/write/", acts.write_theme, name="write_theme"),
]
