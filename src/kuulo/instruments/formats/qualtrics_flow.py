"""Blocks and survey flow of Qualtrics as pages in order, with their conditions and skips; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.conditions import Target
from kuulo.instruments.formats.expressions import UnsaidError
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.qualtrics_logic import Logic
from kuulo.instruments.formats.qualtrics_questions import Payload, Reading, fields
from kuulo.instruments.formats.recording import Keys, Record
from kuulo.instruments.rules.questionnaire import END, All, Condition, Page, Question, Skip, Subject

WALKED: Final = frozenset({"Root", "Group", "BlockRandomizer"})
TRASH: Final = "Trash"


@dataclass(slots=True)
class Draft:
    """A page on its way: the ids of its questions, the block they stand in, when it is shown and where it goes on."""

    key: str
    block: str
    qids: list[str] = field(default_factory=list)
    random: bool = False
    shown: tuple[Condition, ...] = ()
    skips: list[Skip] = field(default_factory=list)


class Flow:
    """Walks the flow and makes pages; every block and question outside it is listed."""

    def __init__(
        self,
        record: Record,
        reading: Reading,
        payloads: Mapping[str, Payload],
        asked: Mapping[str, list[Question]],
        keys: Keys,
    ) -> None:
        self.record = record
        self.payloads = payloads
        self.asked = asked
        self.keys = keys
        self.keys.taken.add(END)
        self.reading = reading
        self.logic = Logic(reading.targets)
        self.hidden: list[str] = []
        self.drafts: list[Draft] = []
        self.blocks: dict[str, Payload] = {}

    def pages(self, blocks: object, flow: object) -> tuple[Page, ...]:
        """Return the pages in the order of the flow; without a flow, in the order of the blocks."""
        found = [fields(block) for block in fields(blocks).values()]
        self.blocks = {str(block.get("ID")): block for block in found}
        listed = fields(flow).get("Flow")
        steps: list[object] = listed if isinstance(listed, list) else []
        if not steps:
            steps = [{"Type": "Block", "ID": name} for name in self.blocks]
        self._fields_first(steps)
        self._walk(steps, ())
        self._leave_unused()
        self._skips()
        return tuple(self._page(draft) for draft in self.drafts)

    def _fields_first(self, steps: list[object]) -> None:
        """Take embedded data before the branches that look at it."""
        for step in (fields(one) for one in steps):
            if step.get("Type") == "EmbeddedData":
                for one in fields(step.get("EmbeddedData")).values():
                    self._field(fields(one), str(step.get("FlowID")))
            inner = step.get("Flow")
            if isinstance(inner, list):
                self._fields_first(inner)

    def _field(self, one: Payload, place: str) -> None:
        name = str(one.get("Field", ""))
        if one.get("Value") or not name:
            what = say(_("The field {name} gets its value in the survey; that was left out."), name=name)
            self.record.leave(f"{place} {name}", what, one, loss=Loss.LOGIC)
            return
        key = self.record.keys.new(name)
        self.hidden.append(key)
        self.record.carry(f"{place} {name}", key)
        self.reading.targets[f"e://{name}"] = Target(Subject.HIDDEN, key)

    def _walk(self, steps: list[object], shown: tuple[Condition, ...]) -> None:
        for step in (fields(one) for one in steps):
            kind, place = str(step.get("Type")), str(step.get("FlowID", ""))
            inner = step.get("Flow")
            if str(step.get("ID")) in self.blocks:
                self._block(self.blocks[str(step["ID"])], shown)
            elif kind == "Branch":
                self._branch(step, place, shown)
            elif kind == "EndSurvey":
                self._end(place, shown)
            elif kind in WALKED and isinstance(inner, list):
                if kind == "BlockRandomizer":
                    what = say(
                        _("The order of chance of its blocks was left out; all are asked, in the order written.")
                    )
                    self.record.leave(place, what, step, loss=Loss.LOGIC)
                self._walk(inner, shown)
            elif kind != "EmbeddedData":
                what = say(_("The step {name} of the flow was left out."), name=kind)
                self.record.leave(place, what, step, loss=Loss.LOGIC)

    def _branch(self, step: Payload, place: str, shown: tuple[Condition, ...]) -> None:
        inner = step.get("Flow")
        steps = inner if isinstance(inner, list) else []
        try:
            condition = self.logic.condition(step.get("BranchLogic"))
        except UnsaidError as error:
            self.record.leave_condition(place, error.reason, step.get("BranchLogic"))
            # A branch that ends the survey would end it for everybody: its end goes with its condition.
            self._walk([one for one in steps if fields(one).get("Type") != "EndSurvey"], shown)
            return
        self.record.conditions += 1
        self.record.carry(place)
        self._walk(steps, (*shown, condition))

    def _end(self, place: str, shown: tuple[Condition, ...]) -> None:
        if shown and self.drafts:
            when = shown[0] if len(shown) == 1 else All(shown)
            self.drafts[-1].skips.append(Skip(when=when, to=END))
            self.record.carry(place, END)
        elif shown:
            what = say(_("The survey ends before its first page; that was left out."))
            self.record.leave(place, what, "EndSurvey", loss=Loss.LOGIC)

    def _block(self, block: Payload, shown: tuple[Condition, ...]) -> None:
        name = str(block.get("ID"))
        options = fields(block.get("Options"))
        if name in self.record.origins:
            what = say(_("The block is asked again later; here it is asked once."))
            self.record.leave(name, what, block.get("Description", ""), loss=Loss.LOGIC)
            return
        random = str(options.get("RandomizeQuestions", "false")) not in {"false", ""}
        if str(options.get("Looping") or "None") != "None":
            what = say(_("The block is repeated for each choice there; here it is asked once."))
            self.record.leave(name, what, options, loss=Loss.LOGIC)
        first = len(self.drafts)
        page = self._new_page(block, shown, random=random)
        for element in (fields(one) for one in fields(block.get("BlockElements")).values()):
            if element.get("Type") == "Page Break":
                page = self._new_page(block, shown, random=random)
                continue
            qid = str(element.get("QuestionID"))
            page.qids.append(qid)
            if self.payloads.get(qid, {}).get("SkipLogic"):
                page = self._new_page(block, shown, random=random)
        self.drafts[first:] = [draft for draft in self.drafts[first:] if any(self.asked.get(qid) for qid in draft.qids)]
        self.record.carry(name, *(draft.key for draft in self.drafts[first:]))

    def _new_page(self, block: Payload, shown: tuple[Condition, ...], *, random: bool) -> Draft:
        key = self.keys.new(str(block.get("Description") or block.get("ID")), first="page")
        draft = Draft(key=key, block=str(block.get("ID")), random=random, shown=shown)
        self.drafts.append(draft)
        return draft

    def _leave_unused(self) -> None:
        used = {qid for draft in self.drafts for qid in draft.qids}
        trash = {
            str(fields(one).get("QuestionID"))
            for block in self.blocks.values()
            if block.get("Type") == TRASH
            for one in fields(block.get("BlockElements")).values()
        }
        for name, block in self.blocks.items():
            if name not in self.record.origins:
                what = say(_("The block is not in the flow, so it is never asked."))
                self.record.leave(name, what, block.get("Description", ""), loss=Loss.CHANGED)
        for qid in self.payloads:
            if self.asked.get(qid) and qid not in used:
                binned = qid in trash
                what = say(
                    _("It lies in the waste basket of the survey.") if binned else _("It is in no block of the flow.")
                )
                self.record.leave(qid, what, self.payloads[qid].get("QuestionText", ""), loss=Loss.QUESTION)

    def _skips(self) -> None:
        for at, draft in enumerate(self.drafts):
            for qid in draft.qids:
                for one in fields(self.payloads.get(qid, {}).get("SkipLogic")).values():
                    self._skip(at, qid, fields(one))

    def _skip(self, at: int, qid: str, one: Payload) -> None:
        goal = str(one.get("SkipToDestination", ""))
        try:
            when = self.logic.expression(one)
            to = self._goal(at, goal)
        except UnsaidError as error:
            what = say(_("The skip to {name} could not be carried over ({reason})."), name=goal, reason=error.reason)
            self.record.leave(qid, what, one, loss=Loss.LOGIC)
            return
        self.record.conditions += 1
        self.drafts[at].skips.append(Skip(when=when, to=to))

    def _goal(self, at: int, goal: str) -> str:
        if goal in {"ENDOFSURVEY", "EndOfSurvey"}:
            return END
        later = self.drafts[at + 1 :]
        if goal in {"ENDOFBLOCK", "EndOfBlock"}:
            return next((draft.key for draft in later if draft.block != self.drafts[at].block), END)
        for draft in later:
            if goal in draft.qids:
                return draft.key
        raise UnsaidError(_("{name} is not on a later page"), name=goal)

    def _page(self, draft: Draft) -> Page:
        questions: list[Question] = []
        for qid in draft.qids:
            made = self.asked.get(qid, [])
            shown = self._shown(qid) if made else None
            questions += [replace(question, show_if=shown) for question in made]
            if made:
                self.record.carry(qid, *(question.key for question in made))
        conditions = draft.shown
        show_if = All(conditions) if len(conditions) > 1 else next(iter(conditions), None)
        return Page(key=draft.key, questions=tuple(questions), random_order=draft.random, show_if=show_if,
                    skips=tuple(draft.skips))  # fmt: skip

    def _shown(self, qid: str) -> Condition | None:
        logic = self.payloads[qid].get("DisplayLogic")
        if not logic:
            return None
        try:
            condition = self.logic.condition(logic)
        except UnsaidError as error:
            self.record.leave_condition(qid, error.reason, logic)
            return None
        self.record.conditions += 1
        return condition
