"""Revisions. What is written here was released: it is never changed, only followed by another."""
