"""The database: the only package that knows SQLAlchemy.

In go and out come frozen values, those of `tickets` and those of `storage.values`.
"""
