"""Pure rules of the room: a study as a project of other tools, and such a project as what comes into a study."""

from __future__ import annotations

from kuulo.exchange.rules.arriving import (
    Arrival,
    ArrivingCode,
    ArrivingCoding,
    ArrivingMemo,
    Home,
    Reply,
    arrival_of,
    codes_of,
)
from kuulo.exchange.rules.arriving_sources import ArrivingSource
from kuulo.exchange.rules.fitting import Fitted, FittedCode, fit_codes
from kuulo.exchange.rules.keys import CHARACTERS, FileKind, UploadState, code_guid, key_of, kind_of
from kuulo.exchange.rules.leaving import Leaving, Material, leaving_of
from kuulo.exchange.rules.leaving_codes import BookOut

__all__ = [
    "CHARACTERS",
    "Arrival",
    "ArrivingCode",
    "ArrivingCoding",
    "ArrivingMemo",
    "ArrivingSource",
    "BookOut",
    "FileKind",
    "Fitted",
    "FittedCode",
    "Home",
    "Leaving",
    "Material",
    "Reply",
    "UploadState",
    "arrival_of",
    "code_guid",
    "codes_of",
    "fit_codes",
    "key_of",
    "kind_of",
    "leaving_of",
]
