"""The plan of a study as a form, in the order in which it is thought through; and its result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuulo.accounts.queries import organisation
from kuulo.base.texts import say
from kuulo.figures.templatetags.charts import say as said
from kuulo.studies.rules import (
    BASIS_NAMES,
    LANGUAGES,
    METHOD_HELP,
    METHOD_NAMES,
    TRIGGER_ASKS,
    TRIGGER_NAMES,
    Answer,
    LegalBasis,
    Method,
    StudyView,
    Trigger,
)
from kuulo.studies.rules.drafts import drafted
from kuulo.studies.services import StudyWishes, TextWishes

Choices = Sequence[tuple[str, str]]
LANGUAGE_NAMES: Final = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}
TITLE_LABELS: Final = {
    "fi": _("What participants know it by, in Finnish"),
    "sv": _("What participants know it by, in Swedish"),
    "en": _("What participants know it by, in English"),
}
ABOUT_LABELS: Final = {
    "fi": _("What taking part means, in Finnish"),
    "sv": _("What taking part means, in Swedish"),
    "en": _("What taking part means, in English"),
}
NOTICE_LABELS: Final = {"fi": _("Notice in Finnish"), "sv": _("Notice in Swedish"), "en": _("Notice in English")}
CONSENT_LABELS: Final = {
    "fi": _("Words of consent in Finnish"),
    "sv": _("Words of consent in Swedish"),
    "en": _("Words of consent in English"),
}
PARTS: Final = (
    ("title", TITLE_LABELS, 1, 200),
    ("about", ABOUT_LABELS, 3, 4_000),
    ("notice", NOTICE_LABELS, 7, 12_000),
    ("consent", CONSENT_LABELS, 2, 2_000),
)
APPLIES: Final = (("no", _("Does not apply")), ("yes", _("Applies")))
SAYS: Final = {"yes": True, "no": False}
TOLD: Final[dict[bool | None, str]] = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form's choices are made of: segments, codebooks and questionnaires by slug and name."""

    segments: Choices = ()
    codebooks: Choices = ()
    instruments: Choices = ()


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A part of the form under a heading of its own."""

    key: str
    legend: Promise
    help: Promise | str
    fields: tuple[Any, ...]


class DayInput(forms.DateInput):
    """A day picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlanForm(forms.Form):
    """Everything a plan says."""

    title = forms.CharField(label=_("Name of the study"), max_length=200, help_text=_("As the team knows it."))
    question = forms.CharField(
        label=_("Decision question"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Which decision waits for the answer?"),
    )
    changes = forms.CharField(
        label=_("What would change depending on the answer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If nothing would, the study is not needed."),
    )
    method = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect)
    planned = forms.IntegerField(label=_("How many participants"), min_value=0, max_value=100_000, initial=0)
    segment = forms.ChoiceField(label=_("Drawn from the segment"), required=False)
    sampling = forms.CharField(
        label=_("How participants are chosen"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=list(LANGUAGE_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    guide = forms.CharField(
        label=_("Guide"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is asked or looked at, a line each; it stands beside every meeting."),
    )
    minutes = forms.IntegerField(label=_("Minutes of a participant’s time"), min_value=0, max_value=10_000, initial=60)
    recruit_from = forms.DateField(label=_("Recruiting from"), required=False, widget=DayInput)
    starts_on = forms.DateField(label=_("Fieldwork from"), required=False, widget=DayInput)
    ends_on = forms.DateField(label=_("Fieldwork until"), required=False, widget=DayInput)
    report_on = forms.DateField(label=_("Report due"), required=False, widget=DayInput)
    budget = forms.DecimalField(label=_("Budget, €"), min_value=0, max_digits=10, decimal_places=2, initial=0)
    incentive = forms.DecimalField(
        label=_("Incentive for each participant, €"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        initial=0,
        help_text=_("Due from joining on, whether somebody stays or leaves."),
    )
    legal_basis = forms.ChoiceField(label=_("Legal basis"), required=False)
    consent_days = forms.IntegerField(
        label=_("Days for which what is told may be used"),
        required=False,
        min_value=1,
        max_value=36_500,
        help_text=_("Left empty: until the participant says otherwise."),
    )
    codebook = forms.ChoiceField(label=_("Codebook"), required=False)
    instrument = forms.ChoiceField(label=_("Questionnaire"), required=False)
    confidential = forms.BooleanField(
        label=_("Confidential: only the team sees the study, its material and its people"), required=False
    )
    shares_words = forms.BooleanField(
        label=_("Masked words of participants may be seen by other staff and are heard with all other words"),
        required=False,
    )

    def __init__(
        self, *args: Any, offered: Offered, found: StudyView | None = None, amends: str = "", **kwargs: Any
    ) -> None:
        initial = _initial_of(found) if found is not None else _initial_of_new()
        super().__init__(*args, **{"initial": initial, **kwargs})
        self._choose(
            "method",
            [
                (each.value, f"{said(say(name))} – {said(say(METHOD_HELP[each]))}")
                for each, name in METHOD_NAMES.items()
            ],
        )
        self._choose("segment", [("", _("All customers")), *offered.segments])
        self._choose("legal_basis", [("", "–"), *((each.value, said(say(name))) for each, name in BASIS_NAMES.items())])
        self._choose("codebook", [("", _("None")), *offered.codebooks])
        self._choose("instrument", [("", _("None")), *offered.instruments])
        for language in LANGUAGES:
            for part, labels, rows, most in PARTS:
                widget = forms.TextInput() if rows == 1 else forms.Textarea(attrs={"rows": rows})
                self.fields[f"{part}_{language}"] = forms.CharField(
                    label=labels[language], required=False, max_length=most, widget=widget
                )
        for trigger in Trigger:
            self.fields[f"applies_{trigger}"] = forms.ChoiceField(
                label=said(say(TRIGGER_NAMES[trigger])), choices=APPLIES, required=False, widget=forms.RadioSelect
            )
            self.fields[f"answer_{trigger}"] = forms.CharField(
                label=_("What is done about it"),
                required=False,
                max_length=2_000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=said(say(TRIGGER_ASKS[trigger])),
            )
        if amends:
            self.fields["why"] = forms.CharField(
                label=_("Why the plan is changed"),
                max_length=2_000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Fieldwork has begun: the change is shown beside the result, with this reason."),
            )

    def groups(self) -> Iterator[FieldGroup]:
        """Yield the parts of the form in the order in which a study is thought through."""
        for key, legend, help_text, names in GROUPS:
            yield FieldGroup(key, legend, help_text, tuple(self[name] for name in names))
        if "why" in self.fields:
            yield FieldGroup("why", _("Amendment"), "", (self["why"],))

    def texts(self) -> Iterator[FieldGroup]:
        """Yield what participants are told, language by language."""
        for language, name in LANGUAGE_NAMES.items():
            yield FieldGroup(language, name, "", tuple(self[f"{part}_{language}"] for part, *_rest in PARTS))

    def checklist(self) -> Iterator[tuple[Any, Any]]:
        """Yield the ethics triggers, each with the field for what is done about it."""
        for trigger in Trigger:
            yield self[f"applies_{trigger}"], self[f"answer_{trigger}"]

    def told_wishes(self) -> StudyWishes:
        """Return what was filled in."""
        told = self.cleaned_data
        texts = {
            language: TextWishes(**{part: told[f"{part}_{language}"] for part, *_rest in PARTS})
            for language in LANGUAGES
        }
        ethics = {
            trigger: Answer(SAYS.get(told[f"applies_{trigger}"]), told[f"answer_{trigger}"]) for trigger in Trigger
        }
        plain = {
            each.name: told[each.name]
            for each in fields(StudyWishes)
            if each.name not in {"texts", "ethics", "method", "legal_basis", "languages"}
        }
        return StudyWishes(
            **plain,
            method=Method(told["method"]),
            legal_basis=LegalBasis(told["legal_basis"]) if told["legal_basis"] else None,
            languages=tuple(told["languages"]),
            texts=texts,
            ethics=ethics,
        )

    def told_why(self) -> str:
        """Return why the plan is changed; empty before fieldwork."""
        return str(self.cleaned_data.get("why", ""))

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        chosen = str(self.initial.get(name, "") or "")
        known = [value for value, _label in choices]
        extra = [(chosen, chosen)] if chosen and chosen not in known else []
        self.fields[name].choices = [*choices, *extra]  # type: ignore[attr-defined] # a choice field


class ResultForm(forms.Form):
    """What came out."""

    found = forms.CharField(label=_("What was found"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))
    answer = forms.CharField(
        label=_("What it means for the decision"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    limits = forms.CharField(
        label=_("What fell short of the plan, and what that means for the result"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


GROUPS: Final[tuple[tuple[str, Promise, Promise | str, tuple[str, ...]], ...]] = (
    ("why-study", _("Why"), "", ("title", "question", "changes")),
    ("how", _("How"), "", ("method", "guide", "codebook", "instrument")),
    ("who", _("Who"), "", ("planned", "segment", "sampling", "languages")),
    ("when", _("When"), "", ("recruit_from", "starts_on", "ends_on", "report_on", "minutes")),
    ("money", _("Money"), "", ("budget", "incentive")),
    ("rights", _("Rights and access"), "", ("legal_basis", "consent_days", "confidential", "shares_words")),
)


def _initial_of(found: StudyView) -> dict[str, Any]:
    plain = {each.name: getattr(found, each.name, None) for each in fields(StudyWishes)}
    plain |= {"method": found.method.value, "legal_basis": found.legal_basis.value if found.legal_basis else ""}
    plain["languages"] = list(found.languages)
    texts = {"title": found.titles, "about": found.about, "notice": found.notice, "consent": found.consents}
    plain |= {f"{part}_{one}": told.get(one, "") for part, told in texts.items() for one in LANGUAGES}
    for trigger, answer in found.ethics.items():
        plain |= {f"applies_{trigger}": TOLD[answer.applies], f"answer_{trigger}": answer.answer}
    return plain


def _initial_of_new() -> dict[str, Any]:
    """Return what a new plan begins with: drafts of the texts, to be edited."""
    initial: dict[str, Any] = {"languages": list(LANGUAGES), "method": Method.INTERVIEW.value, "minutes": 60}
    initial |= {"legal_basis": LegalBasis.CONSENT.value, "budget": Decimal(0), "incentive": Decimal(0)}
    name = organisation().name
    for language in LANGUAGES:
        initial[f"notice_{language}"], initial[f"consent_{language}"] = drafted(language, name)
    return initial
