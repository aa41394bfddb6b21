"""The invented company: customers, two years of answers, and what is true about all of them."""
