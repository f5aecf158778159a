"""How many can ask at once: the running service under load, measured from outside."""
