"""Tables of rights."""
