"""The bench's cases as Kuulo answers them: plans of `kuulo.measures`, run by the lake's engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from kuulo.bench.answers import EFFORT, LAST_DAY, RECOMMEND
from kuulo.bench.turns import Answer, serve
from kuulo.lake.engines import SignalSource, engine
from kuulo.lake.schema import SIGNAL_SCHEMA
from kuulo.measures import Design, FigureTable, Period, figure_plan
from kuulo.measures.finishing import Extremes
from kuulo.measures.plans import FigurePlan

COLUMNS = {
    "party": "int64",
    "occurred_at": "timestamp",
    "touchpoint": "string",
    "segment": "string",
    "region": "string",
    "step": "string",
    "technician": "int32",
    "value": "float64",
    "weight": "float64",
    "plan": "string",
}
NOTHING = SignalSource("bench", (), SIGNAL_SCHEMA.empty_table())


def _answers(folder: Path, question: str, condition: str = "TRUE") -> str:
    files = f"read_parquet('{folder}/answers/question={question}/*/*.parquet')"
    return f"SELECT * FROM {files} WHERE {condition}"  # noqa: S608 -- the bench's own folder and conditions


def _figures(plan: FigurePlan, source: str, extremes: Extremes | None = None) -> FigureTable:
    table: pa.Table = engine().run(plan.sql("duckdb", source), NOTHING, {})
    return plan.finish(table, extremes=extremes)


def _told(figures: FigureTable, names: Sequence[str] = ("value", "n", "se")) -> Answer:
    return {
        " ".join(str(value) for value in figure.by.values()): [getattr(figure.estimate, name) for name in names]
        for figure in figures
    }


def nps_by_month(folder: Path) -> Answer:
    """NPS with its interval by month."""
    plan = figure_plan("nps@1", columns=COLUMNS, score="value", by=Period("occurred_at", "month"))
    return _told(_figures(plan, _answers(folder, RECOMMEND)))


def designed(folder: Path) -> Answer:
    """Weighted NPS by touchpoint and segment, drawn in strata (regions), with the design's interval."""
    design = Design(weight="weight", stratum="region")
    plan = figure_plan("nps@1", columns=COLUMNS, score="value", by=("touchpoint", "segment"), design=design)
    return _told(_figures(plan, _answers(folder, RECOMMEND)))


def effort_by_step(folder: Path) -> Answer:
    """Customer effort by the step of the journey."""
    plan = figure_plan("ces.2@1", columns=COLUMNS, score="value", by="step")
    return _told(_figures(plan, _answers(folder, EFFORT)))


def weeks(folder: Path) -> Answer:
    """NPS by week in the last 90 days."""
    plan = figure_plan("nps@1", columns=COLUMNS, score="value", by=Period("occurred_at", "week"))
    since = f"occurred_at >= TIMESTAMP '{LAST_DAY - 89}'"
    return _told(_figures(plan, _answers(folder, RECOMMEND, since)))


def extremes(folder: Path) -> Answer:
    """The 20 technicians with the lowest and the 20 with the highest NPS, of those with 30 answers or more."""
    plan = figure_plan("nps@1", columns=COLUMNS, score="value", by="technician", many_groups=True)
    return _told(_figures(plan, _answers(folder, RECOMMEND), Extremes(20, 30)))


def joined(folder: Path) -> Answer:
    """NPS by the customer's plan, which lies in a table of its own."""
    plan = figure_plan("nps@1", columns=COLUMNS, score="value", by="plan")
    customers = f"read_parquet('{folder}/customers.parquet')"
    source = f"SELECT * FROM ({_answers(folder, RECOMMEND)}) JOIN {customers} USING (party)"  # noqa: S608 -- as above
    return _told(_figures(plan, source))


CASES = {
    "NPS by month": nps_by_month,
    "NPS by touchpoint and segment, weighted and stratified": designed,
    "CES by journey step": effort_by_step,
    "NPS by week, 90 days": weeks,
    "20 lowest and 20 highest of many groups": extremes,
    "NPS by customer attribute, joined": joined,
}

if __name__ == "__main__":
    serve(CASES)
