from backoffice.domain.ledger import AccountKind


def test_a_box_is_entered_beside_the_print_queue(clerk, store):
    clerk.press("Print queue")
    clerk.press("Blanks received")
    clerk.type("Number on the box", "B-2026-17")
    clerk.type("Blank cards counted in it", "500")
    clerk.key("Return")
    clerk.waits_for("Add to stock")
    clerk.key("Control-Return")
    clerk.waits_for("500 blank cards are in stock now.")
    with store.reading() as books:
        assert books.ledger.balance(AccountKind.STOCK, desk_id=clerk.desk.actor.desk_id) == 500
