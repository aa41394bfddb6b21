"""Charts of the room: what was taken in a poll."""

from __future__ import annotations

from collections.abc import Sequence

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.discussions.rules import PollView
from kuulo.figures.charts import DotsChart, GroupRow, dots_chart


def poll_chart(poll: PollView, results: Sequence[Estimate]) -> DotsChart:
    """Draw the share of voters that took each option, each with its interval."""
    rows = [
        GroupRow(Text("{name}", {"name": option}), figure) for option, figure in zip(poll.options, results, strict=True)
    ]
    return dots_chart(
        rows,
        title=Text("{name}", {"name": poll.question}),
        name=say(_("The share of votes")),
        group=say(_("Option")),
    )
