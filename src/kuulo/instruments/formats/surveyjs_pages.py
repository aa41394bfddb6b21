"""Pages, panels and elements of a SurveyJS definition as pages of questions; conditions are left for later; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.recording import Keys
from kuulo.instruments.formats.surveyjs_elements import (
    Asked,
    Fields,
    Reader,
    Reading,
    items,
    read_boolean,
    read_choice_question,
    read_html,
    read_rating,
    read_text,
)
from kuulo.instruments.formats.surveyjs_tables import read_matrix, read_matrix_dropdown, read_multiple_text, statement
from kuulo.instruments.rules.questionnaire import END, Kind, Page, Question

READERS: Final[Mapping[str, Reader]] = {
    "text": read_text,
    "comment": read_text,
    "radiogroup": read_choice_question,
    "dropdown": read_choice_question,
    "checkbox": read_choice_question,
    "tagbox": read_choice_question,
    "imagepicker": read_choice_question,
    "buttongroup": read_choice_question,
    "ranking": read_choice_question,
    "boolean": read_boolean,
    "rating": read_rating,
    "matrix": read_matrix,
    "matrixdropdown": read_matrix_dropdown,
    "multipletext": read_multiple_text,
    "html": read_html,
}
PARTS: Final = ("elements", "questions", "templateElements")
LOGIC: Final = ("requiredIf", "enableIf", "defaultValueExpression", "resetValueIf", "setValueIf")
NEVER: Final = say(_("It is hidden in the source and never asked."))


class Drafted(NamedTuple):
    """A page with its questions, and the expressions that must hold for it to be shown."""

    page: Page
    asked: tuple[Asked, ...]
    conditions: tuple[str, ...]


class Pages:
    """Reads pages; `asked` then tells the questions each name of the source became."""

    def __init__(self, reading: Reading, pages: list[Fields]) -> None:
        self.reading = reading
        self.record = reading.record
        self.texts = reading.texts
        self.page_keys = Keys({END})
        self.asked: dict[str, list[Question]] = {}
        self.names = {name: self.record.keys.new(name) for name in dict.fromkeys(_names(pages))}
        self.texts.names = self.names
        self.drafted = [self._page(page) for page in pages]

    def _page(self, page: Fields) -> Drafted:
        name = str(page.pop("name", "page"))
        key = self.page_keys.new(name, first="page")
        self.record.carry(name, key)
        asked = []
        description = self.texts.words(page.pop("description", None), name)
        if description:
            own = self.record.keys.new(f"{key}_description")
            asked.append(Asked(statement(own, description), name))
        title = self.texts.words(page.pop("title", None), name)
        hidden = page.pop("visible", True) is False and not page.get("visibleIf")
        shown = _conditions(page)
        for element in _elements(page):
            asked += self._element(element, ())
        random = page.pop("questionsOrder", page.pop("questionOrder", "")) == "random"
        if hidden:
            self._never(name, asked)
            asked = []
        self.record.leave_settings(name, page)
        return Drafted(Page(key=key, title=title, random_order=random), tuple(asked), shown)

    def _never(self, name: str, asked: list[Asked]) -> None:
        for place in dict.fromkeys([name, *(one.source for one in asked)]):
            self.record.leave(place, NEVER, name, loss=Loss.QUESTION)

    def _element(self, element: Fields, conditions: tuple[str, ...]) -> list[Asked]:
        name = str(element.setdefault("name", f"unnamed {element.get('type')}"))
        hidden = element.pop("visible", True) is False and not element.get("visibleIf")
        conditions += _conditions(element)
        if hidden:
            self._leave_whole(name, element, NEVER)
            return []
        if str(element.get("type")) in {"panel", "flowpanel"}:
            return self._panel(name, element, conditions)
        reader = READERS.get(str(element.get("type", "text")))
        if reader is None:
            what = say(_("Kuulo has no question of the type {type}."), type=element.get("type"))
            self._leave_whole(name, element, what)
            return []
        element.setdefault("type", "text")
        questions = reader(element, self._base(name, element), self.reading)
        self._note(name, element, questions)
        return [Asked(question, name, conditions) for question in questions]

    def _base(self, name: str, element: Fields) -> Question:
        used = name in self.asked
        key = self.record.keys.new(name) if used else self.names.get(name) or self.record.keys.new(name)
        text = self.texts.words(element.pop("title", None), name)
        if not text and element.get("type") != "html" and not self.texts.marked:
            text = self.texts.words(name, name)
        return Question(
            key=key,
            kind=Kind.TEXT,
            text=text,
            help=self.texts.words(element.pop("description", None), name),
            required=element.pop("isRequired", False) is True,
            clarifies=str(element.pop("kuuloClarifies", "")),
        )

    def _note(self, name: str, element: Fields, questions: list[Question]) -> None:
        self.asked.setdefault(name, questions)
        element.pop("name", None)
        if not questions:
            self.record.leave(name, say(_("Nothing of it could be asked.")), element, loss=Loss.QUESTION)
            return
        self.record.carry(name, *(question.key for question in questions))
        for setting in LOGIC:
            if element.get(setting):
                what = say(_("The condition {name} was left out."), name=setting)
                self.record.leave(name, what, element.pop(setting), loss=Loss.LOGIC)
        self.record.leave_settings(name, element)

    def _panel(self, name: str, panel: Fields, conditions: tuple[str, ...]) -> list[Asked]:
        inner = _elements(panel)
        title = self.texts.words(panel.pop("title", None), name)
        words = self.texts.words(panel.pop("description", None), name)
        asked = []
        if title or words:
            key = self.names.get(name) or self.record.keys.new(name)
            asked.append(Asked(replace(statement(key, title or words), help=words if title else {}), name, conditions))
        for element in inner:
            asked += self._element(element, conditions)
        panel.pop("type", None)
        panel.pop("name", None)
        self.record.carry(name, *(one.question.key for one in asked))
        self.record.leave_settings(name, panel)
        return asked

    def _leave_whole(self, name: str, element: Fields, what: Text) -> None:
        parts = [f"{name}.{one.get('name')}" for part in ("columns", "items") for one in items(element.get(part))]
        for place in dict.fromkeys([name, *_names([element]), *parts]):
            self.record.leave(place, what, element, loss=Loss.QUESTION)


def _conditions(element: Fields) -> tuple[str, ...]:
    shown = element.pop("visibleIf", None)
    return (str(shown),) if shown else ()


def _elements(holder: Fields) -> list[Fields]:
    return [dict(one) for part in PARTS[:2] for one in items(holder.pop(part, None)) if isinstance(one, dict)]


def _names(holders: list[Fields]) -> Iterator[str]:
    """Yield the names of all elements inside, panels and their templates included."""
    for holder in holders:
        for part in PARTS:
            for element in items(holder.get(part)):
                if element.get("name"):
                    yield str(element["name"])
                yield from _names([element])
