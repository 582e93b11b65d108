"""One module per byte language, found by itself: ``MIME``, ``ENDING`` and ``encode``."""
