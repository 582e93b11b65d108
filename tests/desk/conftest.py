"""The window does not care which database it works on: SQLite is enough here."""

import pytest


@pytest.fixture
def books_url(sqlite_url):
    return sqlite_url
