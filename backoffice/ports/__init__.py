"""What the workflows need from outside, said as protocols.

``db`` provides the store, ``printing`` the printers, ``main`` plugs them in, tests plug in fakes.
"""

from __future__ import annotations

from backoffice.ports.batches import Batches
from backoffice.ports.blanks import Blanks, Waste
from backoffice.ports.counter import (
    Disputes,
    EntryApplications,
    FoundCards,
    QueryPasswords,
    Shifts,
)
from backoffice.ports.designs import CardDesigns, CardProofs
from backoffice.ports.devices import Camera, Preview, Shot, Still, Studio
from backoffice.ports.holds import PrinterHolds
from backoffice.ports.photos import HandOvers, Photos, Policies
from backoffice.ports.program import (
    Benchmark,
    Clock,
    Delivery,
    FoundPrinter,
    Passwords,
    Printers,
    PrinterState,
    Program,
    Supply,
    Upkeep,
)
from backoffice.ports.registers import (
    Cards,
    Clerks,
    Holders,
    Intake,
    Journal,
    Ledger,
    LedgerHistory,
    Places,
    PrintJobs,
)
from backoffice.ports.store import Books, Conflict, Store

__all__ = [
    "Batches",
    "Benchmark",
    "Blanks",
    "Books",
    "Camera",
    "CardDesigns",
    "CardProofs",
    "Cards",
    "Clerks",
    "Clock",
    "Conflict",
    "Delivery",
    "Disputes",
    "EntryApplications",
    "FoundCards",
    "FoundPrinter",
    "HandOvers",
    "Holders",
    "Intake",
    "Journal",
    "Ledger",
    "LedgerHistory",
    "Passwords",
    "Photos",
    "Places",
    "Policies",
    "Preview",
    "PrintJobs",
    "PrinterHolds",
    "PrinterState",
    "Printers",
    "Program",
    "QueryPasswords",
    "Shifts",
    "Shot",
    "Still",
    "Store",
    "Studio",
    "Supply",
    "Upkeep",
    "Waste",
]
