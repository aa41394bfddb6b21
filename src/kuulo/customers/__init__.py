"""Parties: the people and organisations that signals come from, their identifiers and attributes."""
