"""Reads of feeds."""
