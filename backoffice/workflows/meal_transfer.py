"""Move the whole balance of an old meal card once and freeze it, or record an objection (FAQ 3)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import Card
from backoffice.domain.ledger import Account, Entry
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.in_hand import require_active
from backoffice.procedures.paper import write_receipt
from backoffice.procedures.taken_over import CODE, taken_over

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.ports import Books


class Answer(enum.Enum):
    """What the holder says to the balance shown (M2)."""

    CONFIRM = "confirm"
    DISPUTE = "dispute"


ANSWER_NAMES = {
    Answer.CONFIRM: N_("no objection: move it"),
    Answer.DISPUTE: N_("the holder objects: nothing moves"),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """The holder's answer; there is no amount: it is always the whole (M3).

    Attributes:
        words: What the holder objects to.
    """

    holder_id: int
    answer: Answer = Answer.CONFIRM
    words: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed; ``moved`` in fen, None for an objection."""

    holder_id: int
    moved: int | None
    card_number: str
    receipt: str


@dataclass(frozen=True, kw_only=True)
class _Plan:
    holder: Holder
    meal: Account
    card: Card | None
    sheet: Sheet


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def transfer(books: Books, turn: Turn, request: Request) -> Outcome:
    """Move the balance and freeze the account in one transaction, or record the objection.

    Raises:
        Refusal: M2–M5, there is no active card, or the world changed since the sheet was shown.
    """
    plan = _plan(books, turn, request)
    plan.sheet.require_unchanged(request.sheet)
    holder_id, dispute = plan.holder.id, books.disputes.open_of(plan.holder.id)
    if plan.card is None:
        if dispute is not None:
            books.disputes.settle(dispute, settlement="objected again")
        books.disputes.raise_one(
            holder_id=holder_id, balance=plan.meal.balance, words=request.words.strip()
        )
    else:
        if plan.meal.balance:
            target = books.ledger.card_account(plan.card.id)
            entry = Entry(
                debit=plan.meal, credit=target, amount=plan.meal.balance, memo="meal-transfer"
            )
            books.ledger.post(entry)
        books.ledger.freeze(plan.meal)
        if dispute is not None:
            books.disputes.settle(dispute, settlement="confirmed by the holder")
    receipt = write_receipt(books, turn, plan.holder, plan.sheet)
    return Outcome(
        holder_id=holder_id,
        moved=plan.meal.balance if plan.card else None,
        card_number=plan.card.number if plan.card else "",
        receipt=receipt,
    )


WORKFLOW = Workflow(code=CODE, right=Right.SERVE, run=transfer, outcome=Outcome, preview=preview)


def _plan(books: Books, turn: Turn, request: Request) -> _Plan:
    holder = books.holders.get(request.holder_id)
    meal = books.ledger.meal_account(holder.id)
    if meal is None:
        raise _refusal(
            "no-meal-account",
            sentence("No old meal card of this person is known."),
            sentence("Have the old accounts imported first, or show the meal card to the kitchen."),
            "M1",
        )
    if meal.frozen:
        raise _done_before(books, turn, holder)
    if request.answer is Answer.DISPUTE:
        return _Plan(holder=holder, meal=meal, card=None, sheet=_objection(meal, request))
    if meal.balance < 0:
        raise _refusal(
            "meal-debt",
            sentence("The old meal card owes {amount}.", amount=yuan(-meal.balance)),
            sentence("Send the holder to a supervisor: a debt is not moved."),
            "M5",
        )
    card = require_active(books, holder, rule="M3", source="FAQ 3")
    balance = books.ledger.card_account(card.id).balance
    sheet = Sheet(
        title=sentence("Old meal card taken over"),
        lines=(
            Line(
                label=sentence("Old meal card"),
                before=sentence(yuan(meal.balance)),
                after=sentence("{amount}, frozen for ever", amount=yuan(0)),
            ),
            Line(
                label=sentence("Campus balance"),
                before=sentence(yuan(balance)),
                after=sentence(
                    "{amount} on card {card}",
                    amount=yuan(balance + meal.balance),
                    card=card.short,
                ),
            ),
        ),
        notes=(sentence("The holder has no objection to the balance of the old card."),),
    )
    return _Plan(holder=holder, meal=meal, card=card, sheet=sheet)


def _objection(meal: Account, request: Request) -> Sheet:
    words = request.words.strip()
    if not words:
        raise _refusal(
            "dispute-words",
            sentence("An objection needs words."),
            sentence("Write down what the holder says the balance should be, and why."),
            "M2",
        )
    return Sheet(
        title=sentence("Objection to the balance of the old meal card"),
        lines=(
            Line(
                label=sentence("Old meal card"),
                before=sentence(yuan(meal.balance)),
                after=sentence("{amount}, nothing moves", amount=yuan(meal.balance)),
            ),
            Line(label=sentence("Objection"), before=say.NOTHING, after=sentence("recorded")),
        ),
        notes=(sentence("The holder says: {words}", words=words),),
    )


def _done_before(books: Books, turn: Turn, holder: Holder) -> Refusal:
    done = taken_over(books, holder.id)
    message = sentence("The old meal card is frozen: it was taken over before.")
    if done is not None:
        message = sentence(
            "It was taken over already: on {day} at {time}, desk {desk}, by {clerk}.",
            day=done.at.astimezone(turn.now.tzinfo).date().isoformat(),
            time=done.at.astimezone(turn.now.tzinfo).strftime("%H:%M"),
            desk=done.desk,
            clerk=done.clerk,
        )
    return _refusal(
        "meal-taken-over",
        message,
        sentence("Look at the person's history to see where the balance went."),
        "M3",
    )


def _refusal(code: str, message: Sentence, advice: Sentence, rule: str) -> Refusal:
    return Refusal(code, message, advice=advice, rule=rule, source="FAQ 3")
