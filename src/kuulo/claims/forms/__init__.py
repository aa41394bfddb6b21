"""Forms of the room: a claim, a piece of evidence, a step, a question to a customer."""

from __future__ import annotations

from kuulo.claims.forms.asking import AskForm
from kuulo.claims.forms.claims import ClaimForm, ListForm, PlaceForm, StepForm
from kuulo.claims.forms.evidence import CutForm, EvidenceForm, WhyForm

__all__ = ["AskForm", "ClaimForm", "CutForm", "EvidenceForm", "ListForm", "PlaceForm", "StepForm", "WhyForm"]
