"""Asking, use case by use case."""
