"""Summaries that can be checked: real quotes for sizes and both sides, and written sentences held to what they cite."""

from __future__ import annotations

from kuulo.language.summarising.checking import Checked, Cite, ThrownOut, WrittenSentence, check_reply, check_written
from kuulo.language.summarising.orders import orders_a_machine
from kuulo.language.summarising.quoting import Quote, choose_quotes
from kuulo.language.summarising.summaries import Said, Summary, summarise

__all__ = [
    "Checked",
    "Cite",
    "Quote",
    "Said",
    "Summary",
    "ThrownOut",
    "WrittenSentence",
    "check_reply",
    "check_written",
    "choose_quotes",
    "orders_a_machine",
    "summarise",
]
