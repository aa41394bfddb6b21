"""Kuulo: a customer-understanding system that says how sure each figure is and who did not speak."""
