"""What the database can do on this disk without any server: rows in transactions of their own, and many in one."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

ROW = "x" * 1_400
GROUP = 32
ONE_ROW = "INSERT INTO answers (said) VALUES (?)"


def rows_a_second(folder: Path, *, seconds: float, together: int) -> float:
    """Return how many rows of an answer's size SQLite commits a second, ``together`` in each transaction."""
    file = folder / f"raw-{together}.sqlite3"
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, said TEXT)")
    began, rows = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(ONE_ROW, [(ROW,)] * together)
        connection.execute("COMMIT")
        rows += together
    rate = rows / (time.perf_counter() - began)
    connection.close()
    file.unlink()
    return rate
