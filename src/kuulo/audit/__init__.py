"""What was done to what people know and decided, by whom and when: a log that is only ever added to."""
