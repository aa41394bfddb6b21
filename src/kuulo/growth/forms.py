"""What the pages of the room are asked for: the measure, the ranges of the assumptions, a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.base.texts import Text
from kuulo.figures.templatetags.charts import say
from kuulo.measures.definitions import Definition
from kuulo.measures.growth.mouth import ASSUMPTIONS, Assumption

LARGEST_FILE = 2_000_000


class MeasureForm(forms.Form):
    """Which measure's answers are looked at."""

    measure = forms.ChoiceField(label=_("Measure"), required=False)

    def __init__(self, definitions: Sequence[Definition], chosen: str) -> None:
        super().__init__(initial={"measure": chosen}, auto_id="choose-%s")
        self.fields["measure"].choices = [(one.id, say(Text(one.title))) for one in definitions]  # type: ignore[attr-defined] # a choice field


@dataclass(frozen=True)
class Range:
    """The two fields of one assumption, under its words."""

    label: str
    low: forms.BoundField
    high: forms.BoundField


class CostForm(forms.Form):
    """The range of each assumption; shares are given in per cent."""

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__(
            {key: value for key, value in told.items() if value}
            | {k: v for k, v in initial().items() if not told.get(k)},
            auto_id="cost-%s",
        )
        for each in ASSUMPTIONS:
            factor = 100 if each.is_share else 1
            for end, label in (("low", _("from")), ("high", _("to"))):
                self.fields[f"{each.key}_{end}"] = forms.FloatField(
                    label=label,
                    min_value=each.least * factor,
                    max_value=each.most * factor,
                    widget=forms.NumberInput(attrs={"step": "any"}),
                )

    def ranges(self) -> Iterator[Range]:
        """Yield the fields by assumption."""
        for each in ASSUMPTIONS:
            yield Range(say(each.label), self[f"{each.key}_low"], self[f"{each.key}_high"])

    def assumptions(self) -> tuple[Assumption, ...]:
        """Return the assumptions as they were given; those that ship where a field cannot be used."""
        if not self.is_valid():
            return ASSUMPTIONS
        return tuple(replace(each, low=self._end(each, "low"), high=self._end(each, "high")) for each in ASSUMPTIONS)

    def _end(self, each: Assumption, end: str) -> float:
        return float(self.cleaned_data[f"{each.key}_{end}"]) / (100 if each.is_share else 1)


def initial() -> dict[str, str]:
    """Return what stands in the fields at first."""
    found: dict[str, str] = {}
    for each in ASSUMPTIONS:
        factor = 100 if each.is_share else 1
        found |= {f"{each.key}_low": f"{each.low * factor:g}", f"{each.key}_high": f"{each.high * factor:g}"}
    return found


class BenchmarkForm(forms.Form):
    """A file of published figures."""

    file = forms.FileField(
        label=_("File (TOML or CSV)"), widget=forms.ClearableFileInput(attrs={"accept": ".toml,.csv"})
    )

    def clean_file(self) -> object:
        """Return the file, unless it is larger than any such list."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return file
