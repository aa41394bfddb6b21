"""Stores of the rooms that lie below customers, of the framework, and of this room itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.mentions import Mentions
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.drafting.services import drafts_about, erase_drafts
from kuulo.jobs.services import erase_jobs, jobs_about
from kuulo.lake.queries import signals_of
from kuulo.lake.rules import ChosenSignals
from kuulo.lake.services import clear_spill, erase_signals
from kuulo.responses.services import response_keys_of
from kuulo.rights.models import PersonalLink, Request
from kuulo.words.services import erase_learned, words_about

SIGNALS_FIRST: Final = 10
# Counted before the signals go, and everything beside them.
WORDS_FIRST: Final = 5
OTHERS_WORDS: Final = say(
    _("What others said about you in their own words stays: it is theirs, and cannot be found by your name alone.")
)
AT_WORK: Final = say(_("A job that names you is being done at this moment; it goes when it has ended."))
NO_CUSTOMERS: Final = "Of the framework; nothing about customers."


def chosen_of(key: PersonKey) -> ChosenSignals:
    """Return which signals are the person's: under any identifier, or of one of their responses."""
    return ChosenSignals(parties=frozenset(key.identifiers), response_ids=frozenset(response_keys_of(key)))


def _export_signals(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return signals_of(chosen_of(key))


def _erase_signals(key: PersonKey, now: datetime) -> Removed:
    del now
    chosen = chosen_of(key)
    has_words = next(iter(words_about(chosen)), None) is not None

    def forget_learned(step: str) -> None:
        # Within the erasure, so that nothing learned from these words is kept between its beginning and its end.
        if has_words and step == "outbox erased":
            erase_learned()

    done = erase_signals(chosen, step=forget_learned)
    return Removed(rows=done.rows, files=done.files + clear_spill(), kept=OTHERS_WORDS)


def _signal_ids(key: PersonKey) -> frozenset[str]:
    return frozenset(str(signal["signal_id"]) for signal in signals_of(chosen_of(key)))


def _export_drafts(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return drafts_about(_signal_ids(key))


def _erase_drafts(key: PersonKey, now: datetime) -> Removed:
    del now
    return Removed(rows=erase_drafts(_signal_ids(key)))


def _export_words(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return words_about(chosen_of(key))


def _erase_words(key: PersonKey, now: datetime) -> Removed:
    """Leave it to the signals: what stands beside them goes with them, in the step after this."""
    del key, now
    return Removed()


def _export_jobs(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return jobs_about(Mentions(key).stand_in)


def _erase_jobs(key: PersonKey, now: datetime) -> Removed:
    del now
    gone, running = erase_jobs(Mentions(key).stand_in)
    return Removed(rows=gone, kept=AT_WORK if running else None)


def _sessions(key: PersonKey) -> Iterator[Session]:
    mentions = Mentions(key)
    return (session for session in Session.objects.iterator() if mentions.stand_in(session.get_decoded()))


def _export_sessions(key: PersonKey) -> Iterator[Mapping[str, object]]:
    for session in _sessions(key):
        yield {"expires_at": session.expire_date}


def _erase_sessions(key: PersonKey, now: datetime) -> Removed:
    """End sessions of staff in which the person stands in a message not yet shown, and those that ran out."""
    doomed = [session.pk for session in _sessions(key)]
    old, _tables = Session.objects.filter(expire_date__lt=now).delete()
    gone, _tables = Session.objects.filter(pk__in=doomed).delete()
    del old
    return Removed(rows=gone)


def _requests(key: PersonKey) -> QuerySet[Request]:
    return Request.objects.filter(party__in=key.party_ids)


def _export_requests(key: PersonKey) -> Iterable[Mapping[str, object]]:
    fields = ("reference", "kind", "state", "way", "details", "note", "answer", "asked_at", "due_on", "ended_at")
    yield from _requests(key).order_by("pk").values(*fields)
    yield from PersonalLink.objects.filter(party__in=key.party_ids).values("made_at", "expires_at", "opened_at")


def _erase_requests(key: PersonKey, now: datetime) -> Removed:
    """Take words and details out of what was asked; that something was asked, and when, stays without saying who."""
    del now
    rows = _requests(key).update(details={}, note="", answer="")
    links, _tables = PersonalLink.objects.filter(party__in=key.party_ids).delete()
    return Removed(rows=rows + links)


def _sample_files(key: PersonKey) -> Iterator[Path]:
    mentions = Mentions(key)
    folder = Path(settings.KUULO_DATA) / "sample"
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and mentions.stand_in_bytes(path.read_bytes()):
            yield path


def _export_sample(key: PersonKey) -> Iterator[Mapping[str, object]]:
    for path in _sample_files(key):
        yield {"file": path.name}


def _erase_sample(key: PersonKey, now: datetime) -> Removed:
    del now
    paths = list(_sample_files(key))
    for path in paths:
        path.unlink(missing_ok=True)
    return Removed(files=len(paths))


STORES_BELOW: Final = (
    PersonStore(
        name="lake.signals",
        title=_("What you said and did"),
        tables=frozenset({"lake.OutboxSignal"}),
        export=_export_signals,
        erase=_erase_signals,
        order=SIGNALS_FIRST,
    ),
    PersonStore(
        name="drafting.drafts",
        title=_("Drafts of a machine that quote you"),
        tables=frozenset({"drafting.KeptDraft"}),
        export=_export_drafts,
        erase=_erase_drafts,
        # While the signals by which the drafts are found are still there.
        order=SIGNALS_FIRST - 1,
    ),
    PersonStore(
        name="words.found",
        title=_("What was found out from your words"),
        tables=frozenset({"words.LearnedModel"}),
        export=_export_words,
        erase=_erase_words,
        order=WORDS_FIRST,
    ),
    PersonStore(
        name="jobs.jobs",
        title=_("Work in the background that names you"),
        tables=frozenset({"jobs.Job"}),
        export=_export_jobs,
        erase=_erase_jobs,
        order=80,
    ),
    PersonStore(
        name="sessions",
        title=_("Sessions of staff in which you stand"),
        tables=frozenset({"sessions.Session"}),
        export=_export_sessions,
        erase=_erase_sessions,
        order=80,
    ),
    PersonStore(
        name="sample.files",
        title=_("Files of the invented company"),
        tables=frozenset(),
        export=_export_sample,
        erase=_erase_sample,
        order=80,
    ),
    PersonStore(
        name="rights.requests",
        title=_("What you asked for by right"),
        tables=frozenset({"rights.Request", "rights.PersonalLink"}),
        export=_export_requests,
        erase=_erase_requests,
        order=85,
    ),
)
FRAMEWORK: Final[Mapping[str, str]] = {
    "contenttypes.ContentType": NO_CUSTOMERS,
    "auth.Permission": NO_CUSTOMERS,
    "auth.Group": NO_CUSTOMERS,
    "account.EmailAddress": "Addresses of people of the organisation who sign in.",
    "account.EmailConfirmation": "Addresses of people of the organisation who sign in.",
}
OWN: Final[Mapping[str, str]] = {
    "rights.Receipt": "What an erasure removed, in counts; it is made to hold nothing about the person.",
    "rights.LinkAsking": "Keyed digests of what was asked for; gone after a day.",
    "rights.KeepingPeriod": "Periods for everybody.",
    "rights.ControllerFacts": "The organisation itself.",
}
