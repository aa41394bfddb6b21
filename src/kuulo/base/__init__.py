"""What every room stands on: the error root, the Estimate, ids. Standard library only."""
