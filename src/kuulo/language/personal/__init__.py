"""Personal data in a text: found, told apart by kind, masked."""
