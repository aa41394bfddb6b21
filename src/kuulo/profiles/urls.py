"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuulo.profiles import api, views
from kuulo.profiles.views import attributes, segments

app_name = "profiles"
urlpatterns: list[URLPattern] = [
    path("customers/", views.customers, name="customers"),
    path("customers/new/", views.new, name="new"),
    path("customers/attributes/", attributes.attributes, name="attributes"),
    path("customers/attributes/define/", attributes.define, name="define_attribute"),
    path("customers/segments/", segments.segments, name="segments"),
    path("customers/segments/new/", segments.new_segment, name="new_segment"),
    path("customers/segments/<slug:slug>/", segments.segment_page, name="segment"),
    path("customers/segments/<slug:slug>/edit/", segments.edit_segment, name="edit_segment"),
    path("customers/segments/<slug:slug>/remove/", segments.remove_segment, name="remove_segment"),
    path("customers/<int:party_id>/", views.customer, name="customer"),
    path("customers/<int:party_id>/timeline/", views.timeline, name="timeline"),
    path("customers/<int:party_id>/entry/", views.entry, name="entry"),
    path("customers/<int:party_id>/figures/", views.figures, name="figures"),
    path("customers/<int:party_id>/edit/", views.edit, name="edit"),
    path("customers/<int:party_id>/withdraw/", views.withdraw, name="withdraw"),
    path("customers/<int:party_id>/undo-link/", views.undo, name="undo_link"),
    path("api/v1/parties/<path:party>/service-profile", api.service_profile, name="service_profile"),
]
