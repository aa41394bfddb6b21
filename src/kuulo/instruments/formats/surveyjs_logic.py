"""Conditions, triggers and closings of a SurveyJS definition; pure."""

from __future__ import annotations

from urllib.parse import unquote

from msgspec.structs import replace

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.conditions import Target, names_in, read_condition
from kuulo.instruments.formats.expressions import UnsaidError, parse
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.surveyjs_elements import Fields, items
from kuulo.instruments.formats.surveyjs_pages import Drafted, Pages
from kuulo.instruments.formats.surveyjs_texts import PREFIXES
from kuulo.instruments.rules.questionnaire import END, All, Closing, Condition, Page, Skip, Subject


class Logic:
    """Turns expressions into conditions of questions that have been read."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record

    def resolve(self, name: str) -> Target | None:
        """Return what a name inside an expression stands for."""
        for subject, prefix in PREFIXES.items():
            if name.startswith(prefix):
                return Target(subject, unquote(name.removeprefix(prefix)))
        reading = self.pages.reading
        if name in reading.targets:
            return reading.targets[name]
        questions = self.pages.asked.get(name, [])
        if len(questions) != 1:
            return None
        return Target(Subject.QUESTION, questions[0].key, questions[0], values=reading.values.get(name, {}))

    def settle(self, drafted: Drafted) -> Page:
        """Return the page with the conditions of its questions and its own."""
        questions = tuple(
            replace(one.question, show_if=self._condition(one.conditions, one.source)) for one in drafted.asked
        )
        return replace(drafted.page, questions=questions, show_if=self._condition(drafted.conditions, drafted.page.key))

    def _condition(self, expressions: tuple[str, ...], place: str) -> Condition | None:
        read = [self._read(expression, place) for expression in expressions]
        parts = tuple(part for part in read if part is not None)
        if len(parts) > 1:
            return All(parts)
        return parts[0] if parts else None

    def _read(self, expression: str, place: str) -> Condition | None:
        try:
            condition = read_condition(expression, self.resolve)
        except UnsaidError as error:
            what = say(
                _("The condition could not be carried over ({reason}); it is shown always."), reason=error.reason
            )
            self.record.leave(place, what, expression, loss=Loss.LOGIC)
            return None
        self.record.conditions += 1
        return condition

    def closings(self, definition: Fields) -> tuple[Closing, ...]:
        """Take what is said at the end: first what depends on a condition, last what is said otherwise."""
        made = []
        for one in items(definition.pop("completedHtmlOnCondition", None)):
            text = self.pages.texts.html(one.get("html"), "completedHtmlOnCondition")
            try:
                shown = read_condition(str(one.get("expression", "")), self.resolve)
            except UnsaidError as error:
                what = say(_("The ending was left out: its condition could not be carried over ({reason})."),
                           reason=error.reason)  # fmt: skip
                self.record.leave("completedHtmlOnCondition", what, one, loss=Loss.TEXT)
                continue
            self.record.conditions += 1
            made.append(Closing(text=text, show_if=shown))
        last = self.pages.texts.html(definition.pop("completedHtml", None), "completedHtml")
        return (*made, Closing(text=last)) if last else tuple(made)

    def with_skips(self, pages: list[Page], triggers: object) -> list[Page]:
        """Return the pages with skips for the triggers that go somewhere; the others are listed."""
        skips: dict[str, list[Skip]] = {}
        for at, trigger in enumerate(items(triggers)):
            try:
                page, skip = self._skip(trigger, pages)
            except UnsaidError as error:
                what = say(_("What happens at an answer could not be carried over ({reason})."), reason=error.reason)
                self.record.leave(f"trigger {at + 1}", what, trigger, loss=Loss.LOGIC)
                continue
            self.record.conditions += 1
            skips.setdefault(page, []).append(skip)
        return [replace(page, skips=tuple(skips.get(page.key, ()))) for page in pages]

    def _skip(self, trigger: Fields, pages: list[Page]) -> tuple[str, Skip]:
        kind, expression = str(trigger.get("type")), str(trigger.get("expression", ""))
        if kind not in {"skip", "complete"}:
            raise UnsaidError(_("it neither jumps nor ends"))
        when = read_condition(expression, self.resolve)
        places = {question.key: at for at, page in enumerate(pages) for question in page.questions}
        after = self._after(trigger, expression, pages, places)
        if kind == "complete":
            return pages[after].key, Skip(when=when, to=END)
        marked = [at for at, page in enumerate(pages) if page.key == trigger.get("kuuloTo")]
        if marked:
            return pages[after].key, Skip(when=when, to=pages[marked[0]].key)
        goal = places.get(self.pages.names.get(str(trigger.get("gotoName")), ""))
        if goal is None or goal <= after:
            raise UnsaidError(_("{name} is not on a later page"), name=trigger.get("gotoName"))
        first = pages[goal].questions[0].key == self.pages.names.get(str(trigger.get("gotoName")))
        if not first:
            what = say(_("The jump goes to the beginning of the page, not to the question itself."))
            self.record.leave(str(trigger.get("gotoName")), what, trigger, loss=Loss.CHANGED)
        return pages[after].key, Skip(when=when, to=pages[goal].key)

    def _after(self, trigger: Fields, expression: str, pages: list[Page], places: dict[str, int]) -> int:
        """Return the page after which the jump is decided: the marked one, or that of the last question it looks at."""
        marked = trigger.get("kuuloPage")
        for at, page in enumerate(pages):
            if page.key == marked:
                return at
        targets = [self.resolve(name) for name in names_in(parse(expression))]
        asked = [places[target.name] for target in targets if target and target.name in places]
        if not asked:
            raise UnsaidError(_("it looks at no question"))
        return max(asked)
