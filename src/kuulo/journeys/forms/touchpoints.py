"""The form of a touchpoint: its name, its channel and its rules, an empty row at the end for another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.journeys.rules import Match
from kuulo.journeys.rules.matching import LONGEST, MOST_RULES, PARTS

KINDS: Final = (
    ("", _("anything done")),
    ("page_view", _("page viewed")),
    ("screen_view", _("screen viewed")),
    ("event", _("event")),
    ("visit", _("visit")),
    ("purchase", _("purchase")),
    ("message", _("message")),
    ("meeting", _("meeting")),
    ("answer", _("answer")),
    ("comment", _("comment")),
)


class TouchpointForm(forms.Form):
    """What a touchpoint is called."""

    name = forms.CharField(label=_("Name"), max_length=120)
    channel = forms.CharField(
        label=_("Channel"),
        max_length=40,
        required=False,
        help_text=_("How customers and company meet here, such as web, shop or phone."),
    )


class RuleForm(forms.Form):
    """One rule; an empty row is none."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)
    name = forms.CharField(label=_("Event or screen"), required=False, max_length=LONGEST)
    page = forms.CharField(label=_("Page"), required=False, max_length=LONGEST)
    channel = forms.CharField(label=_("Channel"), required=False, max_length=40)
    source = forms.CharField(label=_("Source"), required=False, max_length=LONGEST)
    touchpoint = forms.CharField(label=_("Touchpoint it came with"), required=False, max_length=LONGEST)

    def told(self) -> dict[str, str]:
        """Return what the row says; nothing for an empty one."""
        return {name: text for name, text in self.cleaned_data.items() if name in PARTS and text}


BaseRulesForm = forms.formset_factory(RuleForm, extra=1, max_num=MOST_RULES + 1, absolute_max=MOST_RULES + 10)


class RulesForm(BaseRulesForm):  # type: ignore[misc,valid-type] # Django makes the class
    """All rules of a touchpoint."""

    def __init__(self, data: Any = None, *, rules: Sequence[Match] = ()) -> None:
        rows = [{name: getattr(rule, name) for name in PARTS} for rule in rules]
        super().__init__(data, initial=rows, prefix="rule")

    def told(self) -> list[dict[str, str]]:
        """Return the rules that were filled in."""
        return [rule for form in self.forms if (rule := form.told())]
