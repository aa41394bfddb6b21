"""The quiet ones: who has never been heard, what they are like, and asking a sample of them."""
