"""The experiment on who did not answer: a population whose truth is known, four worlds, every estimator."""
