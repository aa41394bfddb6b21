"""The diary of a study as colleagues see it: who was prompted and wrote, figures of the scales, entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.base.texts import Text
from kuulo.diaries.queries.entries import EntryView, page_of_entries
from kuulo.diaries.queries.figures import DiaryFigures, figures_of
from kuulo.diaries.queries.following import Followed, dropped_prompts, followed, unclear_prompts
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.rules import DiaryPlan, dropped_words, in_language
from kuulo.diaries.rules.entries import MEDIA
from kuulo.diaries.rules.wording import (
    CHOICE,
    WEEK,
    mean_words,
    shares_words,
    week_words,
    weekday_words,
    when_words,
)
from kuulo.diaries.views.drawing import draw
from kuulo.diaries.views.sheets import Shown, shown_of
from kuulo.figures.charts.dots import GroupRow, dots_chart
from kuulo.studies.queries import is_member, participants_called, seen_study
from kuulo.studies.rules import StudyView
from kuulo.words.queries import mask_now

A_PAGE: Final = 20
LONGEST_NUMBER: Final = 7
PURPOSE_WORDS: Final = "words.view_unmasked"


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def diary(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the diary of a study."""
    study = seen_study(user=request.user, slug=slug)
    plan, found = plan_of(slug), followed(slug, now=timezone.now())
    context: dict[str, Any] = {
        "study": study,
        "plan": plan,
        "trail": [(reverse("studies:studies"), _("Studies")), (reverse("studies:study", args=[slug]), study.title)],
        "prompts": [(when_words(each), weekday_words(each)) for each in plan.sent],
        "asked": [in_language(each.text, get_language() or "en", study.languages) for each in plan.asked],
        "followed": found,
        "drawing": draw(found) if found.days else None,
        "dropped": [(dropped_words(why), count) for why, count in dropped_prompts(slug).items()],
        "unclear": _unclear(slug, found),
        "unasked": _records_unasked(study, plan),
        **_figures_context(figures_of(slug), study),
        **_entries_context(request, study),
    }
    return render(request, "diaries/diary.html", context)


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def diary_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Answer the same as plain values."""
    study = seen_study(user=request.user, slug=slug)
    figures, found = figures_of(slug), followed(slug, now=timezone.now())
    numbers = _numbers(found)
    shown = _page_of(request, study)
    told: dict[str, Any] = {
        "study": slug,
        "plan": msgspec.to_builtins(plan_of(slug)),
        "data_version": figures.data_version,
        "followed": [
            {
                "participant": each.participant.label,
                "state": each.participant.state.value,
                "prompts": each.prompts,
                "entries": each.entries,
                "last": each.last,
            }
            for each in found.people
        ],
        "dropped": dropped_prompts(slug),
        "wrote": figures.wrote.to_dict() if figures.wrote else None,
        "scales": [
            {
                "question": each.question.key,
                "whole": each.whole.to_dict(),
                "by_week": [{"week": week, **one.to_dict()} for week, one in each.by_week],
            }
            for each in figures.scales
        ],
        "choices": [
            {"question": each.question.key, "shares": {key: one.to_dict() for key, one in each.shares}}
            for each in figures.choices
        ],
        "pages": shown["page"].paginator.num_pages,
        "entries": [
            {
                "participant": numbers.get(entry.participant_id),
                "written_at": entry.written_at,
                "said": [{"question": one.text, "answer": one.answer, "source": one.source} for one in said],
            }
            for entry, said in shown["rows"]
        ],
    }
    return JsonResponse(told)


def _numbers(found: Followed) -> dict[int, str]:
    return {each.participant.id: each.participant.label for each in found.people}


def _unclear(slug: str, found: Followed) -> list[tuple[int, str, object]]:
    names = _numbers(found)
    return [(each.id, names.get(each.participant_id, "–"), each.occurs_at) for each in unclear_prompts(slug)]


def _records_unasked(study: StudyView, plan: DiaryPlan) -> bool:
    """Return whether the diary takes pictures or sound without the plan saying that people are recorded."""
    return any(each.kind in MEDIA for each in plan.asked) and not study.records


def _figures_context(found: DiaryFigures, study: StudyView) -> dict[str, Any]:
    language = get_language() or "en"
    scales = []
    for each in found.scales:
        name = in_language(each.question.text, language, study.languages)
        rows = [GroupRow(week_words(week), one) for week, one in each.by_week]
        title = Text("{text}", {"text": name})
        chart = dots_chart(rows, title=title, reference=each.whole, name=mean_words(name), group=WEEK)
        shown = [row for row in rows if row.estimate.value is not None]
        scales.append({"name": name, "figure": each, "chart": chart if len(shown) > 1 else None})
    choices = []
    for one in found.choices:
        names = {
            each.key: in_language(each.text, language, study.languages) or each.key for each in one.question.choices
        }
        name = in_language(one.question.text, language, study.languages)
        title = Text("{text}", {"text": name})
        rows = [GroupRow(names[key] or key, estimate) for key, estimate in one.shares]
        choices.append(dots_chart(rows, title=title, name=shares_words(name), group=CHOICE))
    return {"wrote": found.wrote, "scales": scales, "choices": choices, "data_version": found.data_version}


def _entries_context(request: HttpRequest, study: StudyView) -> dict[str, Any]:
    shown = _page_of(request, study)
    people = participants_called({entry.participant_id for entry, _said in shown["rows"]})
    labels = {number: each.label for number, each in people.items()}
    rows = [
        {"entry": entry, "label": labels.get(entry.participant_id, "–"), "said": said} for entry, said in shown["rows"]
    ]
    return {**shown, "rows": rows}


def _page_of(request: HttpRequest, study: StudyView) -> dict[str, Any]:
    """Return a page of entries as this colleague may see them: words masked for who is outside, files left out."""
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < LONGEST_NUMBER else 1
    total, found = page_of_entries(study.slug, start=max(number - 1, 0) * A_PAGE, most=A_PAGE)
    page = Paginator(range(total), A_PAGE).get_page(number)
    if page.number != number:
        total, found = page_of_entries(study.slug, start=(page.number - 1) * A_PAGE, most=A_PAGE)
    inside = is_member(study, request.user)
    sees_words = inside or study.shares_words
    masked = not (inside and request.user.has_perm(PURPOSE_WORDS))
    rows = [(entry, shown_of(entry, get_language() or "en", study.languages)) for entry in found] if sees_words else []
    if masked:
        rows = _masked(rows)
    return {"page": page, "rows": rows, "sees_words": sees_words, "inside": inside, "masked": masked, "count": total}


def _masked(rows: Sequence[tuple[EntryView, tuple[Shown, ...]]]) -> list[tuple[EntryView, tuple[Shown, ...]]]:
    """Return the entries with personal data masked, and without pictures and sound, which nobody can mask."""
    texts = {
        f"{entry.key}:{place}": (one.answer, entry.language)
        for entry, said in rows
        for place, one in enumerate(said)
        if one.source and one.answer
    }
    masked = mask_now(texts)
    return [
        (
            entry,
            tuple(
                Shown(
                    text=one.text,
                    answer=masked.get(f"{entry.key}:{place}", one.answer),
                    source=one.source if one.answer else "",
                    hidden=bool(one.url),
                    length=one.length,
                )
                for place, one in enumerate(said)
            ),
        )
        for entry, said in rows
    ]
