"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.growth.views import benchmarks, growth, reasons

app_name = "growth"
urlpatterns = [
    path("", growth.growth, name="growth"),
    path("growth.json", growth.growth_json, name="growth_json"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons.json", reasons.reasons_json, name="reasons_json"),
    path("benchmarks/", benchmarks.benchmarks, name="benchmarks"),
    path("benchmarks.json", benchmarks.benchmarks_json, name="benchmarks_json"),
    path("benchmarks/add/", benchmarks.add, name="add_benchmarks"),
    path("benchmarks/<int:number>/remove/", benchmarks.remove, name="remove_benchmarks"),
]
