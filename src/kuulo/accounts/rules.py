"""Roles: who may be what. What each role may do stands in one table, `kuulo.web.roles`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The parts people play in an organisation."""

    OWNER = "owner"
    INSIGHT_LEAD = "insight_lead"
    RESEARCHER = "researcher"
    SERVICE_PERSON = "service_person"
    READER = "reader"


LANGUAGES = ("fi", "sv", "en")
FLOOR_DEFAULT = 5
FLOOR_LEAST = 3
