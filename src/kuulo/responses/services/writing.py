"""Writing many submissions in one transaction: the only way an answer gets into the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from kuulo.instruments.rules.flow import Known
from kuulo.invitations.queries import InvitationView
from kuulo.invitations.rules.outcomes import OutcomeEvent
from kuulo.invitations.services import record_outcomes
from kuulo.lake.rules import Bundle
from kuulo.lake.services import record_bundles
from kuulo.responses.rules.compiled import Checked
from kuulo.responses.rules.states import Outcome, State
from kuulo.responses.services.deciding import Decision, bundle_of, decide
from kuulo.responses.services.doors import Door, Doors, find_invitations
from kuulo.responses.services.standing import (
    CrossedError,
    Standing,
    insert_standings,
    read_standings,
    update_standings,
)
from kuulo.responses.services.submission import Submission

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission that waits to be written.

    Attributes:
        checked: The check of its page, where that was made before.
        known: What was known for that check; nothing of it comes from an earlier page.
        door: Where it comes in, where that was found before.
    """

    submission: Submission
    checked: Checked | None = None
    known: Known | None = None
    door: Door | None = None


@dataclass(slots=True)
class Batch:
    """What one transaction is to write; later submissions of a batch see what earlier ones left."""

    standings: dict[str, Standing]
    invitations: dict[str, InvitationView]
    new: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    bundles: list[tuple[str, Bundle]] = field(default_factory=list)
    events: list[OutcomeEvent] = field(default_factory=list)


def write(waiting: Sequence[Waiting], doors: Doors) -> list[Outcome]:
    """Write the submissions in one transaction and return what became of each; when it returns, all is committed.

    Inside another transaction it is committed with that one. A response another process wrote at the same moment makes
    the whole batch begin anew, so nothing is written twice.
    """
    for _attempt in range(ATTEMPTS - 1):
        try:
            return _write(waiting, doors)
        except CrossedError:
            continue
    return _write(waiting, doors)


def _write(waiting: Sequence[Waiting], doors: Doors) -> list[Outcome]:
    with transaction.atomic():
        tokens = [each.submission.form.token for each in waiting if each.submission.form.personal]
        batch = Batch(
            standings=read_standings([each.submission.form.key for each in waiting]),
            invitations=find_invitations(tokens),
        )
        outcomes = [_weigh(each, doors, batch) for each in waiting]
        # New ones as they came: row numbers grow then, and pages of the database are filled to the end.
        insert_standings([batch.standings[key] for key in batch.new])
        update_standings([batch.standings[key] for key in sorted(batch.changed.difference(batch.new))])
        record_bundles(batch.bundles)
        if batch.events:
            record_outcomes(batch.events)
    return outcomes


def _weigh(waiting: Waiting, doors: Doors, batch: Batch) -> Outcome:
    submission = waiting.submission
    standing = batch.standings.get(submission.form.key)
    door = waiting.door or _door(submission, standing, doors, batch)
    made = (waiting.checked, waiting.known) if standing is None else (None, None)
    decision = decide(submission, door, standing, *made)
    if decision.standing is not None and door is not None:
        _keep(decision, door, submission, batch)
    return decision.outcome


def _door(submission: Submission, standing: Standing | None, doors: Doors, batch: Batch) -> Door | None:
    form = submission.form
    number = standing.version if standing is not None else form.version
    return doors.door(form, number, batch.invitations.get(form.token))


def _keep(decision: Decision, door: Door, submission: Submission, batch: Batch) -> None:
    standing = decision.standing
    if standing is None:
        return
    if standing.key not in batch.standings:
        batch.new.append(standing.key)
    batch.changed.add(standing.key)
    batch.standings[standing.key] = standing
    if decision.said:
        batch.bundles.append(
            (bundle_name(standing), bundle_of(standing, door.version.slug, decision.said, submission.received_at))
        )
    if decision.event is not None:
        batch.events.append(decision.event)
        invitation = batch.invitations.get(submission.form.token)
        if standing.state == State.COMPLETE and invitation is not None:
            # A second response to the same invitation in this very batch finds it used up.
            batch.invitations[submission.form.token] = replace(invitation, state=State.COMPLETE.value)


def bundle_name(standing: Standing) -> str:
    """Return the id under which a response's last signals lie in the outbox; what was settled before has another.

    It follows the row's number, so that those of one moment lie side by side where nothing forbids it.
    """
    return f"{standing.id:016x}:{2 if standing.settled else 1}"
