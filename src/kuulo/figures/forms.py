"""The form of Explore: what can be chosen, written as the address writes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kuulo.base.texts import Text
from kuulo.figures.charts.quantities import Period as CalendarPeriod
from kuulo.figures.queries import Options, Scope
from kuulo.figures.rules import Dimension, DimensionKind, Selection
from kuulo.figures.rules.periods import month_start
from kuulo.figures.templatetags.charts import say
from kuulo.words.queries import value_labels

Choices = list[tuple[str, str | list[tuple[str, str]]]]

PERIODS = (
    ("28", gettext_lazy("Last 28 days")),
    ("90", gettext_lazy("Last 90 days")),
    ("365", gettext_lazy("Last 365 days")),
    ("all", gettext_lazy("All the time")),
    ("months", gettext_lazy("Months of your choice")),
)
# Filters beyond so many fold away; those in use always show.
FIRST_FILTERS = 1


class ExploreForm(forms.Form):
    """Measure, split, period and filters; every field may be left as it is."""

    def __init__(self, scope: Scope, options: Options) -> None:
        self.selection = scope.selection
        super().__init__(initial=_initial(scope.selection), auto_id="choose-%s")
        self.fields["measure"] = _choice(_("Measure"), _measures(options))
        if len(options.questions) > 1:
            questions = [("", _("All questions on this scale")), *((name, name) for name in options.questions)]
            self.fields["question"] = _choice(_("Question"), questions)
        self.fields["by"] = _choice(_("Split by"), _splits(options, scope.selection.by))
        self.fields["period"] = _choice(_("Period"), [(value, str(label)) for value, label in PERIODS])
        months = [(month, say(CalendarPeriod(month_start(month)))) for month in options.months]
        self.fields["from"] = _choice(_("From"), [("", _("the first")), *months])
        self.fields["to"] = _choice(_("To"), [("", _("the latest")), *months])
        for choice in options.filters:
            key = choice.dimension.key
            self.fields[key] = _filter(choice.dimension, choice.values, scope.selection.values_of(choice.dimension))

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields that always show, but for the months."""
        return [self[name] for name in ("measure", "question", "by", "period") if name in self.fields]

    def month_fields(self) -> list[forms.BoundField]:
        """Return the fields of the first and the last month."""
        return [self["from"], self["to"]]

    def first_filters(self) -> list[forms.BoundField]:
        """Return the filters that show: the usual ones and those in use."""
        return [self[name] for name in self._filters() if self._shows(name)]

    def more_filters(self) -> list[forms.BoundField]:
        """Return the filters that fold away."""
        return [self[name] for name in self._filters() if not self._shows(name)]

    def _filters(self) -> list[str]:
        own = {"measure", "question", "by", "period", "from", "to"}
        return [name for name in self.fields if name not in own]

    def _shows(self, name: str) -> bool:
        first = self._filters()[:FIRST_FILTERS]
        return name in first or any(one.dimension.key == name for one in self.selection.filters)


def _initial(selection: Selection) -> dict[str, object]:
    chosen: dict[str, object] = dict(selection.to_params())
    return chosen | {
        one.dimension.key: list(one.values) if len(one.values) > 1 else one.values[0] for one in selection.filters
    }


def _choice(label: str, choices: Sequence[tuple[str, object]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), required=False)


def _measures(options: Options) -> Choices:
    own = [(one.id, say(Text(one.title))) for one in options.definitions if not one.instead_of]
    others = [(one.id, say(Text(one.title))) for one in options.definitions if one.instead_of]
    return [*own, (_("As other tools show it"), others)] if others else list(own)


def _splits(options: Options, chosen: Dimension | None) -> Choices:
    """Return what a figure can be split by, grouped; what is chosen is listed even where it says nothing here."""
    dimensions = list(dict.fromkeys([*options.dimensions, *([chosen] if chosen else [])]))
    kinds = (
        (_("Time"), DimensionKind.TIME),
        (_("Where it was answered"), DimensionKind.COLUMN),
        (_("Known with the answer"), DimensionKind.ATTRIBUTE),
        (_("Known of the customer"), DimensionKind.CUSTOMER),
        (_("Told in words"), DimensionKind.WORDS),
    )
    groups: Choices = [("", _("Nothing: one figure"))]
    for label, kind in kinds:
        members = [(one.key, dimension_name(one)) for one in dimensions if one.kind is kind]
        if members:
            groups.append((label, members))
    return groups


def _filter(dimension: Dimension, values: Iterable[str], chosen: Sequence[str]) -> forms.Field:
    listed = list(values) + [value for value in chosen if value not in values]
    names = value_names(dimension, listed)
    choices = [(value, names[value]) for value in listed]
    if len(chosen) > 1:
        return forms.MultipleChoiceField(label=dimension_name(dimension), choices=choices, required=False)
    return _choice(dimension_name(dimension), [("", _("All")), *choices])


def value_names(dimension: Dimension, values: Iterable[str]) -> dict[str, str]:
    """Return what the reader calls values of a dimension; most are called what they are."""
    listed = list(values)
    if not dimension.is_of_words:
        return {value: value for value in listed}
    return {value: say(text) for value, text in value_labels(dimension.name, listed, reader_language()).items()}


def reader_language() -> str:
    """Return the language of the reader, without its region."""
    return (get_language() or "en")[:2]


def dimension_name(dimension: Dimension) -> str:
    """Return what a reader calls a dimension."""
    name = say(dimension.heading)
    return name[:1].upper() + name[1:]
