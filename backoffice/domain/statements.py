"""What entries of the ledger are called on paper for the cardholder, by their memo."""

from __future__ import annotations

from backoffice.domain.ledger import ACCOUNT_NAMES, AccountName
from backoffice.domain.sentences import N_, Sentence, sentence

MOST_LINES = 10_000
"""Lines of one statement; who needs more takes two periods."""
LAST_LINES = 10
"""Lines of the short form, the newest of all accounts."""

SOURCES = {
    "recharge": N_("recharged in cash"),
    "fee-in-cash": N_("fee paid in cash"),
    "fee-lost-card": N_("fee: lost card replaced"),
    "fee-damaged-card": N_("fee: damaged card replaced"),
    "fee-renew-card": N_("fee: card renewed"),
    "card-replaced": N_("balance moved to the new card"),
    "meal-transfer": N_("old meal card taken over"),
    "kept-moved": N_("kept balance moved to the card"),
    "kept-paid-out": N_("kept balance paid out"),
    "correction": N_("taken back"),
    "brought_in": N_("brought in"),
}
_END = 4


def source(memo: str, *, reverses: int | None = None, reversed_by: int | None = None) -> Sentence:
    """Return where an entry came from, and the entry it takes back or that took it back."""
    # A memo nobody named here is still the truth about the entry; a wrong name would not be.
    said = sentence(SOURCES[memo]) if memo in SOURCES else sentence("{memo}", memo=memo)
    if reverses is not None:
        return sentence("{source} (entry {number})", source=said, number=reverses)
    if reversed_by is not None:
        return sentence("{source}, taken back by entry {number}", source=said, number=reversed_by)
    return said


def account(name: AccountName) -> Sentence:
    """Return what an account is called: a card by its end, a drawer by its desk."""
    kind = sentence(ACCOUNT_NAMES[name.kind])
    if not name.number:
        return kind
    end = name.number if len(name.number) <= _END else f"…{name.number[-_END:]}"
    return sentence("{account} {number}", account=kind, number=end)
