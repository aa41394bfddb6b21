"""Use case: what each page of the room shows, takes and refuses."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.codebooks.models import Codebook, Coding, Proposal
from kuulo.codebooks.queries import Book, book
from kuulo.codebooks.services import learn_book
from kuulo.codebooks.tests.books import code_some, codebook, comments

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def researcher(cast: dict[Role, User]) -> Client:
    """Return a researcher's browser."""
    browser = Client()
    browser.force_login(cast[Role.RESEARCHER], backend=BACKEND)
    return browser


@pytest.fixture
def made() -> Book:
    """Return a codebook."""
    return codebook()


def test_a_codebook_is_made_and_gets_its_codes(researcher: Client) -> None:
    answer = researcher.post("/words/codes/new/", {"name_fi": "Palaute", "comments": "", "use_at": "80"})
    assert answer.headers["Location"] == "/words/codes/palaute/"
    researcher.post("/words/codes/palaute/codes/new/", {"name_fi": "Hinta", "name_sv": "Pris", "another": "1"})
    assert [code.names for code in book("palaute").codes] == [{"fi": "Hinta", "sv": "Pris"}]
    page = researcher.get("/words/codes/palaute/")
    assert "Code some comments by hand" in page.content.decode()
    assert researcher.post("/words/codes/new/", {"comments": ""}).status_code == 422
    assert researcher.post("/words/codes/palaute/codes/new/", {}).status_code == 422
    researcher.post("/words/codes/palaute/change/", {"name_en": "Feedback", "comments": "", "use_at": ""})
    assert book("palaute").use_at is None
    researcher.post("/words/codes/palaute/remove/")
    assert not Codebook.objects.exists()


def test_codes_are_changed_on_their_pages(researcher: Client, made: Book) -> None:
    home = f"/words/codes/{made.slug}/"
    researcher.post(f"{home}codes/price/", {"name_en": "Cost", "parent": "staff"})
    assert book(made.slug).code("price").names == {"en": "Cost"}
    assert researcher.post(f"{home}codes/staff/", {"name_en": "Staff", "parent": "price"}).status_code == 422
    researcher.post(f"{home}codes/staff/move/", {"way": "up"})
    assert book(made.slug).codes[0].key == "staff"
    assert researcher.post(f"{home}codes/staff/move/", {"way": "sideways"}).status_code == 404
    researcher.post(f"{home}codes/price/join/", {"into": "odotus"})
    researcher.post(f"{home}codes/staff/remove/")
    assert [code.key for code in book(made.slug).codes] == ["odotus"]
    file = SimpleUploadedFile("codes.csv", b"key;name_en\nodotus;Queue\nnew;More\n")
    researcher.post(f"{home}import/", {"file": file})
    assert [code.name("en") for code in book(made.slug).codes] == ["Queue", "More"]
    assert researcher.get(f"{home}codes.csv").content.decode("utf-8-sig").startswith("key;parent;name_fi")
    assert researcher.post(f"{home}import/", {}).status_code == 302


def test_a_comment_is_coded_and_coded_anew(researcher: Client, made: Book) -> None:
    comments(rounds=1)
    home = f"/words/codes/{made.slug}/code/"
    page = researcher.get(home)
    waiting = page.context["waiting"]
    assert waiting.blind
    assert "None of these" in page.content.decode()
    refused = researcher.post(home, {"signal": waiting.signal_id})
    assert refused.status_code == 422
    assert "No code was chosen" in refused.content.decode()
    assert researcher.post(home, {"signal": waiting.signal_id, "codes": ["price"]}).headers["Location"] == home
    again = researcher.get(home, {"signal": waiting.signal_id})
    assert [each["code"].key for each in again.context["codes"] if each["chosen"]] == ["price"]
    researcher.post(home, {"signal": waiting.signal_id, "none": "1"})
    assert Coding.objects.get(signal_id=waiting.signal_id).codes == []
    assert researcher.get(home, {"signal": "strange"}).status_code == 404
    assert "Nothing waits for a second person" in researcher.get(home, {"way": "second"}).content.decode()


def test_the_page_tells_quality_beside_shares_and_json_the_same(researcher: Client, made: Book) -> None:
    about = comments()
    code_some(made, about, 20)
    learn_book(made.slug)
    code_some(made, about, 40)
    learn_book(made.slug)
    page = researcher.get(f"/words/codes/{made.slug}/").content.decode()
    assert "Most often comments are about" in page
    assert "uncorrected" in page
    told = researcher.get(f"/words/codes/{made.slug}/codebook.json").json()
    assert told["machine"]["comments"] == len(about)
    for code in told["codes"]:
        assert code["share"]["low"] <= code["share"]["value"] <= code["share"]["high"]
        assert code["f1"]["n"] > 0
    assert researcher.get("/words/codes/list.json").json()["codebooks"][0]["coded"] == 60
    proposal = Proposal.objects.filter(codebook=made.id).order_by("-probability").first()
    assert proposal is not None
    address = f"/words/codes/{made.slug}/codes/{proposal.code}/proposals/"
    assert "Probability" in researcher.get(address).content.decode()
    researcher.post(f"/words/codes/proposals/{proposal.pk}/decide/", {"decision": "accept", "state": "proposed"})
    assert "Undo" in researcher.get(address, {"state": "accepted"}).content.decode()
    assert researcher.post(f"/words/codes/proposals/{proposal.pk}/decide/", {"decision": "x"}).status_code == 404


def test_disputes_are_settled_on_their_page(researcher: Client, made: Book, cast: dict[Role, User]) -> None:
    about = comments(rounds=1)
    (signal,) = code_some(made, about, 1)
    home = f"/words/codes/{made.slug}/"
    other = [] if Coding.objects.get().codes else ["price"]
    body = {"signal": signal, "way": "second", "codes": other} | ({} if other else {"none": "1"})
    assert researcher.post(f"{home}code/", body).status_code == 302
    page = researcher.get(f"{home}disputes/")
    assert str(cast[Role.RESEARCHER]) in page.content.decode()
    researcher.post(f"{home}disputes/settle/", {"signal": signal, "codes": ["staff"]})
    assert "Coders differ on nothing" in researcher.get(f"{home}disputes/").content.decode()
