"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.feeds.views import deliveries, downloads, feeds, making

app_name = "feeds"
urlpatterns = [
    path("", feeds.feeds, name="list"),
    path("new/", making.new, name="new"),
    path("<int:feed_id>/", feeds.feed_page, name="feed"),
    path("<int:feed_id>/change/", making.change, name="change"),
    path("<int:feed_id>/step/", feeds.step, name="step"),
    path("run/<int:run_id>/", deliveries.run_page, name="run"),
    path("run/<int:run_id>/columns/", deliveries.settle_columns, name="settle"),
    path("run/<int:run_id>/start/", deliveries.start, name="start"),
    path("run/<int:run_id>/discard/", deliveries.discard, name="discard"),
    path("run/<int:run_id>/rejected/", downloads.rejected, name="rejected"),
]
