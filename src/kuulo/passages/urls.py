"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.passages.views import acting, asking, rounds, source, study

app_name = "passages"
urlpatterns = [
    path("<slug:slug>/coding/", study.codings, name="codings"),
    path("<slug:slug>/coding.json", study.codings_json, name="codings_json"),
    path("<slug:slug>/coding/book/", study.choose_book, name="choose_book"),
    path("<slug:slug>/coding/propose/", study.propose, name="propose"),
    path("<slug:slug>/coding/memos/", study.memos, name="memos"),
    path("<slug:slug>/coding/memos.json", study.memos_json, name="memos_json"),
    path("<slug:slug>/coding/memos/write/", study.write_memo, name="write_memo"),
    path("<slug:slug>/coding/query/", asking.query, name="query"),
    path("<slug:slug>/coding/query.json", asking.query_json, name="query_json"),
    path("<slug:slug>/coding/passages.<slug:form>", asking.query_file, name="query_file"),
    path("<slug:slug>/coding/matrix/", asking.show_matrix, name="matrix"),
    path("<slug:slug>/coding/matrix.json", asking.matrix_json, name="matrix_json"),
    path("<slug:slug>/coding/codes.<slug:form>", asking.matrix_file, name="matrix_file"),
    path("<slug:slug>/coding/rounds/", rounds.start, name="start_round"),
    path("<slug:slug>/coding/rounds/<int:number>/", rounds.show, name="round"),
    path("<slug:slug>/coding/rounds/<int:number>.json", rounds.show_json, name="round_json"),
    path("<slug:slug>/coding/rounds/<int:number>/step/", rounds.step, name="round_step"),
    path("<slug:slug>/coding/<slug:key>/", source.source, name="source"),
    path("<slug:slug>/coding/<slug:key>.json", source.source_json, name="source_json"),
    path("<slug:slug>/coding/<slug:key>/act/", acting.act, name="act"),
]
