"""What is said about the columns of a delivery."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms

from kuulo.base.texts import Text, say
from kuulo.feeds.rules.fields import FIELD_NAMES
from kuulo.feeds.rules.lifecycle import FeedKind
from kuulo.feeds.rules.mapping import WHOLE_FEED
from kuulo.feeds.rules.purchase_fields import PURCHASE_FIELD_NAMES
from kuulo.feeds.rules.understanding import Column, DeliverySummary
from kuulo.surveys.rules.columns import Question
from kuulo.surveys.rules.understanding import LEAVE_OUT, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question with the name of its field, and what was chosen last."""

    question: Question
    name: str
    chosen: str
    may_leave_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A column that is asked about (empty: the delivery as a whole), a few of its values, its questions."""

    header: str
    examples: tuple[str, ...]
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A column in the table, with the name of the field of its part."""

    column: Column
    name: str
    examples: tuple[str, ...]
    is_open: bool


class ColumnsForm(forms.Form):
    """Replies to the open questions, and other parts for columns."""

    def __init__(self, summary: DeliverySummary, kind: FeedKind, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # a QueryDict or None
        self.summary = summary
        names = FIELD_NAMES if kind is FeedKind.PEOPLE else PURCHASE_FIELD_NAMES
        self.parts: list[tuple[str, Text]] = [(part.value, say(name)) for part, name in names.items()]
        self._names = {(each.column, each.key): f"ask-{at}" for at, each in enumerate(self._questions())}
        for question in self._questions():
            values = [(choice.value, choice.value) for choice in question.choices] + [(LEAVE_OUT, LEAVE_OUT)]
            field = forms.ChoiceField(choices=values, required=False)
            self.fields[self._names[question.column, question.key]] = field
        for at, _column in enumerate(self._columns()):
            choices = [(part, part) for part, _name in self.parts]
            self.fields[f"part-{at}"] = forms.ChoiceField(choices=choices, required=False)

    def asked(self) -> Iterator[Asked]:
        """Yield what is asked about, in the file's order; what is about the whole comes last."""
        headers = {column.column: column.header for column in self._columns()} | {WHOLE_FEED: ""}
        for name, header in headers.items():
            questions = tuple(
                AskedQuestion(
                    question=each,
                    name=self._names[each.column, each.key],
                    chosen=self.data.get(self._names[each.column, each.key], ""),
                    may_leave_out=name != WHOLE_FEED,
                )
                for each in self._questions()
                if each.column == name
            )
            if questions:
                yield Asked(header=header, examples=self.summary.examples.get(name, ()), questions=questions)

    def listed(self) -> Iterator[Listed]:
        """Yield all columns, in the file's order."""
        for at, column in enumerate(self._columns()):
            examples = self.summary.examples.get(column.column, ())
            yield Listed(column=column, name=f"part-{at}", examples=examples, is_open=bool(column.questions))

    def by_part(self) -> list[tuple[Text, list[Column]]]:
        """Return the columns by what they hold; parts no column holds are left out."""
        held = [(name, [each for each in self._columns() if each.part == part]) for part, name in self.parts]
        return [(name, columns) for name, columns in held if columns]

    def replies(self) -> list[Reply]:
        """Return what was replied to each open question."""
        return [
            Reply(column=each.column, key=each.key, value=self.cleaned_data[self._names[each.column, each.key]])
            for each in self._questions()
        ]

    def changed_parts(self) -> dict[str, str]:
        """Return the columns that hold something else than they were taken for."""
        chosen = {column.column: self.cleaned_data[f"part-{at}"] for at, column in enumerate(self._columns())}
        held = {column.column: column.part for column in self._columns()}
        return {name: part for name, part in chosen.items() if part and part != held[name]}

    def _columns(self) -> tuple[Column, ...]:
        return self.summary.understanding.columns

    def _questions(self) -> tuple[Question, ...]:
        return self.summary.understanding.questions
