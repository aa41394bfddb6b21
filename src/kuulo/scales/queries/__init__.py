"""Reads of the room: what there is to choose from, and scales examined."""

from kuulo.scales.queries.options import ScaleSource, Settled, scale_sources, settle, words_of_items
from kuulo.scales.queries.study import PartStudy, study_of

__all__ = ["PartStudy", "ScaleSource", "Settled", "scale_sources", "settle", "study_of", "words_of_items"]
