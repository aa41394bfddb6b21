"""A language model writes about a theme, or all of them, where one is named; what does not hold is thrown out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import GuardError
from kuulo.drafting.tests.server import Answer, Named, says, standing_in
from kuulo.figures.queries import open_reading
from kuulo.figures.rules import Period, Selection
from kuulo.jobs.models import Job
from kuulo.themes.queries import cut_by, settled_scope, sources_of, written_of
from kuulo.themes.services import JOB_HANDLERS, request_writing
from kuulo.themes.tests.company import found

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRUE, FALSE, BARE = "Customers tell of this.", "Everybody leaves.", "All is well."
OFFER = "Let the language model write a summary"


class Context:
    """As much of a job's context as the handler asks for."""

    def __init__(self, job: Job) -> None:
        self.payload = job.payload

    def progress(self, *_said: object) -> None:
        """Nobody listens."""


def lies_partly(question: Mapping[str, Any]) -> Answer:
    """Write one sentence that cites a comment as it is, one that does not, and one that cites nothing."""
    first = json.loads(question["messages"][1]["content"])[0]["text"]
    return says(f'{TRUE} [1: "{first}"]\n{FALSE} [1: "everybody leaves them now"]\n{BARE}')(question)


def work_off() -> None:
    for job in Job.objects.filter(kind="themes.write"):
        JOB_HANDLERS["themes.write"](Context(job))  # type: ignore[arg-type] # as above
    Job.objects.filter(kind="themes.write").delete()


def test_the_whole_way(cast: dict[Role, User], client: Client, settings: Any) -> None:
    found(120)
    client.force_login(cast[Role.RESEARCHER], backend=BACKEND)
    with open_reading() as reading:
        scope = settled_scope(reading, Selection(definition="nps@1", period=Period("all")))
        cut = cut_by(reading, scope, "theme")
        narrow = settled_scope(reading, Selection(definition="nps@1", period=Period("28")))
        hidden = cut_by(reading, narrow, "theme").hidden
        assert all(sources_of(reading, narrow, theme) == () for theme in hidden)
        assert sources_of(reading, scope, "nobody") == ()
    key = max(set(cut.figures) - cut.hidden, key=lambda one: cut.figures[one].n or 0)
    theme, words = f"/words/themes/{key}/", "/words/"
    params = "?measure=nps%401&period=all"

    # While no model is named nothing is offered, and what is asked all the same is refused.
    settings.KUULO_MODEL = None
    assert OFFER not in client.get(theme + params).content.decode()
    assert OFFER not in client.get(words + params).content.decode()
    with pytest.raises(GuardError):
        request_writing(scope, theme=key, language="en", by="ilona@example.org")

    with standing_in(lies_partly) as server:
        settings.KUULO_MODEL = Named(url=server.url, name="small")
        for page, write in ((theme, f"{theme}write/"), (words, f"{words}write/")):
            assert OFFER in client.get(page + params).content.decode()
            assert client.post(write + params).headers["Location"].startswith(page + "?")
            work_off()
            told = client.get(page + params).content.decode()
            assert TRUE in told
            assert FALSE not in told
            assert BARE not in told
            assert "2 sentences or citations were thrown out" in told
            assert "does not say it word for word" in told
            assert "It cites no comment." in told
            assert 'href="#cited-1"' in told
            assert 'id="cited-1"' in told
            assert "Write it anew" in told
        assert len(server.asked) == 2
    twin = client.get(f"/words/themes/{key}.json{params}").json()["written"]
    assert [one["text"] for one in twin["sentences"]] == [TRUE]
    assert {one["reason"] for one in twin["thrown_out"]} >= {"It cites no comment."}
    assert client.get(f"/words/words.json{params}").json()["written"]["model"].startswith("small@127.0.0.1")

    # What was written of one time is not shown under another, nor in another language; readers may read but not ask.
    with open_reading() as reading:
        assert written_of(reading, narrow, key, "en") == (None, ())
        assert written_of(reading, scope, key, "fi")[0] is None
    client.force_login(cast[Role.SERVICE_PERSON], backend=BACKEND)
    assert "Write it anew" not in client.get(theme + params).content.decode()
    assert client.post(f"{theme}write/").status_code == 403
