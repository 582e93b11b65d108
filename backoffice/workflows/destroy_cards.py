"""Destroy dead cards under two names: scanned one by one or as a whole list, with a protocol.

A card of a batch that a unit gave back is kept for its holder first; after the days of the policy
it is destroyed like a dead one, whether it was active already or not (FAQ 4, B3).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.batches import CardPlace
from backoffice.domain.blanks import DEAD, digest_numbers
from backoffice.domain.cards import STATE_NAMES, Card, CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.policies import BATCH_UNCLAIMED
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.blanks import keep_for_destruction, post, require_plastic
from backoffice.procedures.drawer import require_second
from backoffice.procedures.paper import write_drawer_slip
from backoffice.words import bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backoffice.actions import Turn
    from backoffice.domain.batches import BatchCard
    from backoffice.domain.blanks import Destruction
    from backoffice.ports import Books

MOST = 500
"""As many go through a shredder while two people look on."""

_ALIVE = frozenset({CardState.MADE, CardState.ACTIVE})


@dataclass(frozen=True, kw_only=True)
class Request:
    """The numbers of the cards in hand, scanned or taken from the list of this desk."""

    numbers: tuple[str, ...]
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The destruction, and whose cards it ended; ``slip`` is the paper that both sign."""

    destruction_id: int
    number: int
    cards: int
    digest: str
    slip: str
    holder_ids: tuple[int, ...] = ()


def unclaimed(books: Books, desk_id: int, now: datetime) -> Sequence[Card]:
    """Return what a unit gave back to this desk and nobody fetched for long, or what died (B3)."""
    here = [(books.cards.get(one.card_id), one) for one in books.batches.given_back(desk_id)]
    return [
        card
        for card, in_batch in here
        if (
            _kept_long(books, in_batch, now)
            if card.state in _ALIVE
            else not _may_return(books, card)
        )
    ]


def card_to_destroy(books: Books, scanned: str, now: datetime) -> Card:
    """Return the card of a number that was scanned or typed.

    A card that nobody fetched, made or active, is destroyed after the days of
    ``batch.unclaimed_days``, counted from when its unit gave it back.

    Raises:
        Refusal: It is no card of ours, alive, never printed, or destroyed already.
    """
    card = books.cards.by_number(scanned.strip())
    if card is None:
        raise Refusal(
            "unknown-card",
            sentence("“{number}” is no card of ours.", number=scanned.strip()[:40]),
            advice=sentence("Scan the bar code once more, or type the number under it."),
        )
    kept = books.waste.find(card.id)
    if kept is not None and kept.destruction_id is not None:
        done = books.waste.destruction(kept.destruction_id)
        raise _destroyed_before(books, card, done, now)
    if kept is None and _may_return(books, card):
        raise Refusal(
            "card-may-return",
            sentence("Card {card} was reported lost and not replaced yet.", card=card.short),
            advice=sentence("Hand it in as a found card: its holder may still have it back."),
            rule="L2",
            source="FAQ 8",
        )
    require_plastic(books, card)
    in_batch = books.batches.of_card(card.id)
    never_fetched = in_batch is not None and _kept_long(books, in_batch, now)
    if card.state not in DEAD and not (never_fetched and card.state in _ALIVE):
        raise Refusal(
            "card-not-dead",
            sentence(
                "Card {card} is {state}; only dead cards are destroyed.",
                card=card.short,
                state=sentence(STATE_NAMES[card.state]),
            ),
            advice=sentence("Take it out of the pile and look its holder up."),
        )
    return card


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    cards = _cards(books, turn, request)
    states = Counter(card.state for card in cards)
    return Sheet(
        title=sentence("Cards destroyed"),
        lines=tuple(
            Line(
                label=sentence(STATE_NAMES[state]),
                before=sentence("{count}", count=states[state]),
                after=sentence(STATE_NAMES[CardState.DESTROYED]),
            )
            for state in CardState
            if states[state]
        )
        + _money_lines(books, cards),
        notes=(
            sentence(
                "{count} cards; sum of their numbers {digest}",
                count=len(cards),
                digest=digest_numbers(card.number for card in cards)[:12],
            ),
        ),
    )


