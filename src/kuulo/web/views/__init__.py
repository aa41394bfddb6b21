"""Pages of the front of the house."""
