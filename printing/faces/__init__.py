"""One module per printed thing, found by itself: ``DOCUMENT`` names its type, ``draw`` draws it."""
