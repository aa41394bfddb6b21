"""What holds in rights; pure."""
