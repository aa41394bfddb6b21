"""Filters of journeys."""
