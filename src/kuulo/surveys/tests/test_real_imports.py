"""Three real survey files on their whole way through the pages; the counts are those of the files themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuulo.surveys import services
from kuulo.surveys.models import AnswerImport
from kuulo.surveys.queries import counts_of, understanding_of
from kuulo.surveys.rules.keeping import CheckCounts
from kuulo.surveys.tests.desk import Hand, ask_lake

pytestmark = pytest.mark.django_db


def take_through(lead: Client, path: Path, said: dict[tuple[str, str], str]) -> tuple[AnswerImport, CheckCounts]:
    """Upload the file, answer its questions by (column, key), import it, and return what became of it."""
    known = set(AnswerImport.objects.values_list("pk", flat=True))
    lead.post("/import/", {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    row = AnswerImport.objects.exclude(pk__in=known).get()
    understanding = understanding_of(row)
    assert understanding is not None
    position = {view.guess.column: at for at, view in enumerate(understanding.columns)}
    data = {f"ask-{key}-{position[column]}": value for (column, key), value in said.items()}
    lead.post(reverse("surveys:settle_columns", args=[row.pk]), data)
    row.refresh_from_db()
    assert row.state == "checked"
    counts = counts_of(row)
    assert counts is not None
    lead.post(reverse("surveys:start", args=[row.pk]))
    services.import_answers(Hand(row.pk))  # type: ignore[arg-type] # a hand does all a handler asks of a job
    row.refresh_from_db()
    assert lead.get(reverse("surveys:import_detail", args=[row.pk])).status_code == 200
    return row, counts


def answers(question: str) -> dict[object, object]:
    rows = ask_lake(f"SELECT value, count(*) AS n FROM signals WHERE question = '{question}' GROUP BY value")  # noqa: S608 -- a name of this file
    return {row["value"]: row["n"] for row in rows}


def test_jupyter_2015_sessions_of_which_half_were_broken_off(lead: Client, real_data: Path) -> None:
    path = real_data / "surveys" / "jupyter-2015" / "SurveyExport.csv"
    row, counts = take_through(lead, path, {})
    assert (counts.rows, counts.accepted, counts.rejected, counts.repeated) == (1706, 1706, 0, 0)
    assert (counts.complete, counts.partial) == (779, 927)
    assert row.result == {"new": 1706, "known": 0}
    assert ask_lake("SELECT count(*) AS n FROM signals WHERE kind = 'comment'") == [
        {"n": sum(counts.comments.values())}
    ]


def test_carpentries_2018_whose_recommendation_is_no_nps(lead: Client, real_data: Path) -> None:
    path = real_data / "surveys" / "carpentries-2018" / "20180908_post_clean.csv"
    said = {
        ("LikelyToRecommend", "range"): "1-10",
        ("LikelyToRecommend", "definition"): "recommend.1to10.top2@1",
        ("UniqueID", "role"): "party",
    }
    row, counts = take_through(lead, path, said)
    assert (counts.rows, counts.accepted, counts.rejected, counts.repeated) == (967, 967, 0, 0)
    assert row.result == {"new": 967, "known": 0}
    recommend = next(each for each in counts.answers if each.column == "LikelyToRecommend")
    assert (recommend.answered, recommend.blank) == (889, 78)
    stored = answers("LikelyToRecommend")
    assert stored == {10: 351, 9: 150, 8: 211, 7: 106, 6: 33, 5: 21, 4: 5, 3: 6, 2: 4, 1: 2, None: 78}
    sql = "SELECT DISTINCT definition, scale_min, scale_max FROM signals WHERE question = 'LikelyToRecommend'"
    assert ask_lake(sql) == [{"definition": "recommend.1to10.top2@1", "scale_min": 1.0, "scale_max": 10.0}]
    assert ask_lake("SELECT count(*) AS n FROM signals WHERE definition = 'nps@1'") == [{"n": 0}]


def test_nhs_fft_whose_lowest_number_is_the_best_answer(lead: Client, real_data: Path) -> None:
    path = real_data / "surveys" / "nhs-fft" / "v6framework_230831.csv"
    said = {
        ("Date", "dates"): "day-first",
        ("FFT categorical answer", "range"): "1-5",
        ("FFT categorical answer", "direction"): "lower",
        ("Comment sentiment", "direction"): "lower",
    }
    row, counts = take_through(lead, path, said)
    assert (counts.rows, counts.accepted, counts.rejected, counts.repeated) == (7908, 7908, 0, 0)
    assert row.result == {"new": 7908, "known": 0}
    fft = next(each for each in counts.answers if each.column == "FFT categorical answer")
    assert (fft.answered, fft.out_of_range, fft.odd_values) == (7468, 440, (("7", 416), ("6", 24)))
    assert counts.comments == {"FFT answer": 7400}
    stored = answers("FFT categorical answer")
    assert stored == {1: 5074, 2: 1294, 3: 366, 4: 299, 5: 435, None: 440}
    again, counts = take_through(lead, path, {})
    assert (again.result, counts.stored_before, counts.new) == ({"new": 0, "known": 7908}, 7908, 0)
