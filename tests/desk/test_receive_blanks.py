from backoffice.domain.ledger import AccountKind


def begin(clerk):
    clerk.press("Blanks")
    clerk.press("Blanks received")


def test_a_box_is_entered_on_the_page_of_the_blanks(clerk, store):
    begin(clerk)
    clerk.type("Number on the box", "B-2026-17")
    clerk.type("Blank cards counted in it", "500")
    for _field in range(4):
        clerk.key("Return")
    clerk.waits_for("Add to stock")
    clerk.key("Control-Return")
    clerk.waits_for("500 blank cards are in stock now.")
    with store.reading() as books:
        assert books.ledger.balance(AccountKind.STOCK, desk_id=clerk.desk.actor.desk_id) == 500
    clerk.key("Escape")
    clerk.waits_for("500 blank cards are ready at this desk.")


def test_the_same_box_again_is_refused_in_place_and_nothing_typed_is_lost(clerk):
    for _time in range(2):
        begin(clerk)
        clerk.type("Number on the box", "B-17")
        clerk.type("Blank cards counted in it", "3")
        clerk.press("Check")
        clerk.settle()
        if clerk.sees("Add to stock"):
            clerk.key("Control-Return")
            clerk.waits_for("3 blank cards are in stock now.")
            clerk.key("Escape")
    clerk.waits_for("Box B-17 was received before")
    assert clerk.field("Number on the box").get() == "B-17"


def test_a_short_box_wants_words(clerk):
    begin(clerk)
    clerk.type("Number on the box", "B-18")
    clerk.type("Blank cards counted in it", "498")
    clerk.type("Blank cards by its label", "500")
    clerk.press("Check")
    clerk.waits_for("The label says 500, 498 were counted.")
    clerk.type("What is known of the difference", "two were bent")
    clerk.press("Check")
    clerk.waits_for("Add to stock")
    clerk.key("Control-Return")
    clerk.waits_for("Difference to the label: -2; it is noted.")
