"""Asking: rounds and triggers, samples, the contact budget, messages, and what became of each invitation."""
