"""Scores retrieval and answers; adds `danchieu eval` and `danchieu bench`."""
