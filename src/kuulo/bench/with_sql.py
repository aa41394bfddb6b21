"""The bench's cases in SQL as an analyst writes it by hand for DuckDB: value, answers, standard error; no checks."""

from __future__ import annotations

from pathlib import Path

from kuulo.bench.answers import EFFORT, LAST_DAY, RECOMMEND
from kuulo.bench.turns import Answer, Case, serve
from kuulo.lake.engines import SignalSource, engine
from kuulo.lake.schema import SIGNAL_SCHEMA

NOTHING = SignalSource("bench", (), SIGNAL_SCHEMA.empty_table())

# A group is a domain of the whole sample: hence N / (N − 1) with the rows of all groups
NET = """
WITH counted AS (
  SELECT {key} AS key, count(*) AS rows, count(value) AS n,
         count(*) FILTER (WHERE value >= 9) AS plus, count(*) FILTER (WHERE value <= 6) AS minus
  FROM {source} GROUP BY 1
), figures AS (
  SELECT key, n, (plus - minus) / n AS net, plus + minus AS extreme, sum(rows) OVER () AS total FROM counted
)
SELECT key, 100 * net AS value, n, 100 * sqrt((extreme / n - net * net) / n * total / (total - 1)) AS se
FROM figures {rest}
"""
MEAN = """
WITH counted AS (
  SELECT {key} AS key, count(*) AS rows, count(value) AS n, avg(value) AS mean, var_pop(value) AS spread
  FROM {source} GROUP BY 1
)
SELECT key, mean AS value, n, sqrt(spread / n * t.total / (t.total - 1)) AS se
FROM counted, (SELECT sum(rows) AS total FROM counted) AS t
"""
DESIGNED = """
WITH valued AS (
  SELECT touchpoint, segment, region, value, weight AS w,
         CASE WHEN value >= 9 THEN 100.0::DOUBLE WHEN value <= 6 THEN -100.0::DOUBLE
              WHEN value IS NULL THEN NULL ELSE 0.0::DOUBLE END AS y
  FROM {source}
), cells AS (
  SELECT touchpoint, segment, region, count(*) AS rows, count(y) AS n,
         sum(w) FILTER (WHERE y IS NOT NULL) AS w, sum(w * y) AS wy,
         sum(w * w) FILTER (WHERE y IS NOT NULL) AS ww, sum(w * w * y) AS wwy, sum(w * w * y * y) AS wwyy
  FROM valued GROUP BY ALL
), strata AS (
  SELECT region, sum(rows) AS rows FROM cells GROUP BY region
), means AS (
  SELECT touchpoint, segment, sum(n) AS n, sum(w) AS w, sum(wy) / sum(w) AS mean FROM cells GROUP BY ALL
)
SELECT touchpoint || ' ' || segment AS key, any_value(mean) AS value, any_value(means.n) AS n,
       sqrt(sum(strata.rows / (strata.rows - 1) *
         ((wwyy - 2 * mean * wwy + mean * mean * ww) - (wy - mean * cells.w) ** 2 / strata.rows)
         / (means.w * means.w))) AS se
FROM cells JOIN strata USING (region) JOIN means USING (touchpoint, segment) GROUP BY touchpoint, segment
"""
EXTREMES = """
WITH counted AS (
  SELECT technician AS key, count(*) AS rows, count(value) AS n,
         count(*) FILTER (WHERE value >= 9) AS plus, count(*) FILTER (WHERE value <= 6) AS minus
  FROM {source} GROUP BY 1
), figures AS (
  SELECT key, n, (plus - minus) / n AS net, plus + minus AS extreme, sum(rows) OVER () AS total FROM counted
), ranked AS (
  SELECT *, row_number() OVER (ORDER BY net, key) AS low, row_number() OVER (ORDER BY net DESC, key DESC) AS high
  FROM figures WHERE n >= 30
)
SELECT key, 100 * net AS value, n, 100 * sqrt((extreme / n - net * net) / n * total / (total - 1)) AS se
FROM ranked WHERE low <= 20 OR high <= 20
"""


def _case(template: str, question: str, key: str = "", condition: str = "") -> Case:
    def run(folder: Path) -> Answer:
        source = f"read_parquet('{folder}/answers/question={question}/*/*.parquet') {condition}"
        return _told(template.format(key=key, source=source, rest=""))

    return run


def _told(sql: str) -> Answer:
    table = engine().run(sql, NOTHING, {})
    columns = [table.column(name).to_pylist() for name in ("key", "value", "n", "se")]
    return {str(key): [float(number) for number in numbers] for key, *numbers in zip(*columns, strict=True)}


def _joined(folder: Path) -> Answer:
    answers = f"read_parquet('{folder}/answers/question={RECOMMEND}/*/*.parquet')"
    source = f"{answers} JOIN read_parquet('{folder}/customers.parquet') USING (party)"
    return _told(NET.format(key="plan", source=source, rest=""))


SINCE = f"WHERE occurred_at >= TIMESTAMP '{LAST_DAY - 89}'"
CASES: dict[str, Case] = {
    "NPS by month": _case(NET, RECOMMEND, "date_trunc('month', occurred_at)"),
    "NPS by touchpoint and segment, weighted and stratified": _case(DESIGNED, RECOMMEND),
    "CES by journey step": _case(MEAN, EFFORT, "step"),
    "NPS by week, 90 days": _case(NET, RECOMMEND, "date_trunc('week', occurred_at)", SINCE),
    "20 lowest and 20 highest of many groups": _case(EXTREMES, RECOMMEND),
    "NPS by customer attribute, joined": _joined,
}

if __name__ == "__main__":
    serve(CASES)
