"""What holds in profiles; pure."""
