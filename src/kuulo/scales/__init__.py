"""Scales of several items: how reliable they are, what they measure, and whether groups may be compared."""
