"""The sections of the administration page; one module each, found by itself."""
