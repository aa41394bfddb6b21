"""Pages of rights."""
