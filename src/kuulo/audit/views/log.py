"""The log as a page, and for programs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from kuulo.audit.queries import Wanted, actors, count_steps, first_broken, kinds, shown_steps
from kuulo.audit.rules import SUBJECT_NAMES, Step
from kuulo.base.texts import say

PAGE = 50
Hidden: TypeAlias = Callable[[object], Collection[str]]
"""Tells of somebody the keys of what they may not know of."""
WHOLE_AT_ONCE = 5_000
"""So long a chain is checked wholly whenever the page is opened; of a longer one the newest steps, unless asked."""


@dataclass(frozen=True)
class _Asked:
    """The steps asked for, in pieces of the database's own."""

    wanted: Wanted

    def __len__(self) -> int:
        return self.count

    @cached_property
    def count(self) -> int:
        """Return how many there are."""
        return count_steps(self.wanted)

    def __getitem__(self, piece: slice) -> tuple[Step, ...]:
        return shown_steps(self.wanted, most=piece.stop - piece.start, skipped=piece.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was found of the chain: how many steps were checked of how many, and the first that is broken."""

    checked: int
    total: int
    broken: int | None


@require_safe
@permission_required("audit.view_audit", raise_exception=True)
def log(request: HttpRequest, hidden: Hidden) -> HttpResponse:
    """Show the steps, the newest first, and whether the chain holds; what is none of the reader's is left out."""
    wanted = _wanted(request, hidden)
    page, seen = _page(request, wanted), Wanted(hidden=wanted.hidden)
    query = urlencode({name: value for name, value in request.GET.items() if name in {"kind", "key", "actor"}})
    context = {
        "page": page,
        "steps": page.object_list,
        "wanted": wanted,
        "query": f"{query}&" if query else "",
        "kinds": [(kind, say(SUBJECT_NAMES.get(kind, kind))) for kind in kinds(seen)],
        "actors": actors(seen),
        "check": _check(request),
    }
    return render(request, "audit/log.html", context)


@require_safe
@permission_required("audit.view_audit", raise_exception=True)
def log_json(request: HttpRequest, hidden: Hidden) -> JsonResponse:
    """Return the same as plain values, with digests, so that another program can check the chain.

    Where numbers are left out, so are steps of what is none of the reader's; `chain` tells of them too.
    """
    page, check = _page(request, _wanted(request, hidden)), _check(request)
    plain = {
        "steps": [_plain(step) for step in page.object_list],
        "page": page.number,
        "pages": page.paginator.num_pages,
        "chain": {"checked": check.checked, "total": check.total, "first_broken": check.broken},
    }
    return JsonResponse(plain)


def _wanted(request: HttpRequest, hidden: Hidden) -> Wanted:
    asked = request.GET
    return Wanted(
        kind=asked.get("kind", ""),
        key=asked.get("key", "").strip(),
        actor=asked.get("actor", ""),
        hidden=frozenset(hidden(request.user)),
    )


def _page(request: HttpRequest, wanted: Wanted) -> Page[Step]:
    pieces: Paginator[Step] = Paginator(_Asked(wanted), PAGE)  # type: ignore[arg-type] # it counts and slices
    return pieces.get_page(request.GET.get("page"))


def _check(request: HttpRequest) -> Check:
    total = count_steps()
    if total <= WHOLE_AT_ONCE or request.GET.get("check") == "whole":
        return Check(checked=total, total=total, broken=first_broken())
    return Check(checked=WHOLE_AT_ONCE, total=total, broken=first_broken(newest=WHOLE_AT_ONCE))


def _plain(step: Step) -> dict[str, object]:
    return {
        "number": step.number,
        "at": step.at.isoformat(),
        "actor": step.actor,
        "verb": step.verb,
        "kind": step.subject.kind,
        "key": step.subject.key,
        "text": str(step.text),
        "details": dict(step.details),
        "before": step.before,
        "digest": step.digest,
    }
