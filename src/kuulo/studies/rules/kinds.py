"""Closed lists of the room: methods, legal bases, parts in a team, ways to take part; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.texts import mark as _

LANGUAGES: Final = ("fi", "sv", "en")
SLUG_LENGTH: Final = 60
RESERVED: Final = ("new", "adopters", "studies", "list")
"""Names under /research/ that pages have already."""


class Method(StrEnum):
    """How a study comes to its answer."""

    SURVEY = "survey"
    INTERVIEW = "interview"
    OBSERVATION = "observation"
    VISIT = "visit"
    DISCUSSION = "discussion"
    DIARY = "diary"
    MYSTERY_VISIT = "mystery_visit"
    DESK = "desk"
    ADOPTER_PANEL = "adopter_panel"


METHOD_NAMES: Final[Mapping[Method, str]] = {
    Method.SURVEY: _("Survey"),
    Method.INTERVIEW: _("Interviews"),
    Method.OBSERVATION: _("Observation at the customer’s"),
    Method.VISIT: _("Visits to customers"),
    Method.DISCUSSION: _("Online discussion"),
    Method.DIARY: _("Diary study"),
    Method.MYSTERY_VISIT: _("Mystery visits"),
    Method.DESK: _("Desk research on markets and target groups"),
    Method.ADOPTER_PANEL: _("Panel of early adopters"),
}
METHOD_HELP: Final[Mapping[Method, str]] = {
    Method.SURVEY: _("How many think so: the same questions to many, with a questionnaire of this house."),
    Method.INTERVIEW: _("Why they think so: one person at a time, by a guide."),
    Method.OBSERVATION: _("What they do where they do it, seen rather than told."),
    Method.VISIT: _("Met where they are, with people of the house along."),
    Method.DISCUSSION: _("What they say to each other, moderated, over days."),
    Method.DIARY: _("What happens between two encounters, noted as it happens."),
    Method.MYSTERY_VISIT: _("How the company looks to one who comes as a customer; no customers take part."),
    Method.DESK: _("What others have found out already; nobody takes part."),
    Method.ADOPTER_PANEL: _("What those see who are first to use what is new."),
}
WITHOUT_CUSTOMERS: Final = frozenset({Method.DESK, Method.MYSTERY_VISIT})
"""Methods in which no customer takes part, so that nobody is recruited."""
WITH_SESSIONS: Final = frozenset(
    {Method.INTERVIEW, Method.OBSERVATION, Method.VISIT, Method.MYSTERY_VISIT, Method.ADOPTER_PANEL, Method.DISCUSSION}
)


class LegalBasis(StrEnum):
    """On what the handling of participants' data rests (GDPR 6(1), 9(2)); the last for research without persons."""

    CONSENT = "consent"
    EXPLICIT_CONSENT = "explicit_consent"
    LEGITIMATE_INTEREST = "legitimate_interest"
    CONTRACT = "contract"
    NO_PERSONS = "no_persons"


BASIS_NAMES: Final[Mapping[LegalBasis, str]] = {
    LegalBasis.CONSENT: _("Consent (GDPR 6(1)(a))"),
    LegalBasis.EXPLICIT_CONSENT: _("Explicit consent to data on health and the like (GDPR 9(2)(a))"),
    LegalBasis.LEGITIMATE_INTEREST: _("Legitimate interest (GDPR 6(1)(f))"),
    LegalBasis.CONTRACT: _("Contract (GDPR 6(1)(b))"),
    LegalBasis.NO_PERSONS: _("No personal data are handled"),
}
BY_CONSENT: Final = frozenset({LegalBasis.CONSENT, LegalBasis.EXPLICIT_CONSENT})


class TeamRole(StrEnum):
    """The part of a colleague in a study."""

    LEAD = "lead"
    RESEARCHER = "researcher"
    OBSERVER = "observer"


ROLE_NAMES: Final[Mapping[TeamRole, str]] = {
    TeamRole.LEAD: _("leads the study"),
    TeamRole.RESEARCHER: _("researcher"),
    TeamRole.OBSERVER: _("observer"),
}


class Recruited(StrEnum):
    """How somebody came to be asked."""

    CUSTOMERS = "customers"
    HAND = "hand"
    LINK = "link"


RECRUITED_NAMES: Final[Mapping[Recruited, str]] = {
    Recruited.CUSTOMERS: _("drawn from the customers"),
    Recruited.HAND: _("added by hand"),
    Recruited.LINK: _("came by the open link"),
}
