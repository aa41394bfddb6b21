"""What becomes of one page of answers: pure of any store, so that a batch of many can be weighed one after another."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.rules.flow import Known
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.invitations.rules.outcomes import Outcome as InvitationOutcome
from kuulo.invitations.rules.outcomes import OutcomeEvent
from kuulo.lake.rules import Bundle, Said, Shared, brought_name
from kuulo.responses.rules.compiled import Checked
from kuulo.responses.rules.forms import BACK, DISMISS, FIELD_TRAP, SAVE, SEEN
from kuulo.responses.rules.signals import DISMISSED, NOT_SHOWN, SHOWN, SKIPPED, signals_of
from kuulo.responses.rules.states import CLOSED_STATES, Outcome, Problem, State, kept_time
from kuulo.responses.services.doors import Door
from kuulo.responses.services.standing import Standing
from kuulo.responses.services.submission import Submission

TOO_FAST_SECONDS: Final = 1.0
CHANCE_BITS: Final = 11
OTHER_PAGE: Final = say(_("The questionnaire has no such page."))
EVENTS: Final[Mapping[str, InvitationOutcome]] = {
    State.STARTED: InvitationOutcome.STARTED,
    State.PARTIAL: InvitationOutcome.PARTIAL,
    State.COMPLETE: InvitationOutcome.COMPLETE,
    State.DISMISSED: InvitationOutcome.STARTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be written for one submission, and what its sender is told.

    Attributes:
        standing: The response as it then stands; None where nothing changes.
        said: Signals that are to be recorded now.
        event: What became of the invitation.
    """

    outcome: Outcome
    standing: Standing | None = None
    said: tuple[Said, ...] = ()
    event: OutcomeEvent | None = None


def decide(
    submission: Submission,
    door: Door | None,
    standing: Standing | None,
    checked: Checked | None = None,
    known: Known | None = None,
) -> Decision:
    """Return what becomes of the submission where the response stands like this (None: there is none yet).

    ``checked`` is the check of the form's page, and ``known`` what was known for it, where it was made before;
    otherwise it is made here. A standing that has only begun is changed in its place.
    """
    key = submission.form.key
    if standing is not None and standing.state in CLOSED_STATES:
        return Decision(outcome=Outcome(standing.state, key, repeated=True))
    if door is None or not _may_answer(submission, door, standing):
        return Decision(outcome=Outcome("", key, gone=True))
    now = standing or _begun(submission, door)
    if submission.go in {DISMISS, SEEN}:
        return _dismissed(submission, door, now) if submission.go == DISMISS else _seen(standing, now)
    if submission.answers is not None:
        return _at_once(submission, door, now)
    return _page(submission, door, now, checked, known)


def _seen(standing: Standing | None, begun: Standing) -> Decision:
    """Note that the questions were shown; whether anything comes of it is told by what follows, or by `settle`."""
    if standing is not None:
        return Decision(outcome=Outcome(standing.state, standing.key, repeated=True))
    return Decision(outcome=Outcome(State.STARTED, begun.key), standing=begun)


def _page(submission: Submission, door: Door, now: Standing, checked: Checked | None, known: Known | None) -> Decision:
    """Weigh one page of a form."""
    key = submission.form.key
    if submission.page not in door.compiled.pages:
        return Decision(outcome=Outcome("", key, problems=(Problem("", OTHER_PAGE),)))
    known = known or known_of(submission, door, now)
    checked = checked or door.compiled.check_form(submission.page, submission.fields, known)
    if checked.problems and submission.go not in {BACK, SAVE}:
        return Decision(outcome=Outcome("", key, submission.page, problems=checked.problems))
    answers = door.compiled.merged(submission.page, now.answers, checked.answers, now.settled)
    return _page_taken(submission, door, now, Known(answers, known.attributes, known.hidden))


def known_of(submission: Submission, door: Door, standing: Standing | None) -> Known:
    """Return what conditions may look at: earlier answers, the customer, the fields of the address."""
    hidden = door.compiled.hidden_of(submission.fields) if door.compiled.questionnaire.hidden else {}
    if standing is None:
        return Known({}, door.attributes, hidden)
    return Known(standing.answers, {**standing.attributes, **door.attributes}, {**standing.hidden, **hidden})


