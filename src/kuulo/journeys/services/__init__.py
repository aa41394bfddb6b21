"""Writes of journeys."""
