"""What goes with the outcome most, where to improve first, and what a change did."""
