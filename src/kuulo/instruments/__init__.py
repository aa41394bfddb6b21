"""Questionnaires: built, checked, published as versions that never change."""
