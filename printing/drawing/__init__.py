"""The pens that faces draw with: fonts, text in boxes, bar codes, pages in millimetres."""
