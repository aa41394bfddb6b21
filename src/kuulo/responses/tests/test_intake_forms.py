"""Forms sent to a real server: committed before they are acknowledged, and refused where they cannot be taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kuulo.instruments.rules.questionnaire import Promise
from kuulo.responses.queries import response_by_key
from kuulo.responses.rules.forms import new_token
from kuulo.responses.services import close_way_in
from kuulo.responses.tests.answering import FORM_TYPE, form, link, long, minted, published, short, signals
from kuulo.responses.tests.intake_server import Server, from_elsewhere, served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running(module_house: dict[str, str]) -> Iterator[Server]:
    """Return the server all tests of this module speak to."""
    with served(module_house) as started:
        yield started


@pytest.fixture
def server(running: Server, shared_house: dict[str, str]) -> Server:
    """Return the running server over an empty database, from an address of the test's own."""
    del shared_house
    return from_elsewhere(running)


def test_an_answer_is_there_when_it_is_acknowledged(server: Server) -> None:
    version = published(short())
    made = form(version, link(version).token)
    reply = server.post_form(made, "only", q_recommend="9", q_liked=["people", "price"], q_why="Ääkköset & 100 %")
    assert (reply.status, reply.headers["location"]) == (303, f"/r/{made.key}")
    stored = response_by_key(made.key)
    assert stored is not None
    assert stored.answers == {"recommend": 9, "liked": ["price", "people"], "why": "Ääkköset & 100 %"}
    assert ("recommend", "answered", 9.0) in signals()
    assert server.post_form(made, "only", q_recommend="3").status == 303, "a repeat is acknowledged too"
    assert response_by_key(made.key) == stored
    assert server.ask("GET", f"/r/{made.key}").status == 200


def test_pages_lead_from_one_to_the_next(server: Server) -> None:
    version = published(long())
    made = form(version, link(version).token)
    assert server.post_form(made, "first", q_recommend="3").headers["location"] == f"/r/{made.key}"
    onward = replace(made, token="")
    assert server.post_form(onward, "second", path=f"/r/{made.key}", q_why="Slow").status == 303
    assert server.post_form(onward, "third", path=f"/r/{made.key}", q_satisfied="2").status == 303
    stored = response_by_key(made.key)
    assert stored is not None
    assert (stored.state, stored.answers) == ("complete", {"recommend": 3, "why": "Slow", "satisfied": 2})
    assert len(signals()) == 3


def test_what_is_wrong_is_shown_again_with_what_was_typed(server: Server) -> None:
    version = published(short())
    made = form(version, link(version).token)
    reply = server.post_form(made, "only", q_why="Words that must not be lost")
    assert reply.status == 422
    assert b"Words that must not be lost" in reply.body
    assert response_by_key(made.key) is None


def test_a_form_that_is_not_ours_is_not_taken(server: Server) -> None:
    version = published(short())
    way, other = link(version), link(version, name="Other")
    made = form(version, way.token)
    assert server.post_form(made, "only", path=f"/a/{other.token}", q_recommend="9").status == 403
    forged = f"_form={minted(made)[:-2]}zz&_page=only&q_recommend=9".encode()
    reply = server.ask("POST", f"/a/{way.token}", forged, {"Content-Type": FORM_TYPE})
    assert reply.status == 403
    assert server.post_form(form(version, new_token()), "only", q_recommend="9").status == 404
    assert response_by_key(made.key) is None


def test_other_sites_cannot_answer_in_a_visitors_name(server: Server) -> None:
    version = published(short())
    made = form(version, link(version).token)
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Accept-Language": "fi"}
    reply = server.post_form(made, "only", headers=elsewhere, q_recommend="9")
    assert reply.status == 403
    assert b'lang="fi"' in reply.body
    assert (
        server.post_form(made, "only", headers={"Origin": "https://elsewhere.example"}, q_recommend="9").status == 403
    )
    hidden_origin = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    assert server.post_form(made, "only", headers=hidden_origin, q_recommend="9").status == 403
    assert response_by_key(made.key) is None
    here = {"Sec-Fetch-Site": "same-origin", "Origin": f"http://127.0.0.1:{server.port}"}
    assert server.post_form(made, "only", headers=here, q_recommend="9").status == 303


def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    version = published(short())
    made = form(version, link(version).token)
    assert server.post_form(made, "only", q_recommend="9", q_why="x" * 70_000).status == 413
    assert response_by_key(made.key) is None


@pytest.mark.parametrize(
    "dressed", [{"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Type": FORM_TYPE, "Origin": "null"}]
)
def test_no_other_encoding_or_origin_gets_around_the_limits(server: Server, dressed: dict[str, str]) -> None:
    path = f"/a/{link(published(short())).token}"
    assert server.ask("POST", path, b"x" * 70_000, dressed).status == 413
    assert server.ask("POST", path, b"_form=x", dressed).status == 403
    # What is too large costs as much as what is taken, and is quickly answered.
    statuses = [server.ask("POST", path, b"x" * 70_000, dressed).status for _each in range(200)]
    assert set(statuses) == {413, 429}
    assert server.ask("POST", path, b"_form=x", dressed).status == 429


def test_an_address_no_link_of_ours_has_does_no_harm(server: Server) -> None:
    version = published(long(), Promise.ANONYMOUS)
    made = form(version, link(version).token)
    assert server.post_form(made, "first", q_recommend="9").status == 303
    page = server.ask("GET", f"/r/{made.key}?p=of.no.link").body.decode()
    onward = server.post_form(replace(made, token=""), "third", path=f"/r/{made.key}", q_satisfied="5")
    assert ".of.no.link." not in page
    assert onward.status == 303
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as wire:
        wire.sendall(f"GET /a/{made.token}?näin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        assert wire.recv(1_024).startswith(b"HTTP/1.1 200")


def test_a_closed_link_says_so(server: Server) -> None:
    version = published(short())
    way = link(version)
    close_way_in(way.id, slug=version.slug)
    reply = server.post_form(form(version, way.token), "only", q_recommend="9")
    assert reply.status in {404, 410}


def test_a_flood_from_one_address_is_slowed_down(server: Server) -> None:
    version = published(short())
    way = link(version)
    replies = [server.post_form(form(version, way.token), "only", q_recommend="9") for _each in range(160)]
    statuses = {reply.status for reply in replies}
    assert statuses == {303, 429}
    refused = next(reply for reply in replies if reply.status == 429)
    assert int(refused.headers["retry-after"]) >= 1
    assert b"<h1>" in refused.body


def test_stopping_loses_nothing(open_database: dict[str, str]) -> None:
    with served(open_database) as server:
        version = published(short())
        made = form(version, link(version).token)
        assert server.post_form(made, "only", q_recommend="9").status == 303
        server.stop()
    assert response_by_key(made.key) is not None
