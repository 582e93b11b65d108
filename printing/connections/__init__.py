"""One module per way to a device, found by itself: ``connect(settings)`` returns the connection."""
