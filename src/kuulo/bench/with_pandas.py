"""The bench's cases in pandas, loading the columns each one needs: what an analyst does today."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from kuulo.bench.answers import EFFORT, LAST_DAY, RECOMMEND
from kuulo.bench.turns import Answer, Case, serve


def _load(folder: Path, question: str, columns: list[str]) -> pd.DataFrame:
    return pd.read_parquet(folder / "answers" / f"question={question}", columns=columns)


def _net(frame: pd.DataFrame, keys: pd.Series) -> pd.DataFrame:
    valued = pd.DataFrame(
        {"key": keys, "value": frame["value"], "plus": frame["value"] >= 9, "minus": frame["value"] <= 6}
    )
    sums = valued.groupby("key").agg(n=("value", "count"), plus=("plus", "sum"), minus=("minus", "sum"))
    net = (sums["plus"] - sums["minus"]) / sums["n"]
    spread = (sums["plus"] + sums["minus"]) / sums["n"] - net**2
    se = 100 * np.sqrt(spread / sums["n"] * len(frame) / (len(frame) - 1))
    return pd.DataFrame({"value": 100 * net, "n": sums["n"], "se": se})


def _told(figures: pd.DataFrame) -> Answer:
    return {str(key): [float(value), int(n), float(se)] for key, value, n, se in figures.itertuples()}


def _by_month(folder: Path) -> Answer:
    frame = _load(folder, RECOMMEND, ["occurred_at", "value"])
    return _told(_net(frame, frame["occurred_at"].dt.to_period("M").dt.start_time))


def _designed(folder: Path) -> Answer:
    frame = _load(folder, RECOMMEND, ["touchpoint", "segment", "region", "value", "weight"])
    rows = frame.groupby("region").size()
    frame = frame.dropna(subset=["value"])
    frame["y"] = np.select([frame["value"] >= 9, frame["value"] <= 6], [100.0, -100.0], 0.0)
    frame["wy"] = frame["weight"] * frame["y"]
    groups = frame.groupby(["touchpoint", "segment"])[["weight", "wy"]].sum()
    groups["mean"] = groups["wy"] / groups["weight"]
    frame = frame.join(groups[["mean", "weight"]].rename(columns={"weight": "total"}), on=["touchpoint", "segment"])
    frame["z"] = frame["weight"] * (frame["y"] - frame["mean"]) / frame["total"]
    frame["zz"] = frame["z"] ** 2
    cells = frame.groupby(["touchpoint", "segment", "region"]).agg(z=("z", "sum"), zz=("zz", "sum"), n=("y", "size"))
    size = rows.reindex(cells.index.get_level_values("region")).to_numpy()
    cells["variance"] = size / (size - 1) * (cells["zz"] - cells["z"] ** 2 / size)
    summed = cells.groupby(level=["touchpoint", "segment"])[["variance", "n"]].sum()
    figures = pd.DataFrame({"value": groups["mean"], "n": summed["n"], "se": np.sqrt(summed["variance"])})
    figures.index = [f"{touchpoint} {segment}" for touchpoint, segment in figures.index]
    return _told(figures)


def _effort(folder: Path) -> Answer:
    frame = _load(folder, EFFORT, ["step", "value"])
    sums = frame.groupby("step")["value"].agg(["mean", "count", "var"])
    spread = sums["var"] * (sums["count"] - 1) / sums["count"]
    se = np.sqrt(spread / sums["count"] * len(frame) / (len(frame) - 1))
    return _told(pd.DataFrame({"value": sums["mean"], "n": sums["count"], "se": se}))


def _weeks(folder: Path) -> Answer:
    frame = _load(folder, RECOMMEND, ["occurred_at", "value"])
    frame = frame[frame["occurred_at"] >= pd.Timestamp(str(LAST_DAY - 89))]
    return _told(_net(frame, frame["occurred_at"].dt.to_period("W").dt.start_time))


def _extremes(folder: Path) -> Answer:
    frame = _load(folder, RECOMMEND, ["technician", "value"])
    figures = _net(frame, frame["technician"])
    ranked = figures[figures["n"] >= 30].sort_values("value", kind="stable")
    return _told(pd.concat([ranked.head(20), ranked.tail(20)]))


def _joined(folder: Path) -> Answer:
    frame = _load(folder, RECOMMEND, ["party", "value"])
    frame = frame.merge(pd.read_parquet(folder / "customers.parquet"), on="party")
    return _told(_net(frame, frame["plan"]))


CASES: dict[str, Case] = {
    "NPS by month": _by_month,
    "NPS by touchpoint and segment, weighted and stratified": _designed,
    "CES by journey step": _effort,
    "NPS by week, 90 days": _weeks,
    "20 lowest and 20 highest of many groups": _extremes,
    "NPS by customer attribute, joined": _joined,
}

if __name__ == "__main__":
    serve(CASES)
