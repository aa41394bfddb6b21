"""The form of a segment: conditions in groups, as many as are wanted, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuulo.customers.queries.segments import values_of_attribute
from kuulo.customers.rules import PURPOSE_NAMES, SEGMENT_LENGTH, Purpose
from kuulo.customers.rules.segments import (
    BEHAVIOUR_NAMES,
    BEHAVIOURS,
    OP_NAMES,
    OPS,
    About,
    Condition,
    Group,
    Join,
    Op,
    Vocabulary,
    allowed_values,
    typed,
)
from kuulo.profiles.rules.measures import measure_title

JOINS: Final = [(Join.ALL.value, _("all of them hold")), (Join.ANY.value, _("any of them holds"))]
MOST_GROUPS: Final = 6
MOST_ROWS: Final = 20
LONGEST: Final = 500
ROW: Final = re.compile(r"^g(\d)-r(\d\d?)-about$")
PLAIN: Final = {
    About.STAGE: _("Stage: prospect, active, former"),
    About.KIND: _("Kind: person, organisation, household"),
    About.LANGUAGE: _("Language"),
    About.SINCE: _("Customer since"),
}


@dataclass(frozen=True, slots=True)
class RowFields:
    """The fields of one condition; ``number`` as messages name it, None for one not filled in yet."""

    key: str
    number: int | None
    about: forms.BoundField
    op: forms.BoundField
    values: forms.BoundField
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupFields:
    """The fields of one group of conditions."""

    number: int
    join: forms.BoundField
    rows: tuple[RowFields, ...]


Rows = list[list[dict[str, str]]]
"""Of each group, of each condition: about, op, values."""


class SegmentForm(forms.Form):
    """A name and conditions in groups.

    Args:
        words: What filters can be about.
        group: The filter that is changed; None for a new one.
        step: What a button asks for: ``row:0`` and ``group`` add a condition or a group.
    """

    name = forms.CharField(label=_("Name of the segment"), max_length=SEGMENT_LENGTH)
    join = forms.ChoiceField(label=_("A customer belongs to it where, of the groups,"), choices=JOINS, initial="all")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        words: Vocabulary,
        group: Group | None = None,
        name: str = "",
        step: str = "",
    ) -> None:
        self.words = words
        self.rows, joins = _told(data) if data is not None else _kept(group or Group())
        _make_room(self.rows, joins, step)
        initial = {"name": name, "join": group.join.value if group else Join.ALL.value}
        super().__init__(data=None, initial=initial)
        if data is not None:
            self.data = _flat(data, self.rows, joins)
            self.is_bound = True
        for place, rows in enumerate(self.rows):
            self._add_group(place, rows, joins[place])

    def groups(self) -> Iterator[GroupFields]:
        """Yield the fields, group by group."""
        numbers = count(1)
        for place, rows in enumerate(self.rows):
            fields = []
            for line, row in enumerate(rows):
                key = f"g{place}-r{line}"
                number = next(numbers) if row["about"] else None
                bound = (self[f"{key}-about"], self[f"{key}-op"], self[f"{key}-values"])
                fields.append(RowFields(key, number, *bound, self._known(row["about"])))
            yield GroupFields(place, self[f"g{place}-join"], tuple(fields))

    def filter(self) -> Group:
        """Return the filter as it was told, not yet checked; conditions that are not filled in are left out."""
        told = self.data if self.is_bound else {}
        groups = []
        for place, rows in enumerate(self.rows):
            conditions = tuple(_condition(row) for row in rows if row["about"])
            if conditions:
                groups.append(Group(_join(told.get(f"g{place}-join")), conditions))
        if len(groups) == 1:
            return groups[0]
        return Group(_join(told.get("join")), tuple(groups))

    def _add_group(self, place: int, rows: list[dict[str, str]], join: str) -> None:
        self.fields[f"g{place}-join"] = forms.ChoiceField(
            label=_("Of these conditions"), choices=JOINS, initial=join, required=False
        )
        for line, row in enumerate(rows):
            key = f"g{place}-r{line}"
            self.fields[f"{key}-about"] = forms.ChoiceField(
                label=_("What"), choices=self._abouts(row["about"]), initial=row["about"], required=False
            )
            self.fields[f"{key}-op"] = forms.ChoiceField(
                label=_("How"), choices=self._ops(row["about"]), initial=row["op"], required=False
            )
            listed = forms.TextInput(attrs={"list": f"{key}-known", "autocomplete": "off"})
            self.fields[f"{key}-values"] = forms.CharField(
                label=_("Values"), initial=row["values"], required=False, max_length=LONGEST, widget=listed
            )

    def _abouts(self, chosen: str) -> list[Any]:
        attributes = [(f"attribute:{name}", name) for name in sorted(self.words.attributes)]
        behaviours = [(f"behaviour:{name}", gettext(BEHAVIOUR_NAMES[name])) for name in BEHAVIOURS]
        figures = [(f"figure:{name}", gettext(measure_title(name))) for name in self.words.definitions]
        consents = [(f"consent:{purpose}", gettext(PURPOSE_NAMES[purpose])) for purpose in Purpose]
        lists = [(f"list:{slug}", name) for slug, name in self.words.lists.items()]
        plain = [(f"{about}:", label) for about, label in PLAIN.items()]
        groups: list[tuple[str, list[tuple[str, Any]]]] = [
            (gettext("Attributes"), attributes),
            (gettext("Behaviour"), behaviours),
            (gettext("Last score"), figures),
            (gettext("Consent"), consents),
            (gettext("Found by a saved search"), lists),
            (gettext("Customer"), plain),
        ]
        known = {value for _label, options in groups for value, _name in options}
        strange = [(chosen, chosen)] if chosen and chosen not in known else []
        return [("", "–"), *strange, *((label, options) for label, options in groups if options)]

    def _ops(self, about: str) -> list[tuple[str, str]]:
        ops = tuple(Op)
        if about:
            condition = _condition({"about": about, "op": Op.KNOWN, "values": ""})
            if condition.name in self._names(condition.about) or condition.about in PLAIN:
                ops = OPS[typed(condition, self.words)]
        return [(op.value, gettext(OP_NAMES[op])) for op in ops]

    def _names(self, about: About) -> frozenset[str]:
        names = {
            About.ATTRIBUTE: self.words.attributes,
            About.BEHAVIOUR: BEHAVIOURS,
            About.FIGURE: self.words.definitions,
            About.CONSENT: [purpose.value for purpose in Purpose],
            About.LIST: self.words.lists,
        }
        return frozenset(names.get(about, ()))

    def _known(self, about: str) -> tuple[str, ...]:
        if not about:
            return ()
        condition = _condition({"about": about, "op": Op.KNOWN, "values": ""})
        closed = allowed_values(condition.about, condition.name, self.words)
        if closed or condition.about is not About.ATTRIBUTE:
            return closed
        return values_of_attribute(condition.name)


def _told(data: Mapping[str, Any]) -> tuple[Rows, list[str]]:
    """Return the rows that were sent, those not filled in left out, and how each group joins them."""
    found: dict[int, dict[int, dict[str, str]]] = {}
    for name in data:
        place = ROW.match(name)
        if place:
            group, line = int(place[1]), int(place[2])
            key = f"g{group}-r{line}"
            row = {part: str(data.get(f"{key}-{part}", ""))[:LONGEST] for part in ("about", "op", "values")}
            found.setdefault(group, {})[line] = row
    rows = [[row for _line, row in sorted(lines.items()) if _is_begun(row)] for _group, lines in sorted(found.items())]
    joins = [str(data.get(f"g{group}-join", Join.ALL)) for group in sorted(found)]
    return rows[:MOST_GROUPS], joins[:MOST_GROUPS]


def _is_begun(row: Mapping[str, str]) -> bool:
    """Return whether anything was chosen or typed; what was typed stays while its subject is being chosen anew."""
    return bool(row["about"] or row["values"].strip())


def _kept(group: Group) -> tuple[Rows, list[str]]:
    """Return the rows of a filter; conditions beside groups make a group of their own."""
    alone = [part for part in group.parts if isinstance(part, Condition)]
    inner = [part for part in group.parts if isinstance(part, Group)]
    groups = ([Group(group.join, tuple(alone))] if alone else []) + inner
    rows = [[_row(condition) for condition in each.conditions()] for each in groups]
    return rows, [each.join.value for each in groups]


def _make_room(rows: Rows, joins: list[str], step: str) -> None:
    """Add what a button asked for, and let every group have a row to be filled in."""
    if not rows or (step == "group" and len(rows) < MOST_GROUPS):
        rows.append([])
        joins.append(Join.ALL.value)
    wanted = step.removeprefix("row:")
    for place, group in enumerate(rows):
        if not group or (wanted == str(place) and len(group) < MOST_ROWS):
            group.append({"about": "", "op": "", "values": ""})


def _flat(data: Mapping[str, Any], rows: Rows, joins: list[str]) -> dict[str, str]:
    flat = {"name": str(data.get("name", "")), "join": str(data.get("join", Join.ALL))}
    for place, group in enumerate(rows):
        flat[f"g{place}-join"] = joins[place]
        for line, row in enumerate(group):
            flat |= {f"g{place}-r{line}-{part}": value for part, value in row.items()}
    return flat


def _row(condition: Condition) -> dict[str, str]:
    about = f"{condition.about.value}:{condition.name}"
    return {"about": about, "op": condition.op.value, "values": "; ".join(condition.values)}


def _condition(row: Mapping[str, str]) -> Condition:
    about, _colon, name = row["about"].partition(":")
    known = {each.value: each for each in About}
    op = {each.value: each for each in Op}.get(row["op"], Op.KNOWN)
    values = tuple(value.strip() for value in row["values"].split(";") if value.strip())
    # A comparison without a value asks for none, whatever was left in the field.
    return Condition(
        about=known.get(about, About.ATTRIBUTE),
        op=op,
        name=name,
        values=() if op in {Op.KNOWN, Op.UNKNOWN} else values,
    )


def _join(text: Any) -> Join:
    return Join.ANY if text == Join.ANY else Join.ALL
