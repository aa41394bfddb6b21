"""Reads of studies: one, all that somebody may see, and who may see them."""

from __future__ import annotations

from typing import Protocol

from django.db.models import F, Prefetch, Q, QuerySet

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.studies.models import Study, StudyPlan, StudyText
from kuulo.studies.rules import (
    LegalBasis,
    Method,
    PlanView,
    ResultView,
    StudyState,
    StudyView,
    ethics_from,
)


class Somebody(Protocol):
    """Who has signed in."""

    email: str


def study(slug: str) -> StudyView:
    """Return a study, whoever may see it.

    Raises:
        NotFoundError: There is none at this address.
    """
    row = _whole(Study.objects.filter(slug=slug)).first()
    if row is None:
        raise _no_study(slug)
    return study_view(row)


def studies_called(slugs: frozenset[str] | set[str]) -> dict[str, StudyView]:
    """Return studies by slug, whoever may see them; those that are not there are left out."""
    return {row.slug: study_view(row) for row in _whole(Study.objects.filter(slug__in=slugs))}


def seen_study(*, user: object, slug: str) -> StudyView:
    """Return a study for somebody who has signed in.

    Raises:
        NotFoundError: There is none, or it is confidential and they are not in its team; both say the same.
    """
    found = study(slug)
    if not may_see(found, user):
        raise _no_study(slug)
    return found


def seen_studies(user: object) -> tuple[StudyView, ...]:
    """Return every study somebody may see, those changed last first."""
    seen = Q(confidential=False) | Q(team__email__iexact=email_of(user))
    rows = _whole(Study.objects.filter(seen).distinct().order_by("-changed_at", "-pk"))
    return tuple(study_view(row) for row in rows)


def hidden_from(user: object) -> frozenset[str]:
    """Return what the studies somebody may not know of are called: their slugs, and their names in the register."""
    rows = Study.objects.filter(confidential=True).exclude(team__email__iexact=email_of(user))
    return frozenset(name for number, slug in rows.values_list("pk", "slug") for name in (slug, unnamed(number)))


def unnamed(number: int) -> str:
    """Return what the customer register calls a confidential study, which everybody sees who sees the customer."""
    return f"number-{number}"


def may_see(study: StudyView, user: object) -> bool:
    """Return whether somebody may see a study: a confidential one is for its team alone."""
    return not study.confidential or is_member(study, user)


def is_member(study: StudyView, user: object) -> bool:
    """Return whether somebody is in the team of a study; `user` may be their e-mail address too."""
    mine = email_of(user).casefold()
    return bool(mine) and any(email.casefold() == mine for email, _role in study.team)


def email_of(user: object) -> str:
    """Return the address of somebody who has signed in, or the address itself; empty for nobody."""
    return user if isinstance(user, str) else str(getattr(user, "email", "") or "")


def study_view(row: Study) -> StudyView:
    """Return a row as other rooms see it; see `_whole` for what is to be fetched with it."""
    texts = [text for text in row.texts.all() if text.version == row.text_version]
    plans = [_plan_view(plan) for plan in row.plans.all()]
    return StudyView(
        id=row.pk,
        slug=row.slug,
        title=row.title,
        state=StudyState(row.state),
        method=Method(row.method),
        question=row.question,
        changes=row.changes,
        legal_basis=LegalBasis(row.legal_basis) if row.legal_basis else None,
        notice={text.language: text.notice for text in texts},
        notice_version=row.text_version,
        consents={text.language: text.consent for text in texts},
        titles={text.language: text.title for text in texts},
        about={text.language: text.about for text in texts},
        confidential=row.confidential,
        shares_words=row.shares_words,
        languages=tuple(row.languages),
        codebook=row.codebook,
        instrument=row.instrument,
        team=tuple((member.email, member.role) for member in row.team.all()),
        planned=row.planned,
        segment=row.segment,
        sampling=row.sampling,
        guide=row.guide,
        recruit_from=row.recruit_from,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        report_on=row.report_on,
        minutes=row.minutes,
        consent_days=row.consent_days,
        budget=row.budget,
        incentive=row.incentive,
        ethics=ethics_from(row.ethics),
        plan=plans[0] if plans else None,
        amendments=tuple(plans[1:]),
        result=_result_view(row),
        open_link=row.link if row.link_open else "",
        created_by=row.created_by,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def study_by_link(link: str) -> StudyView | None:
    """Return the study an open recruiting link leads to; nothing where it is closed or unknown."""
    row = _whole(Study.objects.filter(link=link, link_open=True)).first() if link else None
    return study_view(row) if row is not None else None


def _whole(rows: QuerySet[Study]) -> QuerySet[Study]:
    """Have everything a view needs fetched in a handful of queries, however many studies there are."""
    texts = StudyText.objects.filter(version=F("study__text_version")).order_by("language")
    return rows.prefetch_related(Prefetch("texts", queryset=texts), "team", "plans")


def _plan_view(row: StudyPlan) -> PlanView:
    return PlanView(number=row.number, at=row.at, by=row.by, why=row.why, told=row.told)


def _result_view(row: Study) -> ResultView | None:
    if row.result_at is None:
        return None
    return ResultView(
        found=row.result_found,
        answer=row.result_answer,
        limits=row.result_limits,
        by=row.result_by,
        at=row.result_at,
    )


def _no_study(slug: str) -> NotFoundError:
    return NotFoundError(_("There is no study “{slug}”."), _("See the list of studies."), slug=slug)
