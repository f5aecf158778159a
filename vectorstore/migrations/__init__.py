"""The library's tables, from one schema to the next, by Alembic.

`env.py` is what Alembic runs; each module in `versions` is one revision, numbered as the schema that
it makes. Only an older store needs them: a new one gets today's tables at once, and today's needs nothing.
"""
