"""Themes are found in the background, noted for figures, decided on by persons, and kept when found anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.figures.queries import figures_for, open_reading, settle, theme_pull, whole_figure
from kuulo.figures.rules import Filter, Period, Selection, parse_dimension
from kuulo.lake.queries import open_snapshot
from kuulo.themes import services
from kuulo.themes.queries import Quotes, calling_comments, cut_by, get_theme, last_finding, list_themes, quotes_of
from kuulo.themes.rules import State, shown_themes
from kuulo.themes.tests.company import LANGUAGES, NOW, found, heard
from kuulo.words.queries import read_comments
from kuulo.words.services import erase_learned

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = NOW + timedelta(days=7)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def themes_of_comments() -> dict[str, str | None]:
    with open_snapshot() as snapshot:
        rows = read_comments(snapshot, columns=("signal_id", "theme")).to_pylist()
    return {row["signal_id"]: row["theme"] for row in rows}


def test_the_whole_way(cast: dict[Role, User], client: Client) -> None:
    done = found(160)
    assert done.comments == 160
    themes = shown_themes(list_themes())
    assert len(themes) == done.themes == done.new > 2
    finding = last_finding()
    assert finding is not None
    assert finding.comments == 160

    # Themes hold what several languages say of one thing, and are told in each.
    assert sum(set(one.labels) == set(LANGUAGES) for one in themes) >= 3
    noted = themes_of_comments()
    assert set(noted.values()) == {one.key for one in themes}

    # Figures know them: delivery pulls down, staff pulls up, and all pulls together come to nothing.
    with open_reading() as reading:
        scope = settle(reading, Selection(definition="nps@1"))
        pulls = theme_pull(reading, scope)
        by_theme = settle(reading, Selection(definition="nps@1", by=parse_dimension("w.theme")))
        figures = figures_for(reading, by_theme)
        cut = cut_by(reading, scope, "theme")
        whole = whole_figure(reading, scope)
    assert pulls[0].pull < 0 < pulls[-1].pull
    assert pulls[0].harmful
    assert {one.label for one in figures} <= {one.key for one in themes} | {None}
    assert cut.whole is not None
    assert sum(one.value or 0.0 for one in cut.figures.values()) == pytest.approx(1.0, abs=0.2)
    assert whole.value is not None

    # Found anew among the same comments, every theme keeps its key and its name.
    first = themes[0]
    services.rename_theme(key=first.key, name="  Our   staff ", by="Ilona", now=NOW)
    again = services.find_themes(now=LATER, seed=1)
    assert again is not None
    assert get_theme(first.key).name == "Our staff"
    assert get_theme(first.key).state is State.ACCEPTED
    kept = {one.key for one in shown_themes(list_themes())} & {one.key for one in themes}
    assert len(kept) >= len(themes) // 2

    _decisions()
    _pages(cast, client)


def _decisions() -> None:
    keys = [one.key for one in shown_themes(list_themes()) if one.is_current]
    one, other = keys[0], keys[1]
    services.merge_theme(key=one, into=other, by="Ilona", now=NOW)
    assert services.assign_anew(lambda _done, _total: None) == 160
    assert one not in set(themes_of_comments().values())
    with pytest.raises(GuardError):
        services.merge_theme(key=other, into=one, by="Ilona", now=NOW)
    services.part_theme(key=one, by="Ilona", now=NOW)
    assert services.decide_theme(key=other, state=State.REJECTED, by="Ilona", now=NOW)
    services.assign_anew(lambda _done, _total: None)
    noted = set(themes_of_comments().values())
    assert one in noted
    assert other not in noted
    assert None in noted
    assert services.decide_theme(key=other, state=State.ACCEPTED, by="Ilona", now=NOW)
    assert not services.decide_theme(key=one, state=State.ACCEPTED, by="Ilona", now=NOW)
    services.assign_anew(lambda _done, _total: None)
    with pytest.raises(NotFoundError):
        services.rename_theme(key="nobody", name="x", by="Ilona", now=NOW)
    with pytest.raises(InputError):
        services.rename_theme(key=one, name="x" * 200, by="Ilona", now=NOW)


def _pages(cast: dict[Role, User], client: Client) -> None:
    client.force_login(cast[Role.RESEARCHER], backend=BACKEND)
    told = client.get("/words/words.json?measure=nps%401&period=all").json()
    assert told["comments"] == 160
    assert told["figure"]["low"] < told["figure"]["value"] < told["figure"]["high"]
    line = next(one for one in told["themes"] if one["share"]["value"])
    assert line["share"]["low"] < line["share"]["value"] < line["share"]["high"]
    assert told["summary"][0]["text"].count("%") >= 2
    assert any(one["quotes"] for one in told["summary"])
    assert client.get("/words/").status_code == 200
    key = line["key"]
    page = client.get(f"/words/themes/{key}/?period=all")
    assert page.status_code == 200
    assert f"w.theme={key}" in page.content.decode()
    own = client.get(f"/words/themes/{key}.json?period=all").json()
    assert own["typical"]
    assert own["theme"]["key"] == key
    assert client.post(f"/words/themes/{key}/rename/", {"name": "Named"}).status_code == 302
    assert get_theme(key).name == "Named"
    assert client.post(f"/words/themes/{key}/decide/", {"state": "eaten"}).status_code == 422
    assert client.get("/words/themes/nobody/").status_code == 404
    assert client.get(f"/explore/?measure=nps%401&period=all&w.theme={key}").status_code == 200
    client.force_login(cast[Role.SERVICE_PERSON], backend=BACKEND)
    assert "as_written" not in client.get(f"/words/themes/{key}/").content.decode()
    assert client.post(f"/words/themes/{key}/rename/", {"name": "Mine"}).status_code == 403


def test_few_comments_have_no_themes() -> None:
    heard(10)
    assert services.find_themes(now=NOW) is None
    assert services.assign_new() is None


def test_after_an_erasure_themes_are_learned_anew() -> None:
    found(60)
    before = {one.key for one in list_themes()}
    named = max(list_themes(), key=lambda one: list(themes_of_comments().values()).count(one.key))
    services.rename_theme(key=named.key, name="Ours", by="Ilona", now=NOW)
    assert erase_learned()
    assert last_finding() is None
    assert services.assign_new() is None
    done = services.find_themes(now=LATER)
    assert done is not None
    # What was decided outlives what was learned: the same themes keep their keys by the comments that are left.
    assert done.new < done.themes
    assert get_theme(named.key).name == "Ours"
    assert get_theme(named.key).is_current
    assert before & {one.key for one in list_themes() if one.is_current}


def test_words_of_those_promised_confidence_stand_alone() -> None:
    found(120, promise="confidential")
    with open_reading() as reading:
        scope = settle(reading, Selection(definition="nps@1", period=Period("all")))
        at_shop = Filter(parse_dimension("touchpoint"), ("Shop",))
        narrowed = settle(reading, Selection(definition="nps@1", period=Period("all"), filters=(at_shop,)))
        theme = max(cut_by(reading, scope, "theme").figures)
        quotes = [*quotes_of(reading, scope, theme).typical, *calling_comments(reading, scope)]
        withheld = quotes_of(reading, narrowed, theme), calling_comments(reading, narrowed)
    assert quotes
    assert all(one.occurred_at is None and one.touchpoint is None for one in quotes)
    assert withheld == (Quotes(typical=(), outlying=()), ())


def test_a_theme_of_few_persons_is_withheld() -> None:
    found(120)
    with open_reading() as reading:
        scope = settle(reading, Selection(definition="nps@1", period=Period("28")))
        cut = cut_by(reading, scope, "theme")
        few = [quotes_of(reading, scope, theme) for theme in cut.hidden]
    assert cut.hidden
    assert all(cut.figures[theme].value is None for theme in cut.hidden)
    assert all(one.typical == () for one in few)
