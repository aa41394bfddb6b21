"""Weak signals and trends: with source and date, tested four ways, followed only when no test failed."""

from __future__ import annotations

from datetime import date

import pytest

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.claims.queries import claim
from kuulo.claims.rules import ClaimKind
from kuulo.ideas import services
from kuulo.ideas.queries import judgements_of, sign, signs, trends
from kuulo.ideas.rules import Criterion, SignState, SignStep, Verdict
from kuulo.ideas.services import SignWishes
from kuulo.ideas.tests.cast import AT, ILONA

pytestmark = pytest.mark.django_db
TEXT = {"en": "Young families order groceries for the weekend on Thursdays"}


def noted(*, is_trend: bool = False, trend: str = "", publisher: str = "Statistics Finland") -> str:
    wishes = SignWishes(
        text=TEXT,
        publisher=publisher,
        published_on=date(2026, 5, 2),
        url="https://stat.fi/example",
        excerpt="Verkkokauppa kasvoi 😀",
        is_trend=is_trend,
        trend=trend,
    )
    return services.note_sign(wishes=wishes, by=ILONA, now=AT)


def judged(number: str, **verdicts: Verdict) -> None:
    for criterion in Criterion:
        verdict = verdicts.get(criterion.value, Verdict.PASSES)
        services.judge_sign(number=number, criterion=criterion, verdict=verdict, reason="Seen", by=ILONA, now=AT)


def test_a_weak_signal_is_a_claim_with_its_source() -> None:
    number = noted()
    found = sign(number)
    assert claim(number).kind is ClaimKind.WEAK_SIGNAL
    assert (found.publisher, found.published_on, found.state) == (
        "Statistics Finland",
        date(2026, 5, 2),
        SignState.NOTICED,
    )
    assert [each.number for each in signs()] == [number]
    with pytest.raises(NotFoundError):
        sign("C999")


def test_it_is_followed_when_all_tests_are_judged_and_none_failed() -> None:
    number = noted()
    with pytest.raises(GuardError, match="four tests"):
        services.move_sign(number=number, step=SignStep.TEST, by=ILONA, now=AT)
    judged(number, novelty=Verdict.FAILS)
    services.move_sign(number=number, step=SignStep.TEST, by=ILONA, now=AT)
    with pytest.raises(GuardError, match="no test failed"):
        services.move_sign(number=number, step=SignStep.FOLLOW, by=ILONA, now=AT)
    services.judge_sign(
        number=number,
        criterion=Criterion.NOVELTY,
        verdict=Verdict.UNCLEAR,
        reason="On second thought",
        by=ILONA,
        now=AT,
    )
    services.move_sign(number=number, step=SignStep.FOLLOW, by=ILONA, now=AT)
    assert sign(number).state is SignState.FOLLOWED
    assert [each.verdict for each in judgements_of(number)][:2] == [Verdict.UNCLEAR, Verdict.PASSES]
    assert len(judgements_of(number)) == 5, "earlier judgements stay"
    assert sign(number).passed == 3


def test_dropping_needs_a_reason_and_can_be_taken_back() -> None:
    number = noted()
    with pytest.raises(GuardError, match="a reason"):
        services.move_sign(number=number, step=SignStep.DROP, by=ILONA, now=AT)
    services.move_sign(number=number, step=SignStep.DROP, by=ILONA, reason="A rumour", now=AT)
    with pytest.raises(GuardError, match="dropped"):
        judged(number)
    services.move_sign(number=number, step=SignStep.TAKE_BACK, by=ILONA, now=AT)
    assert sign(number).state is SignState.NOTICED


def test_signs_gather_under_a_trend() -> None:
    trend = noted(is_trend=True)
    below = [noted(trend=trend, publisher=name) for name in ("Yle", "yle")]
    found = sign(trend)
    assert (set(found.signs), found.publishers) == (set(below), 2)
    assert [number for number, _publisher in trends()] == [trend]
    services.put_under_trend(number=below[0], trend="", by=ILONA, now=AT)
    assert sign(below[0]).trend == ""
    with pytest.raises(InputError, match="no sign of another"):
        services.put_under_trend(number=trend, trend=trend, by=ILONA, now=AT)
    with pytest.raises(NotFoundError):
        services.put_under_trend(number=below[0], trend=below[1], by=ILONA, now=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"publisher": " "},
        {"published_on": date(2027, 1, 1)},
        {"url": "javascript:alert(1)"},
        {"text": {"en": " "}},
    ],
    ids=["publisher", "date", "address", "wording"],
)
def test_without_source_date_or_wording_nothing_is_noted(wrong: dict[str, object]) -> None:
    told = {"text": TEXT, "publisher": "Yle", "published_on": date(2026, 5, 2)}
    with pytest.raises(InputError):
        services.note_sign(wishes=SignWishes(**(told | wrong)), by=ILONA, now=AT)  # type: ignore[arg-type] # wrong ones too
    assert signs() == ()


def test_a_judgement_needs_a_reason() -> None:
    with pytest.raises(InputError, match="why"):
        services.judge_sign(
            number=noted(), criterion=Criterion.NOVELTY, verdict=Verdict.PASSES, reason=" ", by=ILONA, now=AT
        )
