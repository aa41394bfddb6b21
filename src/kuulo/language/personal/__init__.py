"""Personal data in a text: found, told apart by kind, masked."""

from kuulo.language.personal.finding import find
from kuulo.language.personal.kinds import PLACEHOLDERS, Found, Kind, Masked, placeholder
from kuulo.language.personal.masking import mask, mask_many
from kuulo.language.personal.names import Names

__all__ = ["PLACEHOLDERS", "Found", "Kind", "Masked", "Names", "find", "mask", "mask_many", "placeholder"]
