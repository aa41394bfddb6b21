"""REFI-QDA projects and codebooks and Taguette projects, read and written."""
