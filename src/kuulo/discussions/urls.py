"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.discussions.views import making, moderating, reading

app_name = "discussions"
urlpatterns = [
    path("<slug:slug>/discussion/", reading.rooms, name="rooms"),
    path("<slug:slug>/discussion/rooms.json", reading.rooms_json, name="rooms_json"),
    path("<slug:slug>/discussion/new/", making.new_room, name="new_room"),
    path("<slug:slug>/discussion/probe/", making.probe, name="probe"),
    path("<slug:slug>/discussion/rooms/<int:room>/", making.change_room, name="change_room"),
    path("<slug:slug>/discussion/rooms/<int:room>/step/", making.move_room, name="move_room"),
    path("<slug:slug>/discussion/rooms/<int:room>/thread/", making.new_thread, name="new_thread"),
    path("<slug:slug>/discussion/people/<int:participant>/", moderating.silence, name="silence"),
    path("<slug:slug>/discussion/reports/<int:report>/", moderating.settle, name="settle"),
    path("<slug:slug>/discussion/polls/<str:poll>/close/", moderating.close_poll, name="close_poll"),
    path("<slug:slug>/discussion/messages/<str:key>/", moderating.judge, name="judge"),
    path("<slug:slug>/discussion/<str:key>/", reading.thread, name="thread"),
    path("<slug:slug>/discussion/<str:key>/thread.json", reading.thread_json, name="thread_json"),
    path("<slug:slug>/discussion/<str:key>/write/", moderating.write, name="write"),
    path("<slug:slug>/discussion/<str:key>/poll/", making.ask_poll, name="ask_poll"),
    path("<slug:slug>/discussion/<str:key>/step/", moderating.move_thread, name="move_thread"),
]
