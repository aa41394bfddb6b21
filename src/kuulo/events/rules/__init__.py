"""What holds in events; pure."""
