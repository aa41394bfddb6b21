"""What holds in journeys; pure."""
