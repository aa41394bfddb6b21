"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.exchange import views

app_name = "exchange"
urlpatterns = [
    path("<slug:slug>/exchange/", views.exchange, name="exchange"),
    path("<slug:slug>/exchange.json", views.exchange_json, name="exchange_json"),
    path("<slug:slug>/exchange/project.qdpx", views.project, name="project"),
    path("<slug:slug>/exchange/codes.qdc", views.codes, name="codes"),
    path("<slug:slug>/exchange/<int:number>/", views.upload, name="upload"),
    path("<slug:slug>/exchange/<int:number>/take/", views.take, name="take"),
    path("<slug:slug>/exchange/<int:number>/discard/", views.discard, name="discard"),
]
