"""What holds in feeds; pure."""
