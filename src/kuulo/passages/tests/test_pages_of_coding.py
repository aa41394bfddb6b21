"""Use case: the pages of a study's coding, for its team, for colleagues outside it, and for programs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.passages.models import Coding, Memo, Proposal
from kuulo.passages.rules import About
from kuulo.passages.services import code_passage, write_memo
from kuulo.passages.tests.studies import AINO, BERIT, Scene, interview, scene, study

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(cast: dict[Role, User], role: Role) -> Client:
    client = Client()
    client.force_login(cast[role], backend=BACKEND)
    return client


@pytest.fixture
def team(cast: dict[Role, User]) -> Client:
    """Return the browser of the researcher, who leads the study."""
    return signed_in(cast, Role.RESEARCHER)


@pytest.fixture
def saara(cast: dict[Role, User]) -> Client:
    """Return the browser of somebody outside the team."""
    return signed_in(cast, Role.SERVICE_PERSON)


def act(client: Client, at: Scene, place: int = 0, **told: object) -> Any:
    return client.post(f"/research/{at.study.slug}/coding/{at.sources[place].key}/act/", told)


def state(client: Client, at: Scene, place: int = 0) -> dict[str, Any]:
    answer = client.get(f"/research/{at.study.slug}/coding/{at.sources[place].key}.json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_the_page_of_a_source_holds_its_text_line_by_line(team: Client) -> None:
    at = scene()
    page = team.get(f"/research/{at.study.slug}/coding/{at.sources[0].key}/").content.decode()
    assert page.count("<p>Haastattelija:") == 2
    assert "😀" in page
    told = state(team, at)
    assert told["length"] == len(at.sources[0].text)
    assert told["holes"] == []
    assert [code["name"] for code in told["codes"]] == ["Waiting", "Price", "Price rises", "Staff"]
    assert [code["depth"] for code in told["codes"]] == [0, 0, 1, 0]


def test_acts_say_which_rows_they_changed(team: Client) -> None:
    at = scene()
    start, end = at.at("😀 Hinta")
    told = act(team, at, do="code", start=start, end=end, code=at.code("Price")).json()
    (row,) = told["codings"]["rows"]
    assert (row["start"], row["end"], row["own"]) == (start, end, True)
    assert told["undo"] == "Passage coded"
    told = act(team, at, do="code_anew", start=start, end=end, name="Kallistui").json()
    assert "Kallistui" in [code["name"] for code in told["codes"]]
    told = act(team, at, do="undo").json()
    assert told["codings"]["rows"] == []
    assert len(told["codings"]["touched"]) == 1
    assert "Kallistui" not in [code["name"] for code in told["codes"]]
    assert told["redo"] == "Passage coded with a new code"
    assert told["at"] == [start, end]
    act(team, at, do="redo")
    act(team, at, do="memo", start=start, end=end, text="Laughs")
    act(team, at, do="note", id=row["id"], text="Angry")
    act(team, at, do="resize", id=row["id"], start=start, end=end - 1)
    assert Coding.objects.get(pk=row["id"]).memo == "Angry"
    told = act(team, at, do="remove", id=row["id"]).json()
    assert told["codings"] == {"touched": [row["id"]], "rows": []}
    memo = Memo.objects.get()
    assert act(team, at, do="change_memo", id=memo.pk, text="Smiles").json()["memos"]["rows"][0]["text"] == "Smiles"
    assert act(team, at, do="remove_memo", id=memo.pk).json()["memos"]["rows"] == []


def test_proposals_stand_apart_until_somebody_accepts_them(team: Client) -> None:
    at = scene()
    made = Proposal.objects.create(
        study=at.study.slug, source=at.sources[0].key, start=0, end=9, code=at.code("Price"), probability=0.876
    )
    assert state(team, at)["proposals"][0]["probability"] == 0.876
    assert state(team, at)["codings"] == []
    told = act(team, at, do="accept", id=made.pk).json()
    assert told["proposals"] == {"touched": [made.pk], "rows": []}
    assert told["codings"]["rows"][0]["origin"] == "proposal"
    assert act(team, at, do="reject", id=made.pk).status_code == 404
    told = act(team, at, do="undo").json()
    assert told["proposals"]["rows"][0]["id"] == made.pk


def test_what_cannot_be_done_is_said_and_nothing_changes(team: Client) -> None:
    at = scene()
    assert act(team, at, do="undo").status_code == 409
    for told in (
        {"do": "nonsense"},
        {"do": "code", "start": "x", "end": 3, "code": at.code("Price")},
        {"do": "code", "start": 5, "end": 5, "code": at.code("Price")},
        {"do": "code_anew", "start": 0, "end": 5, "name": "  "},
        {"do": "memo", "start": 0, "end": 5, "text": ""},
    ):
        answer = act(team, at, **told)
        assert answer.status_code == 422, told
        assert answer.json()["error"]
    assert act(team, at, do="remove", id=999).status_code == 404
    other = code_passage(source=at.sources[1].key, start=0, end=4, code=at.code("Price"), by=AINO)
    assert act(team, at, do="remove", id=other.id).status_code == 404, "it is of another source"
    theirs = code_passage(source=at.sources[0].key, start=0, end=4, code=at.code("Price"), by=BERIT)
    assert act(team, at, do="remove", id=theirs.id).status_code == 409
    assert Coding.objects.count() == 2


def test_a_source_of_another_study_is_not_found(team: Client) -> None:
    at = scene()
    answer = team.get(f"/research/nothing/coding/{at.sources[0].key}/")
    assert answer.status_code == 404
    assert team.get(f"/research/{at.study.slug}/coding/{'0' * 32}/").status_code == 404


def test_outside_the_team_words_are_masked_where_shared_and_hidden_where_not(saara: Client, team: Client) -> None:
    shared = scene(shares_words=True)
    address = f"/research/{shared.study.slug}/coding/{shared.sources[0].key}"
    page = saara.get(f"{address}/").content.decode()
    assert "Aino:" not in page
    told = state(saara, shared)
    assert told["holes"]
    assert told["may_code"] is False
    assert act(saara, shared, do="undo").status_code == 403
    assert "Aino:" in team.get(f"{address}/").content.decode()


def test_words_that_are_not_shared_are_for_the_team_alone(saara: Client, team: Client) -> None:
    at = scene()
    code_passage(source=at.sources[0].key, start=0, end=9, code=at.code("Price"), by=AINO)
    home = f"/research/{at.study.slug}/coding"
    assert saara.get(f"{home}/").status_code == 200
    assert saara.get(f"{home}/matrix/").status_code == 200
    for path in (
        f"/{at.sources[0].key}/",
        f"/{at.sources[0].key}.json",
        "/query/?q=price",
        "/query.json?q=price",
        "/passages.csv",
        "/memos/",
        "/memos.json",
        "/codes.csv?rows=cases",
    ):
        assert saara.get(home + path).status_code == 403, path
        assert team.get(home + path).status_code == 200, path


def test_a_confidential_study_is_not_there_for_others(saara: Client, team: Client) -> None:
    at = scene(confidential=True)
    for path in ("/", f"/{at.sources[0].key}/", "/matrix/", "/query/", "/memos/"):
        assert saara.get(f"/research/{at.study.slug}/coding{path}").status_code == 404, path
        assert team.get(f"/research/{at.study.slug}/coding{path}").status_code == 200, path


def test_the_page_of_the_study_counts_and_lets_a_codebook_be_chosen(team: Client) -> None:
    at = scene()
    code_passage(source=at.sources[0].key, start=0, end=9, code=at.code("Price rises"), by=AINO)
    page = team.get(f"/research/{at.study.slug}/coding/").content.decode()
    assert "1 coding in 1 of the sources" in page
    told = team.get(f"/research/{at.study.slug}/coding.json").json()
    assert {"code": at.code("Price"), "name": "Price", "codings": 1} in told["codes"]
    assert team.post(f"/research/{at.study.slug}/coding/book/", {"book": ""}).status_code == 302
    assert team.get(f"/research/{at.study.slug}/coding.json").json()["book"] != at.book.slug
    assert team.post(f"/research/{at.study.slug}/coding/book/", {"book": at.book.slug}).status_code == 302
    assert team.post(f"/research/{at.study.slug}/coding/propose/").status_code == 302


def test_a_codebook_begun_beside_a_source_leads_back_to_it(team: Client) -> None:
    bare = study(confidential=False, shares_words=False).slug
    place = f"/research/{bare}/coding/{interview(bare, None).key}/"
    assert "Begin a codebook of this study" in team.get(place).content.decode()
    choose = f"/research/{bare}/coding/book/"
    assert team.post(choose, {"book": "", "source": place.split("/")[4]}).headers["Location"] == place
    assert "Begin a codebook of this study" not in team.get(place).content.decode()


def test_a_question_is_asked_and_its_answer_downloaded(team: Client) -> None:
    at = scene()
    for place in (0, 1):
        start, end = at.at("Hinta on noussut liikaa!", place)
        code_passage(source=at.sources[place].key, start=start, end=end, code=at.code("Price"), by=AINO, memo="=1+1")
    home = f"/research/{at.study.slug}/coding"
    page = team.get(f"{home}/query/", {"q": "price", "attribute": "region=Uusimaa", "speaking": "customer"})
    assert "1 passage" in page.content.decode()
    told = team.get(f"{home}/query.json", {"q": "price or staff"}).json()["hits"]
    assert [hit["words"] for hit in told] == ["Hinta on noussut liikaa!"] * 2
    assert {hit["case"] for hit in told} == {each.label for each in at.people}
    wrong = team.get(f"{home}/query/", {"q": "price and"})
    assert wrong.status_code == 422
    rows = list(csv.reader(io.StringIO(team.get(f"{home}/passages.csv").content.decode())))
    assert len(rows) == 3
    assert rows[1][7] == "Hinta on noussut liikaa!"
    assert rows[1][10] == "'=1+1", "no spreadsheet computes a memo"
    book = team.get(f"{home}/passages.xlsx", {"q": "price"})
    assert zipfile.ZipFile(io.BytesIO(book.content)).testzip() is None
    assert team.get(f"{home}/passages.exe").status_code == 404


def test_codes_by_participants_hold_the_floor(team: Client, saara: Client) -> None:
    at = scene(people=7)
    for source in at.sources[:5]:
        start = source.text.index("Hinta")
        code_passage(source=source.key, start=start, end=start + 5, code=at.code("Price rises"), by=AINO)
    for source in at.sources[5:]:
        code_passage(source=source.key, start=0, end=5, code=at.code("Staff"), by=AINO)
    home = f"/research/{at.study.slug}/coding"
    told = team.get(f"{home}/matrix.json?attribute=region").json()
    price = told["codes"].index(at.code("Price"))
    assert told["everybody"][price]["value"] == pytest.approx(5 / 7)
    assert told["everybody"][price]["low"] < 5 / 7 < told["everybody"][price]["high"]
    assert [group["value"] for group in told["groups"]] == ["Lappi", "Uusimaa"]
    assert all(share["value"] is None for group in told["groups"] for share in group["shares"]), "3 and 4 are too few"
    assert len(told["cases"]) == 7
    assert "cases" not in saara.get(f"{home}/matrix.json").json()
    assert "P01" not in saara.get(f"{home}/matrix/").content.decode()
    rows = list(csv.reader(io.StringIO(team.get(f"{home}/codes.csv?rows=cases").content.decode())))
    assert rows[0][1:] == [each.label for each in at.people]
    assert len(list(csv.reader(io.StringIO(saara.get(f"{home}/codes.csv").content.decode())))) == 4
    assert team.get(f"{home}/codes.xlsx?attribute=region").status_code == 200


def test_memos_are_written_changed_and_undone_on_their_page(team: Client) -> None:
    at = scene()
    home = f"/research/{at.study.slug}/coding/memos/"
    team.post(f"{home}write/", {"text": "About all", "code": ""})
    team.post(f"{home}write/", {"text": "About a code", "code": at.code("Price")})
    write_memo(study=at.study.slug, about=About.SOURCE, text="Theirs", by=BERIT, source=at.sources[0].key)
    page = team.get(home).content.decode()
    assert all(words in page for words in ("About all", "About a code", "Theirs", "Price"))
    first = Memo.objects.order_by("pk")[0]
    team.post(f"{home}write/", {"do": "change", "id": first.pk, "text": "About everything"})
    team.post(f"{home}write/", {"do": "remove", "id": first.pk})
    assert Memo.objects.count() == 2
    team.post(f"{home}write/", {"do": "undo"})
    team.post(f"{home}write/", {"do": "undo"})
    assert Memo.objects.get(pk=first.pk).text == "About all"
    team.post(f"{home}write/", {"do": "redo"})
    assert Memo.objects.get(pk=first.pk).text == "About everything"
    assert len(json.loads(team.get(home.rstrip("/") + ".json").content)["memos"]) == 3


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_pages_speak_the_readers_language(cast: dict[Role, User], language: str) -> None:
    at = scene()
    User.objects.filter(pk=cast[Role.RESEARCHER].pk).update(language=language)
    client = signed_in(cast, Role.RESEARCHER)
    page = client.get(f"/research/{at.study.slug}/coding/{at.sources[0].key}/").content.decode()
    assert f'lang="{language}"' in page
    assert "Undo" not in page
    answer = act(client, at, do="undo").json()["error"]
    assert "nothing" not in answer