def _may_answer(submission: Submission, door: Door, standing: Standing | None) -> bool:
    if standing is not None:
        # Whoever has made up the key of somebody else's response must not reach it through a link of their own.
        same_way = door.way is None or standing.way_in_id == door.way.id
        return same_way and standing.instrument_id == submission.form.instrument_id and _is_invited(door, standing)
    if door.invitation is not None:
        return door.invitation.takes_answers(submission.received_at)
    return door.way is not None


def _is_invited(door: Door, standing: Standing) -> bool:
    """Return whether an invitation behind the response may still be used.

    An anonymous response does not know whose it is. Its address says so; without it, or once another response was
    completed by the same link, one invitation would give as many answers as were begun.
    """
    if standing.promise != Promise.ANONYMOUS or standing.way_in_id is not None:
        return True
    return door.invitation is not None and door.invitation.state != InvitationOutcome.COMPLETE


def _begun(submission: Submission, door: Door) -> Standing:
    """Return a response that begins with this submission, with no more in it than the promise allows."""
    anonymous = door.promise == Promise.ANONYMOUS
    languages = door.compiled.questionnaire.languages
    minted = datetime.fromtimestamp(submission.form.minted_at, tz=UTC)
    return Standing(
        id=_row_number(submission.received_at, anonymous=anonymous),
        key=submission.form.key,
        instrument_id=door.version.instrument_id,
        version=door.version.number,
        way_in_id=door.way.id if door.way else None,
        invitation_id=door.invitation.id if door.invitation and not anonymous else None,
        state=State.STARTED,
        promise=door.promise,
        language=submission.language if submission.language in languages else languages[0],
        channel=door.channel,
        touchpoint=door.touchpoint,
        party=door.party,
        attributes=dict(door.kept_attributes),
        suspect=is_suspect(submission),
        weight=door.weight,
        started_at=kept_time(min(minted, submission.received_at), door.promise),
        updated_at=kept_time(submission.received_at, door.promise),
    )


def _row_number(moment: datetime, *, anonymous: bool) -> int:
    """Return the number of a new row: of chance where the order of rows must tell nothing, else in the order of time.

    Rows of one moment then lie on the same page of the database, which is written once for all of them.
    """
    if anonymous:
        return secrets.randbits(63)
    return (int(moment.timestamp() * 1e6) << CHANCE_BITS) | secrets.randbits(CHANCE_BITS)


def is_suspect(submission: Submission) -> bool:
    """Return whether it looks like a program's: the trap is filled, or an open form came back within a second.

    A personal link is known to one person only, and one click in an e-mail may be that fast.
    """
    if any(submission.fields.get(FIELD_TRAP, ())):
        return True
    if submission.form.personal or submission.answers is not None:
        return False
    return submission.received_at.timestamp() - submission.form.minted_at < TOO_FAST_SECONDS


def _page_taken(submission: Submission, door: Door, before: Standing, known: Known) -> Decision:
    compiled = door.compiled
    if submission.go == BACK:
        page: str | None = compiled.before(submission.page, known)
    elif submission.go == SAVE:
        page = submission.page
    else:
        page = compiled.after(submission.page, known)
    if page is None and len(compiled.pages) > 1:
        # Whoever sent the last page alone is led to the first one that needs an answer.
        page = next((compiled.page_of[key] for key in compiled.missing(known)), None)
    if page is None:
        return _complete(submission, door, before, known)
    return _partial(submission, door, before, known, page)


def _partial(submission: Submission, door: Door, before: Standing, known: Known, page: str) -> Decision:
    if before.state == State.PARTIAL and before.page == page and before.answers == known.answers:
        return Decision(outcome=Outcome(State.PARTIAL, before.key, page, repeated=True))
    after = _changed(submission, door, before, known, state=State.PARTIAL, page=page)
    return Decision(
        outcome=Outcome(State.PARTIAL, after.key, page), standing=after, event=_event(submission, door, after)
    )


def _at_once(submission: Submission, door: Door, before: Standing) -> Decision:
    """Take answers that came as JSON, without pages."""
    known = known_of(submission, door, before)
    sent = {key: value for key, value in (submission.answers or {}).items() if key not in before.settled}
    checked = door.compiled.check_json(sent, known, whole=submission.whole)
    if checked.problems:
        return Decision(outcome=Outcome("", before.key, problems=checked.problems))
    known = replace(known, answers=checked.answers)
    page = None if submission.whole else door.compiled.waiting(known)
    if page is None:
        return _complete(submission, door, before, known)
    return _partial(submission, door, before, known, page)


