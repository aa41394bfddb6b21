"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.plans.views import feeds, pages

app_name = "plans"
urlpatterns = [
    path("", pages.plan, name="plan"),
    path("plan.json", pages.plan_json, name="plan_json"),
    path("calendar/", feeds.feeds, name="feeds"),
    path("calendar/<int:number>/revoke/", feeds.revoke, name="revoke"),
    path("needs/<int:number>/", pages.change_need, name="change_need"),
    path("needs/<int:number>/remove/", pages.remove_need, name="remove_need"),
    path("<int:year>/", pages.plan, name="year"),
    path("<int:year>/plan.json", pages.plan_json, name="year_json"),
    path("<int:year>/walk/<int:step>/", pages.walk, name="walk"),
    path("<int:year>/needs/new/", pages.new_need, name="new_need"),
    path("<int:year>/budget/", pages.budget, name="budget"),
    path("feed/<str:secret>.ics", feeds.calendar, name="calendar"),
]
