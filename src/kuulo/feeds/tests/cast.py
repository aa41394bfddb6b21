"""What the tests of feeds share: a moment, files, a worker's hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kuulo.base.texts import Text
from kuulo.feeds import services
from kuulo.feeds.models import Feed, FeedRun
from kuulo.feeds.rules.lifecycle import FeedKind
from kuulo.feeds.services import Arrival
from kuulo.lake.queries import open_snapshot

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Hand:
    """A job as its handler sees it."""

    def __init__(self, **payload: int) -> None:
        self.payload = payload
        self.job_id = 1
        self.attempt = 1
        self.told: list[tuple[int, int]] = []

    @property
    def stopping(self) -> bool:
        """Nobody asks it to stop."""
        return False

    def progress(self, done: int, total: int, note: Text | None = None) -> None:
        """Note the progress."""
        del note
        self.told.append((done, total))


def written(folder: Path, text: str, name: str = "list.csv") -> Path:
    """Write a text file and return where it lies."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bring(text: str | bytes, *, name: str = "list.csv", kind: FeedKind = FeedKind.PEOPLE, feed: str = "") -> FeedRun:
    """Let a file arrive in a feed for uploads and recognise it."""
    own = services.feed_called(feed or f"Feed of {kind.value}", kind)
    raw = text.encode() if isinstance(text, str) else text
    run = services.receive(feed=own, arrival=Arrival(name=name), chunks=[raw])
    services.recognise(run_id=run.pk)
    run.refresh_from_db()
    return run


def take(run: FeedRun) -> FeedRun:
    """Check a delivery and take it in, as a worker would."""
    services.check_run(run_id=run.pk)
    services.start_run(run_id=run.pk)
    services.carry_out(Hand(run=run.pk))  # type: ignore[arg-type] # a hand does all a handler asks of a job
    return FeedRun.objects.select_related("feed").get(pk=run.pk)


def ask_lake(sql: str) -> list[dict[str, object]]:
    """Return what the lake answers."""
    with open_snapshot() as snapshot:
        rows: list[dict[str, object]] = snapshot.run(sql).to_pylist()
    return rows


def only_feed() -> Feed:
    """Return the one feed there is."""
    return Feed.objects.get()
