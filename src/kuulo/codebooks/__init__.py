"""Codebooks: what people mean by their codes, coding by keyboard, proposals of the machine and how right they are."""
