"""Forms of the room: a proposal, a decision with what is expected, and the steps after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.base.texts import Text
from kuulo.decisions.rules import (
    LEAST_SURE,
    MOST_SURE,
    OTHERS,
    USUAL_SPAN,
    VERDICT_WORDS,
    Effect,
    Verdict,
    change_as_told,
    unit_of_measure,
)
from kuulo.decisions.rules.effects import NOBODY, PER_CENT
from kuulo.decisions.rules.views import MOST_OPTIONS, DecisionView, Option
from kuulo.decisions.services import Deciding, Proposing
from kuulo.figures.charts.quantities import Unit
from kuulo.figures.templatetags.charts import say
from kuulo.measures.definitions import DEFINITIONS, Definition

LEAST_OPTIONS: Final = 3
GROUP: Final = "group"
Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a form offers: measures that are answered, and groups a change may touch as filters of an address."""

    definitions: Sequence[Definition] = ()
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()


class DayInput(forms.DateInput):
    """A day as every browser writes it, whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a field of a day; whether it must be given is the guards' matter."""
    return forms.DateField(label=label, help_text=help_text, required=False, localize=False, widget=DayInput())


class GuardedForm(forms.Form):
    """A form whose missing answers the guards refuse, by their names; only on the page are they told to be needed.

    Attributes:
        needed: Names of the fields that a guard asks for.
        shown: Names of the fields in the order of the page; all in their own order where empty.
    """

    needed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields as the page shows them, those that a guard asks for not as optional."""
        for name in self.needed:
            self.fields[name].required = True
        return [self[name] for name in (self.shown or tuple(self.fields))]


class EffectForm(GuardedForm):
    """The expected effect: how much of which measure, among whom, by when; who is compared with; the day of the check.

    Left empty altogether, no effect is expected yet.
    """

    measure = forms.ChoiceField(label=_("Measure"), required=False)
    change = forms.DecimalField(
        label=_("Expected change"),
        required=False,
        localize=False,
        help_text=_("In points of the measure; of shares in percentage points. A fall is written with a minus."),
    )
    among = forms.ChoiceField(label=_("Among whom"), required=False)
    address = forms.CharField(
        label=_("Or a group by its address in Explore"),
        required=False,
        max_length=2000,
        help_text=_("Filter in Explore, then copy the address from there."),
    )
    beside = forms.ChoiceField(
        label=_("Compared with"),
        required=False,
        choices=[
            (OTHERS, _("everybody whom it does not touch")),
            (GROUP, _("another group, by its address in Explore")),
            (NOBODY, _("nobody: before and after alone")),
        ],
    )
    beside_address = forms.CharField(label=_("Address of the group compared with"), required=False, max_length=2000)
    due = day_field(_("By when"))
    span = forms.TypedChoiceField(
        label=_("Measured over"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            (28, _("4 weeks")),
            (56, _("8 weeks")),
            (91, _("13 weeks")),
            (182, _("26 weeks")),
            (364, _("52 weeks")),
        ],
    )
    check_on = day_field(_("Day of the check"), _("After the effect is due; answers need some days to come in."))
    owner = forms.CharField(label=_("Owner"), required=False, max_length=250)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Offered, found: DecisionView | None = None, **kwargs: Any) -> None:
        initial = effect_initial(found) | kwargs.get("initial", {})
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["seen"].initial = "" if found is None else found.edition
        chosen = found.effect.definition if found is not None and found.effect is not None else ""
        self.fields["measure"].choices = measure_choices(offered, chosen)  # type: ignore[attr-defined] # a choice field
        self.fields["among"].choices = group_choices(offered, str(initial.get("among", "")))  # type: ignore[attr-defined] # as above

    def clean_beside_address(self) -> str:
        """Refuse another group that is not named: it would be compared with nobody."""
        address = str(self.cleaned_data["beside_address"]).strip()
        if self.cleaned_data.get("beside") == GROUP and not address:
            raise forms.ValidationError(_("Name the group compared with by its address."))
        return address

    def told_effect(self) -> Effect | None:
        """Return the expected effect; ``None`` where nothing is expected yet."""
        told = self.cleaned_data
        if not told["measure"] or told["change"] is None or told["due"] is None:
            return None
        among = told["address"].strip() or told["among"]
        beside = told["beside_address"] if told["beside"] == GROUP else told["beside"]
        measure = DEFINITIONS[told["measure"]]
        return Effect(
            definition=measure.id,
            change=change_as_told(float(told["change"]), measure),
            due=told["due"],
            among=among,
            beside=beside if among else NOBODY,
            span=told["span"] or USUAL_SPAN,
        )


class ProposalForm(EffectForm):
    """A proposal: the question, the options, the claims it rests on, and what may be expected already."""

    question = forms.CharField(label=_("Question to decide"), max_length=500)
    background = forms.CharField(label=_("Background"), required=False, max_length=10_000, widget=forms.Textarea)
    claims = forms.CharField(
        label=_("Claims it rests on"),
        required=False,
        max_length=500,
        help_text=_("Numbers of claims, such as C3 C12. A decision rests on at least one."),
    )
    decide_by = day_field(_("To be decided by"), _("It then stands in the plan of the year."))

    def __init__(self, *args: Any, offered: Offered, found: DecisionView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, offered=offered, found=found, **kwargs)
        options = found.options if found is not None else ()
        self.rows = min(max(LEAST_OPTIONS, len(options) + 2), MOST_OPTIONS)
        for place in range(1, self.rows + 1):
            known = options[place - 1] if place <= len(options) else Option(key="", title="")
            self.fields[f"key_{place}"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=known.key)
            self.fields[f"option_{place}"] = forms.CharField(
                label=_("Option {place}").format(place=place), required=False, max_length=200, initial=known.title
            )
            self.fields[f"text_{place}"] = forms.CharField(
                label=_("What option {place} means").format(place=place),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=known.text,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse half an expected effect: it would be forgotten."""
        told = super().clean() or self.cleaned_data
        parts = ("measure", "change", "due")
        lacking = [name for name in parts if name not in self.errors and told.get(name) in (None, "")]
        if len(lacking) < len(parts):
            for name in lacking:
                self.add_error(name, _("An expected effect needs a measure, a change and a day."))
        return told

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The question, its background and claims."""
        return [self[name] for name in ("question", "background", "claims")]

    @property
    def option_fields(self) -> list[forms.BoundField]:
        """The options, each with what it means."""
        names = [f"{name}_{place}" for place in range(1, self.rows + 1) for name in ("key", "option", "text")]
        return [self[name] for name in names]

    @property
    def later_fields(self) -> list[forms.BoundField]:
        """What can be said when it is decided."""
        return [self[name] for name in ("decide_by", "owner")]

    @property
    def effect_fields(self) -> list[forms.BoundField]:
        """The expected effect."""
        return [self[name] for name in EFFECT_NAMES]

    def told_wishes(self) -> Proposing:
        """Return what was filled in."""
        told = self.cleaned_data
        options = tuple(
            Option(key=told[f"key_{place}"], title=told[f"option_{place}"], text=told[f"text_{place}"])
            for place in range(1, self.rows + 1)
        )
        return Proposing(
            question=told["question"],
            background=told["background"],
            options=options,
            claims=tuple(re.findall(r"[^\s,;]+", told["claims"])),
            owner=told["owner"],
            decide_by=told["decide_by"],
            effect=self.told_effect(),
            check_on=told["check_on"],
        )


EFFECT_NAMES: Final = (
    "measure",
    "change",
    "among",
    "address",
    "beside",
    "beside_address",
    "due",
    "span",
    "check_on",
)


class DecidingForm(EffectForm):
    """What is decided, why, what is expected, and how sure those are who decide."""

    chosen = forms.ChoiceField(label=_("What is decided"), required=False, widget=forms.RadioSelect)
    why = forms.CharField(label=_("Why"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))
    certainty = forms.IntegerField(
        label=_("How sure are you that the effect comes, per cent"),
        required=False,
        min_value=LEAST_SURE,
        max_value=MOST_SURE,
        help_text=_("50: as likely as not. 99: it would astonish you if it did not. It is learnt from later."),
    )

    needed = ("chosen", "measure", "change", "due", "check_on", "owner", "certainty")
    shown = ("chosen", "why", *EFFECT_NAMES, "owner", "certainty")

    def __init__(self, *args: Any, offered: Offered, found: DecisionView, **kwargs: Any) -> None:
        super().__init__(*args, offered=offered, found=found, **kwargs)
        self.fields["chosen"].choices = [(one.key, one.title) for one in found.options]  # type: ignore[attr-defined] # a choice field

    def told_settled(self) -> Deciding:
        """Return what was filled in."""
        told = self.cleaned_data
        return Deciding(
            chosen=told["chosen"],
            why=told["why"],
            effect=self.told_effect(),
            check_on=told["check_on"],
            owner=told["owner"],
            certainty=told["certainty"],
        )


class BeginForm(GuardedForm):
    """From which day on a decision is in effect."""

    needed = ("on",)

    on = day_field(_("First day in effect"))


class PostponeForm(GuardedForm):
    """Another day of the check, and why."""

    needed = ("to", "why")

    to = day_field(_("New day of the check"))
    why = forms.CharField(label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class VerdictForm(GuardedForm):
    """What the check found, by a person's word."""

    needed = ("verdict",)

    verdict = forms.ChoiceField(label=_("Verdict"), required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why, where it is another one than proposed"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [(str(one), say(words)) for one, words in VERDICT_WORDS.items()]  # type: ignore[attr-defined] # a choice field

    def told_verdict(self) -> Verdict | None:
        """Return the verdict chosen."""
        told = self.cleaned_data["verdict"]
        return Verdict(told) if told else None


class SingleForm(GuardedForm):
    """Another action on the same claims."""

    needed = ("action", "learnt")

    action = forms.CharField(label=_("What is done instead"), required=False, max_length=200)
    learnt = forms.CharField(
        label=_("What was learnt"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DoubleForm(GuardedForm):
    """Claims that are reopened, and the question that follows."""

    needed = ("claims", "lesson")

    claims = forms.MultipleChoiceField(label=_("Claims to reopen"), required=False, widget=forms.CheckboxSelectMultiple)
    lesson = forms.CharField(
        label=_("What was learnt"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_question = forms.CharField(
        label=_("Question of the decision to come"),
        required=False,
        max_length=500,
        help_text=_("Left empty: the same question."),
    )

    def __init__(self, *args: Any, claims: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claims"].choices = claims  # type: ignore[attr-defined] # a choice field


def effect_initial(found: DecisionView | None) -> dict[str, Any]:
    """Return what a decision says already, as a form shows it."""
    if found is None:
        return {"beside": OTHERS, "span": USUAL_SPAN}
    known: dict[str, Any] = {
        "question": found.question,
        "background": found.background,
        "claims": " ".join(found.claims),
        "decide_by": found.decide_by,
        "owner": found.owner,
        "check_on": found.check_on,
        "beside": OTHERS,
        "span": USUAL_SPAN,
    }
    effect = found.effect
    if effect is None:
        return known
    share = unit_of_measure(effect.measure) is Unit.SHARE
    listed = effect.beside in {OTHERS, NOBODY}
    return known | {
        "measure": effect.definition,
        "change": f"{effect.change * PER_CENT if share else effect.change:g}",
        "among": effect.among,
        "beside": effect.beside if listed else GROUP,
        "beside_address": "" if listed else effect.beside,
        "due": effect.due,
        "span": effect.span,
    }


def measure_choices(offered: Offered, chosen: str) -> Choices:
    """Return the measures to choose from; one that is chosen already is among them."""
    known = {one.id: one for one in offered.definitions}
    if chosen in DEFINITIONS:
        known[chosen] = DEFINITIONS[chosen]
    return [("", "–"), *((name, say_title(one)) for name, one in known.items())]


def say_title(measure: Definition) -> str:
    """Return the name of a measure in the reader's language."""
    return say(Text(measure.title))


def group_choices(offered: Offered, chosen: str) -> Choices:
    """Return the groups to choose from, by what they are split by; one that is chosen already is among them."""
    listed: Choices = [("", _("everybody")), *((heading, list(groups)) for heading, groups in offered.groups)]
    there = {address for _heading, groups in offered.groups for address, _name in groups}
    return listed if not chosen or chosen in there else [*listed, (chosen, chosen)]
