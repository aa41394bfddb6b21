"""`kuulo growth`: what customers in files did after they answered, and whether their scores foretold it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.cli.figures import ORDERS, DateOrder
from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.figures.charts.quantities import Count, shown
from kuulo.figures.charts.wording import reason_withheld
from kuulo.measures import growth as growth_in
from kuulo.measures.growth.analysts import Growth
from kuulo.measures.growth.buying import WINDOW_DAYS
from kuulo.measures.growth.forecast import HORIZON_DAYS
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.report.data import plain
from kuulo.surveys.report.named_measures import named_definition
from kuulo.surveys.report.outcome import unread_rows
from kuulo.surveys.report.typed_columns import local_days, score_numbers
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.names import find_column
from kuulo.surveys.rules.recognition import recognise

WITHOUT_FILES = say(
    _("Name a file of purchases with --purchases, or of customers and when they left with --customers, to see more.")
)
app = typer.Typer(add_completion=False)
CUSTOMER, SCORE, AT, AMOUNT, SINCE, LEFT = "customer", "score", "at", "amount", "since", "left"


@app.command()
def growth(  # noqa: PLR0913, PLR0917 -- the options of a command
    answers: Annotated[Path, typer.Argument(help="The file of answers: customer, score, day.")],
    purchases: Annotated[Path | None, typer.Option(help="A file of purchases: customer, day, amount.")] = None,
    customers: Annotated[Path | None, typer.Option(help="A file of customers: customer, and when they left.")] = None,
    customer: Annotated[str, typer.Option(help="Column of the customer, in every file.")] = CUSTOMER,
    score: Annotated[str, typer.Option(help="Column of the answers.")] = SCORE,
    at: Annotated[str, typer.Option(help="Column of the day, of answers and of purchases.")] = AT,
    amount: Annotated[str, typer.Option(help="Column of what was paid.")] = AMOUNT,
    since: Annotated[str, typer.Option(help="Column of the day a customer came.")] = "",
    left: Annotated[str, typer.Option(help="Column of the day a customer left, empty while there.")] = LEFT,
    measure: Annotated[str, typer.Option(help="nps, csat, ces, or a definition on a scale.")] = "nps",
    days: Annotated[int, typer.Option(min=1, help="How many days after an answer buying is looked at.")] = WINDOW_DAYS,
    horizon: Annotated[int, typer.Option(min=30, help="How many days ahead the forecast reaches.")] = HORIZON_DAYS,
    confidence: Annotated[float, typer.Option(help="Confidence level of the intervals.")] = 0.95,
    floor: Annotated[int, typer.Option(help="Smallest group a figure may be about; 3 at the least.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Write one object with everything.")] = False,
    dates: Annotated[DateOrder | None, typer.Option(help="How dates are written where it is open.")] = None,
    timezone: Annotated[str, typer.Option(help="Zone of the days.")] = "Europe/Helsinki",
    language: Annotated[Language | None, typer.Option(help="Language of the text and the messages.")] = None,
) -> None:
    """Say what customers did after they answered: staying, buying, and whether their scores foretold growth."""
    with speaking(language):
        reader = _Reader(customer, ORDERS[dates], timezone)
        found = growth_in(
            reader.table(answers, {SCORE: score}, {AT: at}),
            None if purchases is None else reader.table(purchases, {AMOUNT: amount}, {AT: at}),
            None
            if customers is None
            else reader.table(customers, {}, {LEFT: left} | ({SINCE: since} if since else {})),
            since=SINCE if customers is not None and since else None,
            left=LEFT if customers is not None else None,
            definition=named_definition(measure),
            days=days,
            horizon=horizon,
            confidence=confidence,
            floor=floor,
        )
        if as_json:
            typer.echo(json.dumps(plain(found), ensure_ascii=False, indent=2, allow_nan=False))
        else:
            tell = "\n".join(said(line) for line in growth_lines(found))
            typer.echo(tell)
            if purchases is None and customers is None:
                tell_lines([WITHOUT_FILES])


class _Reader:
    """Reads the files' columns under the names that the computation gives them."""

    def __init__(self, customer: str, order: str, timezone: str) -> None:
        self._customer, self._order, self._timezone = customer, order, timezone

    def table(self, path: Path, numbers: dict[str, str], days: dict[str, str]) -> pl.DataFrame:
        """Return the customer as text, columns of numbers and of days; name given → column of the file."""
        file = read_answers(path)
        tell_lines(unread_rows(file))
        guesses = {guess.column: guess for guess in recognise(file).columns}
        columns = [self._names(file)]
        for name, column in numbers.items():
            columns.append(score_numbers(file, guesses[find_column(file, column)]).alias(name))
        for name, column in days.items():
            guess = guesses[find_column(file, column)]
            told = local_days(file, guess, dates=self._order, timezone=self._timezone)
            columns.append(told.cast(pl.Date).alias(name))
        return pl.DataFrame(columns)

    def _names(self, file: AnswerFile) -> pl.Series:
        return file.frame[find_column(file, self._customer)].cast(pl.String).alias(CUSTOMER)


def growth_lines(found: Growth) -> Iterator[Text]:
    """Yield a line a figure, then what can be said."""
    if found.by_score is not None:
        for group in found.by_score.groups:
            for day, estimate in group.after:
                yield _line(
                    say(_("{group}, still there after {days} days"), group=group.label, days=Count(day)), estimate
                )
        yield _line(say(_("Times as likely to leave with one point more")), found.by_score.hazard)
        yield found.by_score.sentence
    for bought in found.value.groups:
        if bought.revenue is not None:
            name = say(_("{group}, revenue in {days} days"), group=bought.label, days=Count(found.value.days))
            yield _line(name, bought.revenue)
    yield found.value.sentence
    if found.forecast is not None:
        yield _line(
            say(_("Revenue of the coming {days} days"), days=Count(found.forecast.days)), found.forecast.revenue
        )
        yield _line(say(_("Error that the scores take away")), found.forecast.skill)
        yield found.forecast.sentence


def _line(name: Text, estimate: Estimate) -> Text:
    seen = shown(estimate)
    if seen is None:
        return Text("{name}: {reason}", {"name": name, "reason": reason_withheld(estimate)})
    return Text("{name}: {value}, n = {n}", {"name": name, "value": seen, "n": seen.n})
