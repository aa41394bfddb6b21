"""Words by which survey tools say how far a response, or the invitation to it, got."""

from __future__ import annotations

from collections.abc import Collection, Mapping

COMPLETE = frozenset(
    [
        "complete",
        "completed",
        "finished",
        "survey finished",
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
        "partially finished",
        "survey partially finished",
        "partial response",
        "incomplete",
        "in progress",
        "started",
        "survey started",
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
# Sent to somebody who, as far as the tool knows, never saw it.
NOT_SHOWN = frozenset(
    [
        "not opened",
        "unopened",
        "not started",
        "not answered",
        "not responded",
        "no response",
        "no answer",
        "no reply",
        "invited",
        "invitation sent",
        "email sent",
        "delivered",
        "queued",
        "pending",
        "bounced",
        "bounce",
        "hard bounce",
        "soft bounce",
        "email bounced",
        "undelivered",
        "undeliverable",
        "failed",
        "expired",
        "ei avattu",
        "avaamatta",
        "ei aloitettu",
        "ei vastattu",
        "ei vastannut",
        "ei vastausta",
        "vastaamatta",
        "kutsuttu",
        "kutsu lähetetty",
        "toimitettu",
        "odottaa",
        "ei toimitettu",
        "toimitus epäonnistui",
        "palautunut",
        "vanhentunut",
        "ej öppnad",
        "inte öppnad",
        "oöppnad",
        "ej påbörjad",
        "inte påbörjad",
        "ej besvarad",
        "obesvarad",
        "inget svar",
        "ej svarat",
        "inbjuden",
        "inbjudan skickad",
        "levererad",
        "väntar",
        "studsade",
        "studsat",
        "ej levererad",
        "utgången",
    ]
)
SHOWN = frozenset(
    [
        "opened",
        "email opened",
        "viewed",
        "seen",
        "clicked",
        "clicked through",
        "link clicked",
        "avattu",
        "nähty",
        "katsottu",
        "klikattu",
        "öppnad",
        "öppnat",
        "visad",
        "sedd",
        "klickad",
        "klickat",
    ]
)
DISMISSED = frozenset(
    [
        "dismissed",
        "refused",
        "refusal",
        "declined",
        "opted out",
        "opt out",
        "unsubscribed",
        "suljettu",
        "ohitettu",
        "kieltäytyi",
        "kieltäytynyt",
        "peruutti tilauksen",
        "stängd",
        "avvisad",
        "avfärdad",
        "avböjt",
        "avböjde",
        "nekat",
        "vägrade",
        "avregistrerad",
    ]
)
# "Sent" is said of an invitation and of an answer; `kuulo.surveys.rules.turnout` decides by the rows.
AMBIGUOUS = frozenset(["sent", "submitted", "lähetetty", "skickad", "inskickad"])
# Rows of nobody who was asked to the end: out of the survey's own target group, or never sent anything.
OUTSIDE = frozenset(
    [
        "disqualified",
        "screened out",
        "survey screened out",
        "over quota",
        "quota full",
        "not sent",
        "hylätty",
        "karsittu",
        "kiintiö täynnä",
        "ei lähetetty",
        "utesluten",
        "bortsållad",
        "kvot full",
        "ej skickad",
    ]
)
# Somebody answered; how far is not told.
ANSWERED = frozenset(["response", "responded", "answered", "vastannut", "svarat"])
SILENT: Mapping[str, str] = {
    **dict.fromkeys(NOT_SHOWN, "not_shown"),
    **dict.fromkeys(SHOWN, "shown"),
    **dict.fromkeys(DISMISSED, "dismissed"),
}
KNOWN = COMPLETE | PARTIAL | frozenset(SILENT) | AMBIGUOUS | OUTSIDE | ANSWERED
NEVER_ALONE = frozenset(["true", "yes", "1", "false", "no", "0", "done", "full", "started", "sent", "skickad"])
CERTAIN = (COMPLETE | PARTIAL | frozenset(["not opened", "ei avattu", "ej öppnad", "responded"])) - NEVER_ALONE


def is_status(words: Collection[str]) -> bool:
    """Whether normalised values are those of a status, and at least one of them can be nothing else."""
    return bool(words) and set(words) <= KNOWN and bool(set(words) & CERTAIN)
