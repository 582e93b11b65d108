"""Blank cards over a shift: counted blind, beside the ledger and what the printer says it made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.blanks import BlankCount, DeviceCount
from backoffice.domain.ledger import AccountKind
from backoffice.domain.policies import BLANKS_ALONE
from backoffice.domain.refusal import Refusal
from backoffice.domain.reports import BlankFigures
from backoffice.domain.sentences import sentence
from backoffice.procedures.blanks import book_difference
from backoffice.procedures.settling import NOTHING_CAME_OUT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.drawer import Shift
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

_MOST = 100_000
_OWN = (AccountKind.STOCK, AccountKind.HOPPER)
_K = AccountKind


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a count came to.

    Attributes:
        made: Cards the printers say they made in the shift; None if one of them did not tell.
        booked: Cards the books say were made from the blanks of this desk.
    """

    count: BlankCount
    made: int | None
    booked: int

    @property
    def printed(self) -> int:
        """Cards that the printers made beyond what the books know; 0 if they did not tell."""
        return 0 if self.made is None else self.made - self.booked


def figures(books: Books, shift: Shift) -> BlankFigures:
    """Add up from the ledger what became of a desk's blanks in a shift so far, or until its end."""
    kinds = (*_OWN, _K.MAKING, _K.DESTROYED)
    entries = {e.id: e for kind in kinds for e in books.reports.entries(shift, kind)}
    flows: Counter[tuple[AccountKind, AccountKind]] = Counter()
    for entry in entries.values():
        flows[entry.debit.kind, entry.credit.kind] += entry.amount

    def between(sources: Sequence[AccountKind], targets: Sequence[AccountKind]) -> int:
        return sum(flows[source, target] for source in sources for target in targets)

    found = [_K.BLANK_DIFFERENCES]
    return BlankFigures(
        begin=sum(books.reports.opening(shift, kind) for kind in _OWN),
        received=between([_K.SUPPLIER], _OWN),
        arrived=between([_K.ON_THE_WAY], _OWN),
        sent=between(_OWN, [_K.ON_THE_WAY]),
        loaded=flows[_K.STOCK, _K.HOPPER] - flows[_K.HOPPER, _K.STOCK],
        fed=between(_OWN, [_K.MAKING]),
        back=between([_K.MAKING], _OWN),
        outside=flows[_K.SUPPLIER, _K.MAKING] - flows[_K.MAKING, _K.SUPPLIER],
        made=flows[_K.MAKING, _K.MADE],
        spoiled=flows[_K.MAKING, _K.SPOILED],
        tested=flows[_K.MAKING, _K.TESTED] - flows[_K.TESTED, _K.MAKING],
        waiting=books.reports.opening(shift, _K.MAKING),
        destroyed=between([_K.MADE, _K.SPOILED], [_K.DESTROYED]),
        difference=between(found, _OWN) - between(_OWN, found),
    )


def look(
    books: Books, shift: Shift, *, stock: int, hopper: int, counters: Mapping[str, int]
) -> Looked:
    """Compare a blind count, and what printers say of themselves, with the ledger.

    Raises:
        Refusal: This can't have been counted.
    """
    for count in (stock, hopper):
        if not 0 <= count <= _MOST:
            raise Refusal(
                "count-senseless",
                sentence("This can't have been counted: {count} blanks.", count=count),
                advice=sentence("Count them again."),
            )
    balance = books.ledger.balance
    moved = figures(books, shift)
    # What a run of the night was given and did not make was fed before any counter was read.
    before = books.jobs.spoiled_late(shift.desk_id, NOTHING_CAME_OUT, shift.opened_at)
    return Looked(
        count=BlankCount(
            stock=stock,
            stock_expected=balance(_K.STOCK, desk_id=shift.desk_id),
            hopper=hopper,
            hopper_expected=balance(_K.HOPPER, desk_id=shift.desk_id),
            alone=BLANKS_ALONE.of(books.policies.text(BLANKS_ALONE.name)),
        ),
        made=made_by(_both_ends(books, shift, counters)),
        booked=moved.fed - (moved.back - before),
    )


def enter(books: Books, shift: Shift, count: BlankCount, counters: Mapping[str, int]) -> None:
    """Keep a count with its shift, and make the ledger agree: a difference is a fact."""
    for kind, difference in (
        (_K.STOCK, count.stock - count.stock_expected),
        (_K.HOPPER, count.hopper - count.hopper_expected),
    ):
        account = books.ledger.account(kind, desk_id=shift.desk_id)
        book_difference(books, account, difference, memo="count-difference")
    books.blanks.enter_count(shift.id, count)
    books.blanks.devices_closed(shift.id, counters)


def made_by(devices: Sequence[DeviceCount]) -> int | None:
    """Return what all printers made in a shift; None unless each told at both ends."""
    told = [device.made for device in devices]
    known = [made for made in told if made is not None]
    return sum(known) if known and len(known) == len(told) else None


def said(looked: Looked) -> list[Sentence]:
    """Say in which places a count and the books disagree."""
    count, sentences = looked.count, []
    stock, hopper = count.stock - count.stock_expected, count.hopper - count.hopper_expected
    if stock > 0:
        sentences.append(sentence("Blank cards too many in the boxes: {count}.", count=stock))
    elif stock < 0:
        sentences.append(sentence("Blank cards missing in the boxes: {count}.", count=-stock))
    if hopper > 0:
        sentences.append(sentence("Blank cards too many in the hopper: {count}.", count=hopper))
    elif hopper < 0:
        sentences.append(sentence("Blank cards missing in the hopper: {count}.", count=-hopper))
    if looked.printed and looked.made is not None:
        sentences.append(
            sentence(
                "The printer says that it made {made} cards, the books say {booked}.",
                made=looked.made,
                booked=looked.booked,
            )
        )
    return sentences


def _both_ends(books: Books, shift: Shift, counters: Mapping[str, int]) -> list[DeviceCount]:
    opened = {device.printer: device.opened for device in books.blanks.devices_of(shift.id)}
    return [
        DeviceCount(printer=name, opened=opened.get(name), closed=counters.get(name))
        for name in sorted(opened.keys() | counters.keys())
    ]
