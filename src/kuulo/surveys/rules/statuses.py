"""Words by which survey tools say how far a response got."""

from __future__ import annotations

from collections.abc import Collection

COMPLETE = frozenset(
    [
        "complete",
        "completed",
        "finished",
        "submitted",
        "full",
        "done",
        "valmis",
        "täydellinen",
        "lähetetty",
        "vastattu",
        "komplett",
        "fullständig",
        "klar",
        "slutförd",
        "inskickad",
        "true",
        "yes",
        "1",
    ]
)
PARTIAL = frozenset(
    [
        "partial",
        "partially complete",
        "partially completed",
        "incomplete",
        "in progress",
        "started",
        "not finished",
        "abandoned",
        "dropped out",
        "kesken",
        "keskeneräinen",
        "osittainen",
        "keskeytetty",
        "ofullständig",
        "delvis",
        "påbörjad",
        "avbruten",
        "false",
        "no",
        "0",
    ]
)
OTHER = frozenset(
    [
        "disqualified",
        "screened out",
        "over quota",
        "quota full",
        "bounced",
        "opened",
        "sent",
        "not started",
        "hylätty",
        "avattu",
        "ei aloitettu",
        "utesluten",
        "öppnad",
        "ej påbörjad",
        "response",
        "responded",
    ]
)
CERTAIN = (COMPLETE | PARTIAL) - frozenset(
    ["true", "yes", "1", "false", "no", "0", "done", "full", "started", "sent", "opened"]
)


def is_status(words: Collection[str]) -> bool:
    """Whether normalised values are those of a status, and at least one of them can be nothing else."""
    return bool(words) and set(words) <= COMPLETE | PARTIAL | OTHER and bool(set(words) & CERTAIN)
