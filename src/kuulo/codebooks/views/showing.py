"""What the page of a codebook shows, and the same as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.codebooks.models import PERSON_LENGTH
from kuulo.codebooks.queries import Agreement, Book, MachineView, Progress
from kuulo.codebooks.queries.machine import count_proposals
from kuulo.codebooks.rules import ProposalState, figure_key
from kuulo.figures.charts import DotsChart, GroupRow, dots_chart
from kuulo.figures.charts.quantities import Quantity, Unit

ENOUGH_SAMPLED = 50
"""From so many comments drawn by lot an interval of a share is narrower than about ±14 points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A codebook with what is known of it."""

    book: Book
    machine: MachineView | None
    progress: Progress
    agreement: Agreement


def coder_of(request: HttpRequest) -> str:
    """Return the name under which the signed-in person codes."""
    return str(request.user)[:PERSON_LENGTH]


def show_book(shown: Shown, language: str) -> dict[str, Any]:
    """Return the context of the page."""
    found, machine = shown.book, shown.machine
    return {
        "book": found,
        "name": found.name(language),
        "machine": machine,
        "progress": shown.progress,
        "agreement": shown.agreement,
        "lead": lead_of(shown, language),
        "rows": _rows(shown, language),
        "chart": _chart(shown, language),
        "use_at": None if found.use_at is None else Quantity(found.use_at, Unit.SHARE),
        "enough": shown.progress.sampled >= ENOUGH_SAMPLED,
        "least_sampled": ENOUGH_SAMPLED,
        "pair": shown.agreement.pair,
    }


def lead_of(shown: Shown, language: str) -> Text:
    """Return the first sentence: what the codebook says, or what it needs next."""
    told = [(code, figure) for code in shown.book.codes if (figure := _figure(shown, code.key, "share")) is not None]
    known = [(code, figure) for code, figure in told if figure.value is not None]
    if not shown.book.codes:
        return say(_("Add codes: what people talk about, in the words of your own."))
    if not shown.progress.coded:
        return say(_("Code some comments by hand; the machine then proposes the codes of the rest."))
    if not known:
        return say(
            _("{count} comments are coded. Shares are told once ten drawn by lot are."), count=shown.progress.coded
        )
    code, figure = max(known, key=lambda pair: pair[1].value or 0.0)
    return say(
        _("Most often comments are about “{name}”: {share} of them ({low}–{high})."),
        name=code.name(language),
        share=Quantity(figure.value or 0.0, Unit.SHARE),
        low=Quantity(figure.low or 0.0, Unit.SHARE),
        high=Quantity(figure.high or 0.0, Unit.SHARE),
    )


def plain_of(shown: Shown) -> dict[str, object]:
    """Return a codebook and its figures as plain values."""
    found, machine, agreement = shown.book, shown.machine, shown.agreement
    return {
        "slug": found.slug,
        "names": dict(found.names),
        "purpose": found.purpose,
        "source": found.source or None,
        "question": found.question or None,
        "use_at": found.use_at,
        "progress": {
            "coded": shown.progress.coded,
            "sampled": shown.progress.sampled,
            "coded_by_two_or_more": shown.progress.twice,
        },
        "machine": None
        if machine is None
        else {
            "learned_from": machine.learned,
            "comments": machine.comments,
            "made_at": machine.made_at.isoformat(),
            "trouble": None if machine.trouble is None else str(machine.trouble),
        },
        "agreement": {
            "comments": agreement.comments,
            "alpha": agreement.whole.to_dict(),
            "disputes": agreement.disputes,
        },
        "codes": [
            {
                "key": code.key,
                "figure_key": figure_key(found.slug, code.key),
                "parent": code.parent or None,
                "names": dict(code.names),
                "definitions": dict(code.definitions),
                **{name: _plain(_figure(shown, code.key, name)) for name in ("share", "precision", "recall", "f1")},
                "alpha": _plain(agreement.by_code.get(code.key)),
                "kappa": _plain(agreement.kappas.get(code.key)),
            }
            for code in found.codes
        ],
    }


def _rows(shown: Shown, language: str) -> list[dict[str, Any]]:
    counts = count_proposals(shown.book.id)
    few = frozenset(shown.machine.too_few) if shown.machine is not None else frozenset()
    return [
        {
            "code": code,
            "name": code.name(language),
            "definition": code.definition(language),
            "figures": {name: _figure(shown, code.key, name) for name in ("share", "precision", "recall", "f1")},
            "alpha": shown.agreement.by_code.get(code.key),
            "kappa": shown.agreement.kappas.get(code.key),
            "waiting": counts.get(code.key, {}).get(ProposalState.PROPOSED, 0),
            "too_few": code.key in few,
            "figure_key": figure_key(shown.book.slug, code.key),
        }
        for code in shown.book.codes
    ]


def _chart(shown: Shown, language: str) -> DotsChart | None:
    rows = [
        GroupRow(Text("{name}", {"name": code.name(language)}), figure)
        for code in shown.book.codes
        if (figure := _figure(shown, code.key, "share")) is not None and figure.value is not None
    ]
    if not rows:
        return None
    return dots_chart(
        rows,
        title=say(_("How many of the comments are about each")),
        name=say(_("The share of comments")),
        group=say(_("Code")),
    )


def _figure(shown: Shown, code: str, name: str) -> Estimate | None:
    if shown.machine is None:
        return None
    return shown.machine.figures.get(code, {}).get(name)


def _plain(figure: Estimate | None) -> dict[str, object] | None:
    return None if figure is None else figure.to_dict()
