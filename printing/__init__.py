"""Draw, encode, deliver: paper and cards, from plain documents to a device."""
