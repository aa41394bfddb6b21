"""The engines that pairs are scored on. Splink's doors are used; neither DuckDB nor Spark is imported here.

What differs between engines is in one class each: how tables enter, how results leave, and what functions are called.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Literal, Protocol

import splink

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _

PARTITIONS = 8
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": str(PARTITIONS),
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
EngineName = Literal["duckdb", "spark"]


class Engine(Protocol):
    """What scoring asks of an engine."""

    name: str
    functions: Mapping[str, str]

    def door(self) -> Any:
        """Return Splink's door to the engine."""
        ...


class DuckDBEngine:
    """DuckDB inside this process."""

    name = "duckdb"
    functions: Mapping[str, str] = {
        "similarity": "jaro_winkler_similarity",
        "distance": "damerau_levenshtein",
        "overlap": "list_has_any",
    }

    def door(self) -> Any:
        """Return Splink's door to a database in memory."""
        return splink.DuckDBAPI()


class SparkEngine:
    """Spark, by a session that somebody handed in or a local one of our own.

    Args:
        session: A SparkSession whose classpath has the jar that Splink's package carries; None starts one here.
    """

    name = "spark"
    functions: Mapping[str, str] = {
        "similarity": "jaro_winkler",
        "distance": "damerau_levenshtein",
        "overlap": "arrays_overlap",
    }

    def __init__(self, session: Any = None) -> None:
        self._session = session

    def door(self) -> Any:
        """Return Splink's door to Spark.

        Raises:
            EngineError: pyspark is not installed, or the session cannot be started.
        """
        session = self._session or local_session()
        try:
            # In memory rather than in a checkpoint folder: persons' data would stay behind there.
            return splink.SparkAPI(  # type: ignore[no-untyped-call] # Splink leaves it untyped
                spark_session=session, num_partitions_on_repartition=PARTITIONS, break_lineage_method="persist"
            )
        except ImportError as error:
            raise _missing(error) from error


def engine_named(name: str) -> Engine:
    """Return an engine by its name.

    Raises:
        EngineError: There is no such engine.
    """
    engines: dict[str, type[DuckDBEngine] | type[SparkEngine]] = {"duckdb": DuckDBEngine, "spark": SparkEngine}
    if name not in engines:
        raise EngineError(_("There is no engine “{name}”."), _("Name duckdb or spark."), name=name)
    return engines[name]()


def local_session() -> Any:
    """Return a Spark session on this machine's cores, with the similarity functions that Splink's package carries.

    The cluster to use instead is what Spark's own configuration names (``SPARK_REMOTE``, ``spark-defaults.conf``).

    Raises:
        EngineError: pyspark is not installed, or Java is missing.
    """
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        # Spark is an extra that most installations do without: it is looked for when it is asked for.
        builder = import_module("pyspark.sql").SparkSession.builder
        jar = import_module("splink.backends.spark").similarity_jar_location()
    except ImportError as error:
        raise _missing(error) from error
    try:
        session = _configured(builder, jar).getOrCreate()
    except Exception as error:  # pyspark has no error of its own for a gateway that does not start
        raise EngineError(
            _("Spark does not start: {reason}."),
            _("Spark needs Java 17 or newer; take --engine duckdb where there is none."),
            reason=str(error) or type(error).__name__,
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _configured(builder: Any, jar: str) -> Any:
    for name, value in {**SETTINGS, "spark.jars": jar}.items():
        builder = builder.config(name, value)
    return builder


def _missing(error: ImportError) -> EngineError:
    return EngineError(
        _("Spark is not installed ({reason})."),
        _("Install kuulo[spark], or take the engine duckdb."),
        reason=str(error),
    )
