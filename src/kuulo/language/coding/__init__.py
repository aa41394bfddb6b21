"""Codes people gave, the machine's proposals, how far coders agree and how right the machine is."""
