from backoffice.domain.ledger import AccountKind


def test_the_hopper_is_loaded_by_keyboard(clerk, people, store):
    people.blanks(count=60)
    clerk.press("Blanks")
    clerk.waits_for("60 blank cards are ready at this desk.")
    clerk.press("Load the hopper")
    clerk.type("How many blank cards", "40")
    clerk.press("Check")
    clerk.waits_for("Book it")
    clerk.key("Control-Return")
    clerk.waits_for("40 blank cards are in the hopper, 20 in the boxes.")
    with store.reading() as books:
        assert books.ledger.balance(AccountKind.HOPPER, desk_id=clerk.desk.actor.desk_id) == 40


def test_a_desk_that_runs_short_is_warned(clerk, people):
    people.blanks(count=49)
    clerk.press("Blanks")
    clerk.waits_for("Only 49 blank cards are left at this desk: fetch a box.")
