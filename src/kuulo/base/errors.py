"""The one error root and its tree.

Every error a person can meet says what was found and what to do about it::

    KuuloError
    ├── InputError              foreign input; the command line exits with 2
    │   ├── FileError           a file that cannot be read as what it claims to be
    │   ├── ColumnError         a column that is not there, or not what was asked of it
    │   ├── EmptyLevelError     levels of a margin that have rows and no target, or a target and no rows
    │   └── NotFoundError       something asked for by a name nothing has
    ├── DefinitionError         a measure or scale that does not fit
    │   └── ScaleMismatchError  different scales would be pooled
    ├── NotConvergedError       weights that meet their margins could not be found
    ├── GuardError              a step of a life cycle that its guard refuses
    │   └── ConflictError       somebody else changed it since it was read
    ├── WithheldError           a figure that would reveal a person
    ├── EngineError             an engine failed, or lacks an ability (named)
    ├── DeliveryError           a mail server or mailbox that cannot be reached or lets Kuulo do nothing
    ├── SettingError            a setting that is missing or wrong
    └── BusyError               somebody else holds what is needed; try again
"""

from __future__ import annotations

from kuulo.base.texts import Text


class KuuloError(Exception):
    """Root of every error Kuulo raises on purpose.

    Args:
        found: What was found, naming the file, line, column or setting; a template with named places.
        mend: What the reader can do about it; a template too, empty where nothing can be done.
        params: The values of both templates.
    """

    exit_code = 1

    def __init__(self, found: str, mend: str = "", **params: object) -> None:
        self.found = Text(found, params)
        self.mend = Text(mend, params)
        super().__init__(f"{self.found} {self.mend}".strip())


class InputError(KuuloError):
    """Foreign input that cannot be used as it is."""

    exit_code = 2


class FileError(InputError):
    """A file that is empty, broken, too large, or not what its name claims."""


class ColumnError(InputError):
    """A column that is missing, or cannot play the part it was given."""


class EmptyLevelError(InputError):
    """Levels of a margin that have rows and no target, or a target and nobody in the data; the message names them."""


class NotFoundError(InputError):
    """Something asked for by a name that nothing has."""


class DefinitionError(KuuloError):
    """A measure, definition or scale that is unknown or does not fit."""

    exit_code = 2


class ScaleMismatchError(DefinitionError):
    """Answers on different scales would have been pooled into one figure."""


class NotConvergedError(KuuloError):
    """No weights were found that meet the margins; the message names the worst one and by how much it is missed."""


class GuardError(KuuloError):
    """A step of a life cycle that its guard refuses; the message names the guard."""


class ConflictError(GuardError):
    """A change of something that somebody else has changed since it was read."""


class WithheldError(KuuloError):
    """A figure withheld because it would say something about single persons."""


class EngineError(KuuloError):
    """An engine failed, or lacks an ability that the message names."""


class DeliveryError(KuuloError):
    """A mail server or mailbox that cannot be reached, or refuses Kuulo as a whole; trying again later may help."""


class SettingError(KuuloError):
    """A setting that is missing or has a value Kuulo cannot use."""

    exit_code = 2


class BusyError(KuuloError):
    """Another process holds what this one needs; trying again later is safe."""
