"""The questions that recognition leaves open, worded with their choices and the options that settle them."""

from __future__ import annotations

from collections.abc import Sequence

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.measures.definitions import DEFINITIONS, Definition
from kuulo.surveys.rules.columns import Choice, Question, Role, Scale

ROLE_WORDS = {
    Role.SCORE: _("A score: an answer on a scale"),
    Role.TIME: _("The time of the answer"),
    Role.ATTRIBUTE: _("An attribute to group by"),
    Role.COMMENT: _("Comments in people's own words"),
    Role.ID: _("The response's own id: a second row with it is a repeat"),
    Role.PARTY: _("The id of a person or customer, who may answer several times"),
    Role.TOUCHPOINT: _("The touchpoint or channel"),
    Role.STATUS: _("Whether the response is complete"),
    Role.WEIGHT: _("A weight"),
    Role.LANGUAGE: _("The language of the answer"),
    Role.OTHER: _("Nothing to use"),
}
DATE_WORDS = {
    "dmy": ("day-first", _("The day comes first (31/12/2025)")),
    "mdy": ("month-first", _("The month comes first (12/31/2025)")),
    "ymd": ("year-first", _("The year comes first (2025/12/31)")),
}
Range = tuple[float, float]


def ask_range(column: str, ranges: Sequence[Range], seen: Range) -> Question:
    """Ask for the scale of a score, the likeliest first; "not a score" is always among the choices."""
    choices = [
        Choice(
            value=f"{low:g}-{high:g}",
            label=say(_("The scale goes from {low} to {high}"), low=f"{low:g}", high=f"{high:g}"),
            option=f'--score "{column}={low:g}-{high:g}"',
        )
        for low, high in ranges
    ]
    template = _("Which scale was “{column}” asked on? The answers in the file go from {low} to {high}.")
    text = say(template, column=column, low=f"{seen[0]:g}", high=f"{seen[1]:g}")
    return Question(column=column, key="range", text=text, choices=(*choices, _no_score(column)))


def ask_direction(column: str, low: str, high: str) -> Question:
    """Ask which end of a scale is the good one."""
    choices = (
        Choice(
            value="higher",
            label=say(_("Higher is better: {value} is the best answer"), value=high),
            option=f'--direction "{column}=higher"',
        ),
        Choice(
            value="lower",
            label=say(_("Lower is better: {value} is the best answer"), value=low),
            option=f'--direction "{column}=lower"',
        ),
    )
    text = say(_("Which end of the scale of “{column}” is the good one?"), column=column)
    return Question(column=column, key="direction", text=text, choices=choices)


def ask_definition(column: str, scale: Scale, family: str) -> Question:
    """Ask by which measure a score shall be counted, among those of its family and scale."""
    fitting = [item for item in DEFINITIONS.values() if item.family == family and not item.instead_of]
    choices = tuple(
        Choice(value=item.id, label=say(item.title), option=f'--definition "{column}={item.id}"') for item in fitting
    )
    template = _(
        "By which measure shall “{column}” be counted, if it was asked on {range}? That is no Net Promoter Score."
    )
    text = say(template, column=column, range=scale.range_text)
    return Question(column=column, key="definition", text=text, choices=choices)


def ask_role(column: str, roles: Sequence[Role]) -> Question:
    """Ask what a column is."""
    choices = tuple(
        Choice(value=role.value, label=say(ROLE_WORDS[role]), option=f'--role "{column}={role.value}"')
        for role in roles
    )
    return Question(column=column, key="role", text=say(_("What is “{column}”?"), column=column), choices=choices)


def ask_dates(column: str, orders: Sequence[str], example: str) -> Question:
    """Ask in which order the dates of a column are written."""
    choices = tuple(
        Choice(
            value=DATE_WORDS[order][0],
            label=say(DATE_WORDS[order][1]),
            option=f'--dates "{column}={DATE_WORDS[order][0]}"',
        )
        for order in orders
    )
    text = say(_("How are the dates of “{column}” written, such as {example}?"), column=column, example=example)
    return Question(column=column, key="dates", text=text, choices=choices)


def _no_score(column: str) -> Choice:
    return Choice(value="attribute", label=say(_("It is no score")), option=f'--role "{column}=attribute"')


def scale_direction(item: Definition) -> int:
    """Return which end of the scale a definition takes for the good one: 1 the high end, −1 the low end."""
    if item.favourable is None or item.scale_min is None or item.scale_max is None:
        return item.direction
    towards = 1 if sum(item.favourable) > item.scale_min + item.scale_max else -1
    return towards * item.direction
