"""Pure rules of scales: what may be asked for, and which items belong together."""

from kuulo.scales.rules.asking import Ask, parse_ask
from kuulo.scales.rules.sets import OWN, ItemSet, ScaledItem, own_set, sets_of

__all__ = ["OWN", "Ask", "ItemSet", "ScaledItem", "own_set", "parse_ask", "sets_of"]
