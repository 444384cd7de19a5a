"""What the tests of faults share: databases of both kinds, and a real one per test."""

from tests.support.databases import (  # noqa: F401
    database_url,
    dialect,
    postgres,
    sealer,
    sqlite_template,
    sqlite_url,
)
