"""What can be done with instruments: one verb a function, one transaction each."""

from kuulo.instruments.services.building import (
    Saved,
    create_instrument,
    remove_draft,
    rename_instrument,
    save_draft,
    set_promise,
    set_touchpoint,
)
from kuulo.instruments.services.persons import WITHOUT_PERSONS
from kuulo.instruments.services.publishing import close_instrument, publish, reopen_instrument

__all__ = [
    "WITHOUT_PERSONS",
    "Saved",
    "close_instrument",
    "create_instrument",
    "publish",
    "remove_draft",
    "rename_instrument",
    "reopen_instrument",
    "save_draft",
    "set_promise",
    "set_touchpoint",
]
