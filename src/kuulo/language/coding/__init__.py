"""Codes people give to comments: learned, proposed with a probability, measured against a random sample."""

from __future__ import annotations

from kuulo.language.coding.accuracy import Accuracy, accuracy, corrected_share
from kuulo.language.coding.agreement import Level, alpha, kappa
from kuulo.language.coding.choosing import RANDOM_SHARE, Pick, Why, next_to_code
from kuulo.language.coding.model import FEWEST_OF_A_CODE, CodeModel, Described, Like, Read, learn_codes

__all__ = [
    "FEWEST_OF_A_CODE",
    "RANDOM_SHARE",
    "Accuracy",
    "CodeModel",
    "Described",
    "Level",
    "Like",
    "Pick",
    "Read",
    "Why",
    "accuracy",
    "alpha",
    "corrected_share",
    "kappa",
    "learn_codes",
    "next_to_code",
]
