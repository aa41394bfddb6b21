"""What comes back: answer pages, the intake, ways in, results, answers out."""
