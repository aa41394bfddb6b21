"""Readers of customer data: cards, databases, folders."""
