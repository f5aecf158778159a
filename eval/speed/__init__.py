"""How fast and how large: a store of any number of clauses, made by recombining real ones, measured."""
