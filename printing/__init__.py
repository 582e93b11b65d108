"""Draw, encode, deliver. Knows the documents of the domain and nothing else of ours.

``registry.open_printers`` is the door. Three axes, one file per case, found by themselves:
``faces`` (printed things), ``languages`` (bytes a device understands), ``connections`` (ways to a
device).
"""
