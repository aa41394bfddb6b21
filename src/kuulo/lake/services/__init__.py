"""Writing the lake: recording signals, sealing them, keeping the files in order, erasing."""

from __future__ import annotations

from kuulo.lake.services.companions import append_companion, replace_companion, while_there
from kuulo.lake.services.erasing import SignalsErased, clear_spill, erase_signals
from kuulo.lake.services.keeping import RETENTION_HOURS, CompactReport, VacuumReport, compact, vacuum
from kuulo.lake.services.leases import Step, pass_by
from kuulo.lake.services.persons import WITHOUT_PERSONS
from kuulo.lake.services.recording import leave_source_name, record_bundles, record_signals, take_source_name
from kuulo.lake.services.sealing import SealReport, append_sealed, append_signals, seal

__all__ = [
    "RETENTION_HOURS",
    "WITHOUT_PERSONS",
    "CompactReport",
    "SealReport",
    "SignalsErased",
    "Step",
    "VacuumReport",
    "append_companion",
    "append_sealed",
    "append_signals",
    "clear_spill",
    "compact",
    "erase_signals",
    "leave_source_name",
    "pass_by",
    "record_bundles",
    "record_signals",
    "replace_companion",
    "seal",
    "take_source_name",
    "vacuum",
    "while_there",
]
