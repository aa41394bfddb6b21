"""What the tests of imports share: a file of answers, a way to bring it in, and a worker's hand."""

from __future__ import annotations

from collections.abc import Callable

from kuulo.base.texts import Text
from kuulo.lake.queries import open_snapshot
from kuulo.surveys import services
from kuulo.surveys.models import AnswerImport
from kuulo.surveys.queries import understanding_of
from kuulo.surveys.rules.understanding import Reply

NPS = "NPS (0-10)"
HEADER = f"Response ID;Date;customer_id;Region;Touchpoint;{NPS};Effort;Comment"
# Of twenty answers one is blank, one off the scale, one "don't know".
SCORES = (
    *["10", "9", "0", "7", "6", "8", "10", "9", "8", "7", "10", "9", "5", "3", "10", "9", "8"],
    "",
    "11",
    "don't know",
)
EFFORTS = ("1", "5", "3", "4", "2", "5", "1")
EFFORT_IS_LOWER = Reply(column="Effort", key="direction", value="lower")


def visits(count: int, *, first: int = 1) -> str:
    """Return a file of so many responses, numbered from ``first``."""
    rows = [
        f"r{at};2026-03-{at % 28 + 1:02d} 10:00;{1000 + at % 45};{('Uusimaa', 'Lappi')[at % 2]};"
        f"{('visit', 'booking', 'invoice')[at % 3]};{SCORES[at % 20]};{EFFORTS[at % 7]};"
        f"{'Asia hoitui mukavasti ' + str(at) if at % 4 == 0 else ''}"
        for at in range(first, first + count)
    ]
    return "\n".join([HEADER, *rows, ""])


class Hand:
    """A job as its handler sees it; ``at`` is called at each report of progress and may break the work off."""

    def __init__(self, import_id: int, at: Callable[[int], None] | None = None) -> None:
        self.payload = {"import": import_id}
        self.job_id = 1
        self.attempt = 1
        self.told: list[tuple[int, int]] = []
        self._at = at

    @property
    def stopping(self) -> bool:
        """Nobody asks it to stop."""
        return False

    def progress(self, done: int, total: int, note: Text | None = None) -> None:
        """Note the progress."""
        del note
        self.told.append((done, total))
        if self._at:
            self._at(done)


def bring(text: str | bytes, name: str = "visits.csv", dataset: str = "") -> AnswerImport:
    """Take a file in and recognise it."""
    raw = text.encode() if isinstance(text, str) else text
    import_id = services.receive_upload(name=name, chunks=[raw])
    services.recognise_import(import_id=import_id, dataset_name=dataset)
    return AnswerImport.objects.get(pk=import_id)


def settle_and_check(row: AnswerImport, *replies: Reply) -> AnswerImport:
    """Reply to the questions, leave the other columns out, and check the file."""
    services.settle_import(import_id=row.pk, replies=replies)
    row.refresh_from_db()
    understanding = understanding_of(row)
    open_now = understanding.questions if understanding else ()
    services.settle_import(
        import_id=row.pk, replies=[Reply(column=each.column, key=each.key, value="") for each in open_now]
    )
    services.check_import(import_id=row.pk)
    row.refresh_from_db()
    return row


def import_now(row: AnswerImport) -> AnswerImport:
    """Import a checked file at once, as a worker would."""
    services.start_import(import_id=row.pk)
    services.import_answers(Hand(row.pk))  # type: ignore[arg-type] # a hand does all a handler asks of a job
    row.refresh_from_db()
    return row


def ask_lake(sql: str) -> list[dict[str, object]]:
    """Return what the lake answers."""
    with open_snapshot() as snapshot:
        rows: list[dict[str, object]] = snapshot.run(sql).to_pylist()
    return rows
