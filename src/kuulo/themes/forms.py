"""What the page is asked for, and what a person decides of a theme."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuulo.base.texts import Text
from kuulo.figures.forms import dimension_name
from kuulo.figures.queries import Options, Scope
from kuulo.figures.templatetags.charts import say
from kuulo.themes.rules import State, ThemeView

PERIODS: Final = (
    ("28", gettext_lazy("Last 28 days")),
    ("90", gettext_lazy("Last 90 days")),
    ("365", gettext_lazy("Last 365 days")),
    ("all", gettext_lazy("All the time")),
)
FILTERED_BY: Final = ("touchpoint", "channel", "language", "source")


class WordsForm(forms.Form):
    """Measure, period, and the places comments come from."""

    def __init__(self, scope: Scope, options: Options) -> None:
        chosen = dict(scope.selection.to_params())
        super().__init__(initial=chosen, auto_id="choose-%s")
        measures = [(one.id, say(Text(one.title))) for one in options.definitions if not one.instead_of]
        self.fields["measure"] = forms.ChoiceField(label=_("Measure"), choices=measures, required=False)
        self.fields["period"] = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
        for choice in options.filters:
            key = choice.dimension.key
            if key in FILTERED_BY and len(choice.values) > 1:
                listed = [("", _("All")), *((value, value) for value in choice.values)]
                self.fields[key] = forms.ChoiceField(
                    label=dimension_name(choice.dimension), choices=listed, required=False
                )


class NameForm(forms.Form):
    """A name for a theme."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)


class StateForm(forms.Form):
    """What a theme is decided to be."""

    state = forms.ChoiceField(choices=[(state.value, state.value) for state in State])


class MergeForm(forms.Form):
    """Which theme another becomes part of."""

    into = forms.ChoiceField(label=gettext_lazy("Theme"))

    def __init__(self, data: object, others: tuple[ThemeView, ...], language: str) -> None:
        super().__init__(data)  # type: ignore[arg-type] # what a request brings, or nothing
        choices = [(one.key, one.called(language)) for one in others]
        self.fields["into"].choices = choices  # type: ignore[attr-defined] # a choice field