def destroy(books: Books, turn: Turn, request: Request) -> Outcome:
    """End these cards for ever, book their plastic as destroyed, and queue the slip to sign.

    Raises:
        Refusal: One of them is none of ours, alive or destroyed already, there are none or too
            many, nobody else signed, or the sheet is out of date.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    second_id = require_second(turn)
    assert turn.actor.clerk_id is not None  # noqa: S101  two people, so the first is one
    cards = _cards(books, turn, request)
    for card in cards:
        keep_for_destruction(books, turn, card)
        if card.state is CardState.ACTIVE:  # nobody fetched it: returned, like any other that ends
            books.cards.move(card, CardState.RETURNED)
        books.cards.move(books.cards.get(card.id), CardState.DESTROYED)
    done = books.waste.destroy(
        cards,
        desk_id=turn.desk_id,
        clerk_id=turn.actor.clerk_id,
        second_id=second_id,
        digest=digest_numbers(card.number for card in cards),
    )
    spoiled = sum(card.state is CardState.SPOILED for card in cards)
    _book(books, done, AccountKind.SPOILED, spoiled)
    _book(books, done, AccountKind.MADE, len(cards) - spoiled)
    return Outcome(
        destruction_id=done.id,
        number=done.number,
        cards=done.cards,
        digest=done.digest,
        slip=_write_slip(books, turn, done),
        holder_ids=tuple(dict.fromkeys(card.holder_id for card in cards)),
    )


WORKFLOW = Workflow(
    code="destroy_cards", right=Right.SERVE, run=destroy, outcome=Outcome, preview=preview
)


def _cards(books: Books, turn: Turn, request: Request) -> Sequence[Card]:
    numbers = list(dict.fromkeys(number.strip() for number in request.numbers))
    if not 0 < len(numbers) <= MOST:
        raise Refusal(
            "cards-count",
            sentence("Between 1 and {most} cards are destroyed at once.", most=MOST),
            advice=sentence("Scan the cards that lie here, or take the whole list."),
        )
    return [card_to_destroy(books, number, turn.now) for number in numbers]


def _money_lines(books: Books, cards: Sequence[Card]) -> tuple[Line, ...]:
    """Say what becomes of the money on cards that could still be paid with (D6)."""
    alive = [card for card in cards if card.state in _ALIVE]
    if not alive:
        return ()
    kept = sum(books.ledger.card_account(card.id).balance for card in alive)
    return (say.balance_kept(kept),)


def _may_return(books: Books, card: Card) -> bool:
    """Tell whether a lost card can still be given back to its holder (L2)."""
    return card.state is CardState.LOST and books.cards.successor(card.id) is None


def _kept_long(books: Books, card: BatchCard, now: datetime) -> bool:
    if card.place is not CardPlace.BACK or card.returned_at is None:
        return False
    days = BATCH_UNCLAIMED.of(books.policies.text(BATCH_UNCLAIMED.name))
    came = card.returned_at.astimezone(now.tzinfo).date()
    return came + timedelta(days=days) <= now.date()


def _destroyed_before(books: Books, card: Card, done: Destruction, now: datetime) -> Refusal:
    return Refusal(
        "card-destroyed",
        sentence(
            "Card {card} was destroyed before: on {day}, by {clerk} and {second} (protocol"
            " {number}).",
            card=card.short,
            day=done.at.astimezone(now.tzinfo).date().isoformat(),
            clerk=books.clerks.get(done.clerk_id).name,
            second=books.clerks.get(done.second_id).name,
            number=done.number,
        ),
        advice=sentence("Tell a supervisor: a destroyed card can't lie here."),
    )


def _book(books: Books, done: Destruction, source: AccountKind, count: int) -> None:
    if count:
        account, gone = (books.ledger.account(k) for k in (source, AccountKind.DESTROYED))
        post(books, account, gone, amount=count, memo=f"destruction {done.number}")


def _write_slip(books: Books, turn: Turn, done: Destruction) -> str:
    names = (books.clerks.get(one).name for one in (done.clerk_id, done.second_id))
    return write_drawer_slip(
        books,
        turn,
        sentence("Cards destroyed, protocol {number}", number=done.number),
        [
            bilingual(sentence("{count} cards were destroyed.", count=done.cards)),
            bilingual(sentence("SHA-256 of their numbers: {digest}", digest=done.digest)),
            *(bilingual(sentence("{name}: ____________", name=name)) for name in names),
        ],
    )
