"""What holds in matching; pure."""
