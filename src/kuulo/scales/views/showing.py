"""From scales examined to what the page shows: words, tables, charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext_lazy as lazy

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.dots import DotsChart, GroupRow, Ranked, dots_chart
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.measures.scales import Fit, GroupScale, Item, Reliability, Scale, Step
from kuulo.scales.queries import PartStudy, Settled
from kuulo.scales.views.wording import fit_words_of, shared_words_of, verdict_of

MOST_SHOWN: Final = 12
SMALLEST_P: Final = 0.001
LANGUAGES: Final = {"fi": lazy("Finnish"), "sv": lazy("Swedish"), "en": lazy("English")}
STEPS: Final = {
    "configural": say(_("One factor in each group (configural)")),
    "metric": say(_("Items weigh the same (metric)")),
    "scalar": say(_("Items start from the same level (scalar)")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item as the table shows it."""

    item: Item
    words: str
    mean: Quantity | None
    sd: Quantity | None
    rest: Quantity
    alpha_without: Quantity | None
    rises: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of invariance as the table shows it."""

    title: Text
    holds: bool
    chi_square: Quantity
    df: int
    cfi: Quantity
    change: Quantity | None
    rmsea: Quantity | None
    srmr: Quantity
    p: Quantity | Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One group as the table shows it."""

    label: str
    group: GroupScale


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """One scale as the page shows it."""

    study: PartStudy
    title: Text
    anchor: str
    verdict: Text | None = None
    fit_words: Text | None = None
    shared_words: tuple[Text, ...] = ()
    fit: tuple[tuple[Text, object], ...] = ()
    items: tuple[ItemLine, ...] = ()
    loadings: DotsChart | None = None
    steps: tuple[StepLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    left_out: int = 0
    means: DotsChart | None = None
    compared: Text | None = None


def titles_of(settled: Settled, words: Mapping[str, str]) -> dict[str, Text]:
    """Return the title of each set, tables under the words of their question."""
    return {one.key: _titled(one.title, one.question, words) for one in settled.source.sets}


def _titled(title: Text, question: str, words: Mapping[str, str]) -> Text:
    return replace(title, params={**title.params, "name": words[question]}) if question in words else title


def show_part(study: PartStudy, settled: Settled, words: Mapping[str, str]) -> PartShown:
    """Return one scale as the page shows it."""
    title = _titled(study.title, settled.set.question, words)
    anchor = f"part-{study.name or 'scale'}"
    if study.scale is None:
        return PartShown(study=study, title=title, anchor=anchor)
    found = study.scale.reliability
    shown = PartShown(
        study=study,
        title=title,
        anchor=anchor,
        verdict=verdict_of(found),
        fit_words=fit_words_of(found.fit),
        shared_words=shared_words_of(found.three),
        fit=_fit_facts(found),
        items=tuple(_item_line(item, found, words) for item in found.items),
        loadings=_loadings(found, words, title if study.name else None),
    )
    return _with_groups(shown, study.scale, settled)


def _with_groups(shown: PartShown, scale: Scale, settled: Settled) -> PartShown:
    by = settled.ask.by
    lines = tuple(GroupLine(label=label_of(by, group.label), group=group) for group in scale.groups)
    return replace(
        shown,
        steps=tuple(_step_line(step) for step in scale.invariance.steps) if scale.invariance else (),
        groups=lines[:MOST_SHOWN],
        left_out=max(len(lines) - MOST_SHOWN, 0),
        means=_means(scale, settled, shown.title if shown.study.name else None),
        compared=_compared_words(scale, by),
    )


def label_of(by: str, label: object) -> str:
    """Return what a group is called; languages by their names."""
    if by == "language" and str(label) in LANGUAGES:
        return str(LANGUAGES[str(label)])
    return str(label)


def _number(value: float | None, decimals: int = 2) -> Quantity | None:
    return None if value is None else Quantity(value, Unit.SCALE, decimals)


def _sure(value: float, decimals: int = 2) -> Quantity:
    return Quantity(value, Unit.SCALE, decimals)


def _fit_facts(found: Reliability) -> tuple[tuple[Text, object], ...]:
    fit = found.fit
    facts: list[tuple[Text, object]] = [
        (say(_("Alpha of the correlations")), _number(found.standardised.value)),
        (say(_("Guttman’s lambda 6")), _number(found.lambda6)),
        (say(_("Mean correlation of two items")), _number(found.average_r)),
    ]
    facts += _omega_facts(found)
    if found.composite is not None and found.extracted is not None:
        facts.append((say(_("Composite reliability (CR)")), _number(found.composite)))
        facts.append((say(_("Average variance extracted (AVE)")), _number(found.extracted)))
    if fit is not None and fit.df:
        facts.append((say(_("Chi-square (degrees of freedom)")), _chi_words(fit)))
        facts.append((say(_("CFI (0.95 and more is good)")), _number(fit.cfi, 3)))
        facts.append((say(_("TLI")), _number(fit.tli, 3)))
        facts.append((say(_("RMSEA and its interval (0.06 and less is good)")), _rmsea_words(fit)))
        facts.append((say(_("SRMR (0.08 and less is good)")), _number(fit.srmr, 3)))
    return tuple(facts)


def _omega_facts(found: Reliability) -> list[tuple[Text, object]]:
    """Return the omegas by minimum residuals; of three factors only where the answers settle them."""
    facts: list[tuple[Text, object]] = []
    if found.omega_minres is not None:
        facts.append((say(_("Omega of one factor (minimum residuals)")), _number(found.omega_minres)))
    if found.three is not None and found.three.settled:
        facts.append((say(_("Omega hierarchical (three factors)")), _number(found.three.hierarchical)))
        facts.append((say(_("Omega total (three factors)")), _number(found.three.total)))
    return facts


def _chi_words(fit: Fit) -> Text:
    return Text("{chi} ({df})", {"chi": _sure(fit.chi_square, 1), "df": fit.df})


def _rmsea_words(fit: Fit) -> Text:
    ends = (fit.rmsea or 0.0, fit.rmsea_low or 0.0, fit.rmsea_high or 0.0)
    value, low, high = (_sure(end, 3) for end in ends)
    return Text("{value} ({low} … {high})", {"value": value, "low": low, "high": high})


def _item_line(item: Item, found: Reliability, words: Mapping[str, str]) -> ItemLine:
    without, alpha = item.alpha_without, found.alpha.high
    return ItemLine(
        item=item,
        words=words.get(item.name, item.name),
        mean=_number(item.mean),
        sd=_number(item.sd),
        rest=_sure(item.rest),
        alpha_without=_number(without),
        # Only what lies above the whole interval says that the scale would be better without the item
        rises=without is not None and alpha is not None and without > alpha,
    )


def _loadings(found: Reliability, words: Mapping[str, str], part: Text | None) -> DotsChart | None:
    rows = [
        GroupRow(words.get(item.name, item.name), _loading(item, found.alpha))
        for item in sorted(found.items, key=lambda one: -(one.loading or 0.0))
        if item.loading is not None
    ]
    if not rows:
        return None
    return dots_chart(
        rows,
        title=_headed(part, say(_("How strongly each item carries what they share"))),
        name=say(_("The loading")),
        group=say(_("Item")),
    )


def _headed(part: Text | None, title: Text) -> Text:
    """Return a heading that names its part where a page has several: no two regions have one name."""
    return title if part is None else Text("{part}: {title}", {"part": part, "title": title})


def _loading(item: Item, alpha: Estimate) -> Estimate:
    """Return a standardised loading as a figure, on the same rows as alpha."""
    return replace(
        alpha,
        measure="loading",
        value=item.loading,
        low=item.loading_low,
        high=item.loading_high,
        se=None,
        method="delta",
        definition="loading@1",
    )


def _step_line(step: Step) -> StepLine:
    fit = step.fit
    return StepLine(
        title=STEPS[step.equal],
        holds=step.holds,
        chi_square=_sure(fit.chi_square, 1),
        df=fit.df,
        cfi=_sure(fit.cfi, 3),
        change=None if step.cfi_change is None else Quantity(step.cfi_change, Unit.SCALE, 3, signed=True),
        rmsea=_number(fit.rmsea, 3),
        srmr=_sure(fit.srmr, 3),
        p=_chance(step.p),
    )


def _chance(p: float | None) -> Quantity | Text | None:
    """Return a p-value; one that rounds to nothing is told to be smaller than the last digit shown."""
    if p is not None and p < SMALLEST_P:
        return Text("< {p}", {"p": _sure(SMALLEST_P, 3)})
    return _number(p, 3)


def _means(scale: Scale, settled: Settled, part: Text | None) -> DotsChart | None:
    if scale.compared is None:
        return None
    by = settled.ask.by
    rows = [
        GroupRow(
            label_of(by, row.label),
            row.estimate,
            Ranked(pooled=row.pooled, low=row.rank_low or 1, high=row.rank_high or 1),
        )
        for row in scale.compared.rows
    ]
    return dots_chart(
        rows,
        title=_headed(part, say(_("The groups’ means"))),
        name=say(_("The mean")),
        group=dict(settled.groupings).get(by, say(_("Group"))),
        compared=_compared_words(scale, by),
    )


def _compared_words(scale: Scale, by: str) -> Text | None:
    if scale.compared is None:
        return None
    said = scale.compared.sentence
    named = {name: label_of(by, value) if name in {"first", "second"} else value for name, value in said.params.items()}
    return Text(said.template, named)
