"""Forms of the import pages: the upload, and what is said about the columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.surveys.queries import ColumnView, Understanding
from kuulo.surveys.rules.columns import Question, Role
from kuulo.surveys.rules.understanding import LEAVE_OUT, Reply

NAME_LENGTH = 120
ROLE_NAMES = {
    Role.SCORE: _("Score"),
    Role.COMMENT: _("Comment"),
    Role.TIME: _("Time"),
    Role.ATTRIBUTE: _("Attribute"),
    Role.TOUCHPOINT: _("Touchpoint"),
    Role.PARTY: _("Person or customer"),
    Role.ID: _("Id of the response"),
    Role.STATUS: _("Complete or not"),
    Role.LANGUAGE: _("Language"),
    Role.WEIGHT: _("Weight"),
    Role.OTHER: _("Not used"),
}


class UploadForm(forms.Form):
    """A file of answers, and which data set it belongs to."""

    # An empty file is refused by whoever reads it, in the same words as on the command line.
    file = forms.FileField(label=_("File of answers"), allow_empty_file=True)
    dataset = forms.CharField(
        label=_("Data set"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_(
            "The survey these answers belong to. Left empty, a file with columns met before goes where they went, and "
            "any other is named after the file."
        ),
        widget=forms.TextInput(attrs={"list": "datasets", "autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question with the name of its field and what was chosen last."""

    question: Question
    name: str
    chosen: str

    @property
    def may_leave_out(self) -> bool:
        """Whether leaving the column out must be offered: not where "nothing to use" is a choice anyway."""
        return all(choice.value != Role.OTHER for choice in self.question.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedColumn:
    """A column that is asked about, with its questions."""

    column: ColumnView
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedColumn:
    """A column in the table, with the name of the field of its role."""

    column: ColumnView
    name: str
    role: str
    is_open: bool


class ColumnsForm(forms.Form):
    """What is said about the columns of one file: replies to the open questions, and other roles."""

    def __init__(self, understanding: Understanding, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # a QueryDict or None
        self.understanding = understanding
        self._position = {view.guess.column: at for at, view in enumerate(understanding.columns)}
        for question in understanding.questions:
            values = [(choice.value, choice.value) for choice in question.choices] + [(LEAVE_OUT, LEAVE_OUT)]
            self.fields[self._name(question)] = forms.ChoiceField(choices=values, required=False)
        for at in self._position.values():
            self.fields[f"role-{at}"] = forms.ChoiceField(choices=list(ROLE_NAMES.items()), required=False)

    def _name(self, question: Question) -> str:
        return f"ask-{question.key}-{self._position[question.column]}"

    def asked(self) -> Iterator[AskedColumn]:
        """Yield the columns that are asked about, in the file's order."""
        for view in self.understanding.columns:
            questions = tuple(
                AskedQuestion(question=question, name=name, chosen=self.data.get(name, ""))
                for question in self.understanding.questions
                if question.column == view.guess.column
                for name in (self._name(question),)
            )
            if questions:
                yield AskedColumn(column=view, questions=questions)

    def listed(self) -> Iterator[ListedColumn]:
        """Yield all columns, in the file's order."""
        for at, view in enumerate(self.understanding.columns):
            yield ListedColumn(column=view, name=f"role-{at}", role=view.role.value, is_open=view.settled is None)

    def by_role(self) -> list[tuple[object, list[ColumnView]]]:
        """Return the columns that are settled by the part they play, parts nobody plays left out."""
        settled = [view for view in self.understanding.columns if view.settled]
        parts = [(label, [view for view in settled if view.role is role]) for role, label in ROLE_NAMES.items()]
        return [(label, views) for label, views in parts if views]

    def replies(self) -> list[Reply]:
        """Return what was replied to each open question."""
        return [
            Reply(column=question.column, key=question.key, value=self.cleaned_data[self._name(question)])
            for question in self.understanding.questions
        ]

    def roles(self) -> dict[str, Role]:
        """Return the columns that got another role than they had."""
        roles = {}
        for at, view in enumerate(self.understanding.columns):
            chosen = self.cleaned_data[f"role-{at}"]
            if chosen and chosen != view.role:
                roles[view.guess.column] = Role(chosen)
        return roles
