"""What goes with a score: shares of its differences by driver, importance and performance, uplift."""
