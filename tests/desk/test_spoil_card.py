from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from tests.desk.steps import cards, replace_card
from tests.fixtures.documents import portrait


def test_a_misprint_is_made_once_more_with_another_blank(clerk, people, store):
    people.blanks()
    holder = people.staff(balance=900, photo=portrait())
    replace_card(clerk)
    clerk.press("Misprint…")
    clerk.waits_for("What is wrong")
    printed = cards(store, holder)[0].number
    assert clerk.sees(f"{printed} was printed at desk 22 on 20")
    assert clerk.sees("asked for by Lina: unconfirmed")
    clerk.press("Check")
    clerk.waits_for("spoiled; keep it for destruction")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    new, spoiled, lost = cards(store, holder)
    assert [new.state, spoiled.state, lost.state] == [
        CardState.UNCONFIRMED,
        CardState.SPOILED,
        CardState.LOST,
    ]
    with store.reading() as books:
        assert books.ledger.balance(AccountKind.SPOILED) == 1
        assert books.ledger.card_account(new.id).balance == 900
