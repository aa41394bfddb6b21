"""The door to mappings: how a file was understood, written down and laid over the next file of its kind.

Everything about mappings can be had from here: their shapes and the answering of questions (`said`), the options of the
command line (`options`), the laying over a recognition (`settling`), and the TOML they are kept in (`mapping_toml`).
"""

from __future__ import annotations

from kuulo.surveys.rules.mapping_toml import dump_mapping, load_mapping, parse_mapping
from kuulo.surveys.rules.options import MappingOptions, apply_options
from kuulo.surveys.rules.said import ColumnMapping, FileMapping, answer_question
from kuulo.surveys.rules.settling import (
    describe_left_out,
    main_time,
    record_mapping,
    refuse_open_questions,
    settle,
)

__all__ = [
    "ColumnMapping",
    "FileMapping",
    "MappingOptions",
    "answer_question",
    "apply_options",
    "describe_left_out",
    "dump_mapping",
    "load_mapping",
    "main_time",
    "parse_mapping",
    "record_mapping",
    "refuse_open_questions",
    "settle",
]