def _complete(submission: Submission, door: Door, before: Standing, known: Known) -> Decision:
    compiled = door.compiled
    counted = known if compiled.plain else replace(known, answers=compiled.counted(known))
    after = _changed(submission, door, before, counted, state=State.COMPLETE, page="")
    after.completed_at = after.updated_at
    return _closed(submission, door, after, compiled.silent(counted))


def _dismissed(submission: Submission, door: Door, before: Standing) -> Decision:
    """Keep what was answered before; what was on the page now is dismissed, what would have come was not shown."""
    compiled = door.compiled
    known = known_of(submission, door, before)
    page = submission.page if submission.page in compiled.pages else compiled.first(known) or ""
    after = _changed(submission, door, before, known, state=State.DISMISSED, page="")
    passed, _left_out = compiled.visited(known, page)
    here = compiled.shown_on(page, known)
    states = {key: DISMISSED if key in here else SKIPPED if key in passed else NOT_SHOWN for key in compiled.page_of}
    return _closed(submission, door, after, states)


def _closed(submission: Submission, door: Door, after: Standing, states: Mapping[str, str]) -> Decision:
    return Decision(
        outcome=Outcome(after.state, after.key),
        standing=after,
        said=() if after.suspect else said_of(door, after, states),
        event=_event(submission, door, after),
    )


def said_of(door: Door, standing: Standing, states: Mapping[str, str]) -> tuple[Said, ...]:
    """Return the signals of the response, but for the questions whose signals were written before; ``states`` tells
    of unanswered ones."""
    questions = door.compiled.signals
    if standing.settled:
        questions = tuple(question for question in questions if question.key not in standing.settled)
    return signals_of(questions, standing.answers, states)


def settle(door: Door, standing: Standing) -> tuple[Standing, tuple[Said, ...]]:
    """Return a response that was broken off with its answers locked, and their signals; the rest may still come.

    What was answered or passed by is told; of pages never reached nothing can be said yet. Where only the first page
    was shown, its questions were shown.
    """
    known = Known(standing.answers, {**standing.attributes, **door.attributes}, standing.hidden)
    passed, left_out = door.compiled.visited(known, standing.page)
    states = {**dict.fromkeys(passed, SKIPPED), **dict.fromkeys(left_out, NOT_SHOWN)}
    if standing.state == State.STARTED:
        states = dict.fromkeys(door.compiled.shown_on(door.compiled.first(known) or "", known), SHOWN)
    fresh = [question for question in door.compiled.signals if question.key not in standing.settled]
    told = [each.key for each in fresh if each.key in standing.answers or each.key in states]
    said = signals_of(fresh, standing.answers, states)
    return replace(standing, settled=[*standing.settled, *told]), said


def bundle_of(standing: Standing, slug: str, said: tuple[Said, ...], received_at: datetime) -> Bundle:
    """Return signals of a response as they go to the lake."""
    return Bundle(
        Shared(
            source=slug,
            response_id=standing.key,
            occurred_at=standing.updated_at,
            received_at=kept_time(received_at, standing.promise),
            promise=standing.promise,
            party=standing.party,
            touchpoint=standing.touchpoint or None,
            channel=standing.channel or None,
            language=standing.language,
            weight=standing.weight,
            attributes=standing.attributes | {brought_name(name): value for name, value in standing.hidden.items()},
        ),
        said,
    )


def _changed(submission: Submission, door: Door, before: Standing, known: Known, *, state: str, page: str) -> Standing:
    """Return the response as it stands after the submission; one that has just begun is changed in its place."""
    after = before if before.state == State.STARTED and not before.settled else copy(before)
    after.state = state
    after.page = page
    after.answers = dict(known.answers)
    after.hidden = {} if before.promise == Promise.ANONYMOUS else dict(known.hidden)
    if submission.language in door.compiled.questionnaire.languages:
        after.language = submission.language
    after.suspect = before.suspect or any(submission.fields.get(FIELD_TRAP, ()))
    after.updated_at = kept_time(submission.occurred_at or submission.received_at, before.promise)
    return after


def _event(submission: Submission, door: Door, standing: Standing) -> OutcomeEvent | None:
    invitation_id = door.invitation.id if door.invitation is not None else standing.invitation_id
    if invitation_id is None or standing.suspect:
        return None
    at = kept_time(submission.received_at, standing.promise)
    return OutcomeEvent(invitation_id=invitation_id, outcome=EVENTS[standing.state], at=at)
