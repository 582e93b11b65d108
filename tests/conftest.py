"""Makes the fixtures in ``tests/fixtures`` known to every test: each module there is a plugin."""

import pkgutil

import tests.fixtures

pytest_plugins = [
    f"tests.fixtures.{module.name}" for module in pkgutil.iter_modules(tests.fixtures.__path__)
]
