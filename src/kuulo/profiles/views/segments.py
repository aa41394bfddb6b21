"""Segments: all of them, one with its size over time and its members, and the builder."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import KuuloError
from kuulo.base.texts import Text
from kuulo.customers.queries import count_parties, find_parties
from kuulo.customers.queries.lists import list_names
from kuulo.customers.queries.segments import (
    SegmentView,
    count_members,
    list_segments,
    members_of,
    segment,
    sizes,
    vocabulary,
)
from kuulo.customers.rules import PURPOSE_NAMES, PartyKind, PartyLine, Purpose, Stage, identifier_words
from kuulo.customers.rules.segments import (
    BEHAVIOUR_NAMES,
    OP_NAMES,
    About,
    Condition,
    Group,
    Join,
    check_filter,
)
from kuulo.customers.services import segments as services
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.profiles.forms.segments import SegmentForm
from kuulo.profiles.rules.measures import measure_title
from kuulo.profiles.rules.sizes import draw_sizes
from kuulo.profiles.views.words import KINDS, STAGES

SHOWN: Final = 50
STEP: Final = "_do"


@require_safe
@permission_required("customers.view_parties", raise_exception=True)
def segments(request: HttpRequest) -> HttpResponse:
    """List the segments with their conditions and last measured sizes."""
    lines = [(each, said_filter(each.filter), _share(each.size, each.of)) for each in list_segments()]
    return render(request, "profiles/segments.html", {"lines": lines, "trail": _trail()[:1]})


@require_safe
@permission_required("customers.view_parties", raise_exception=True)
def segment_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a segment: what it asks, how large it is and was, and its first members."""
    found = segment(slug)
    counted = count_members(found.filter)
    members = members_of(found.filter, purpose=Purpose.SERVICE)
    measured = sizes(slug)
    context = {
        "segment": found,
        "conditions": said_filter(found.filter),
        "counted": counted,
        "share": _share(counted.size, counted.of),
        "members": _shown(members),
        "sizes": [(each, _share(each.size, each.of)) for each in reversed(measured)],
        "drawn": draw_sizes([(each.day, each.size) for each in measured]),
        "trail": _trail(),
    }
    return render(request, "profiles/segment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("customers.manage_segments", raise_exception=True)
def new_segment(request: HttpRequest) -> HttpResponse:
    """Build a new segment."""
    return _build(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("customers.manage_segments", raise_exception=True)
def edit_segment(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a segment; its name in addresses stays."""
    return _build(request, segment(slug))


@require_POST
@permission_required("customers.manage_segments", raise_exception=True)
def remove_segment(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a segment; its customers stay as they are."""
    found = segment(slug)
    services.remove_segment(slug=slug)
    messages.success(request, _("The segment “%(name)s” is removed.") % {"name": found.name})
    return HttpResponseRedirect(reverse("profiles:segments"))


def _build(request: HttpRequest, found: SegmentView | None) -> HttpResponse:
    words = vocabulary()
    if request.method != "POST":
        form = SegmentForm(words=words, group=found.filter if found else None, name=found.name if found else "")
        return _page(request, form, found)
    step = request.POST.get(STEP, "")
    form = SegmentForm(request.POST, words=words, step=step)
    if step:
        return _page(request, form, found)
    if not form.is_valid():
        return _page(request, form, found, status=422)
    try:
        saved = services.save_segment(
            name=form.cleaned_data["name"],
            group=form.filter(),
            slug=found.slug if found else "",
            by=str(request.user),
        )
    except KuuloError as error:
        return _page(request, form, found, error=error, status=422)
    messages.success(request, _("The segment is saved, and every figure can be split by it."))
    return HttpResponseRedirect(reverse("profiles:segment", args=[saved.slug]))


def _page(
    request: HttpRequest,
    form: SegmentForm,
    found: SegmentView | None,
    *,
    error: KuuloError | None = None,
    status: int = 200,
) -> HttpResponse:
    trail = _trail()
    if found:
        trail.append((reverse("profiles:segment", args=[found.slug]), found.name))
    context = {
        "form": form,
        "segment": found,
        "groups": tuple(form.groups()),
        "error": error,
        "shows_errors": status != 200,
        "trail": trail,
        **_count(form),
    }
    return render(request, "profiles/segment_form.html", context, status=status)


def _count(form: SegmentForm) -> dict[str, Any]:
    """Return how many the filter finds as it stands, or what is wrong with it."""
    group = form.filter()
    if not tuple(group.conditions()):
        return {"of": count_parties()}
    try:
        check_filter(group, form.words)
        counted = count_members(group)
    except KuuloError as error:
        return {"cannot": error}
    return {"counted": counted, "share": _share(counted.size, counted.of)}


def said_filter(group: Group) -> str:
    """Return a filter in words: conditions joined by “and” or “or”, groups in brackets."""
    parts = [said_condition(part) if isinstance(part, Condition) else f"({said_filter(part)})" for part in group.parts]
    joined = _(" and ") if group.join is Join.ALL else _(" or ")
    return joined.join(parts)


def said_condition(condition: Condition) -> str:
    """Return a condition in words."""
    values = (
        " – ".join(condition.values)
        if condition.op.value == "between"
        else ", ".join(_said_value(condition.about, value) for value in condition.values)
    )
    return " ".join(part for part in (_said_about(condition), _(OP_NAMES[condition.op]), values) if part)


def _said_about(condition: Condition) -> str:
    if condition.about is About.ATTRIBUTE:
        return f"“{condition.name}”"
    if condition.about is About.BEHAVIOUR:
        return _(BEHAVIOUR_NAMES.get(condition.name, condition.name))
    if condition.about is About.FIGURE:
        return _("Last score of %(name)s") % {"name": _(measure_title(condition.name))}
    if condition.about is About.CONSENT:
        return _("Consent for %(purpose)s") % {"purpose": _(PURPOSE_NAMES[Purpose(condition.name)])}
    if condition.about is About.LIST:
        name = list_names().get(condition.name, condition.name)
        return _("Found by the saved search “%(name)s”") % {"name": name}
    plain = {
        About.STAGE: _("Stage"),
        About.KIND: _("Kind"),
        About.LANGUAGE: _("Language"),
        About.SINCE: _("Customer since"),
    }
    return plain[condition.about]


def _said_value(about: About, value: str) -> str:
    if about is About.STAGE and value in set(Stage):
        return str(STAGES[Stage(value)])
    if about is About.KIND and value in set(PartyKind):
        return str(KINDS[PartyKind(value)])
    if about in {About.CONSENT, About.LIST}:
        return _("yes") if value == "yes" else _("no")
    return value


def _shown(members: Collection[int]) -> list[tuple[PartyLine, Text]]:
    """Return the first members with what each is known as."""
    lines = find_parties(purpose=Purpose.SERVICE, among=members, limit=SHOWN).lines if members else ()
    return [(line, identifier_words(line.identifier)) for line in lines]


def _share(size: int | None, of: int | None) -> Quantity | None:
    return Quantity(size / of, Unit.SHARE, 1) if size is not None and of else None


def _trail() -> list[tuple[str, str]]:
    return [(reverse("profiles:customers"), _("Customers")), (reverse("profiles:segments"), _("Segments"))]
