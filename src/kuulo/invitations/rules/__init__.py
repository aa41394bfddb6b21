"""What holds for asking, whatever is stored where: samples, budget, reminders, rates, words; pure."""
