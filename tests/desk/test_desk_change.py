import pytest


@pytest.fixture
def page(fresh_clerk):
    """Return the administrator at the desks."""
    fresh_clerk.sit_down("admin")
    fresh_clerk.press("Administration")
    fresh_clerk.press("Desks")
    fresh_clerk.waits_for("86414000")
    return fresh_clerk


def desk(store, code):
    with store.reading() as books:
        return books.places.desk_by_code(code)


def fill(page, label, text):
    page.field(label).delete(0, "end")
    page.type(label, text)


def choose(page, code):
    """Go down to a desk with the arrow keys and open its form."""
    table = page.focus()
    rows = table.get_children()
    [at] = [at for at, iid in enumerate(rows) if code in map(str, table.item(iid, "values"))]
    for _ in range(at):
        page.key("Down")
    page.key("Return")
    page.waits_for("Terminals of the same campus are nearest.")


def test_t2_what_receipts_say_of_this_desk_is_changed_by_keyboard(page, store):
    choose(page, "22")
    fill(page, "English name", "Card Center, first window")
    fill(page, "Telephone", "86410000")
    page.press("Check")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("Receipts that are printed from now on say so.")
    assert desk(store, "22").telephone == "86410000"
    page.waits_for("Card Center · Card Center, first window")  # at the top of the window
    page.waits_for("86410000")


def test_a_desk_is_added(page, store):
    page.press("Add a desk")
    page.waits_for("Terminals of the same campus are nearest.")
    for label, text in (
        ("Code", "2d"),
        ("Chinese name", "二区图书馆服务台"),
        ("English name", "Library desk"),
        ("Chinese address", "二区图书馆一楼"),
        ("English address", "Library, first floor"),
        ("Telephone", "86415000"),
    ):
        page.type(label, text)
    page.press("Check")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for('A window is this desk with desk = "2D" in its settings.')
    assert desk(store, "2D").address_zh == "二区图书馆一楼"
    assert page.sees("Card Center · Campus Card Center, window 22")  # this window stays what it is


def test_a_desk_where_something_is_left_stays_in_service(page, people, store):
    people.blanks(desk="2C", count=12)
    choose(page, "2C")
    box = page.field("State")
    box.current(1)
    box.event_generate("<<ComboboxSelected>>")
    page.press("Check")
    page.waits_for("At desk 2C there is still: blank cards: 12.")
    assert page.sees("Settle it there, or bring it to another desk first.")
    assert page.field("State").get() == "out of service"  # nothing that was chosen is lost
    assert desk(store, "2C").in_service


def test_a_code_that_can_not_be_is_told_of_beside_the_fields(page):
    page.press("Add a desk")
    page.waits_for("Terminals of the same campus are nearest.")
    page.press("Check")
    page.waits_for("Give the desk a code.")


def test_t2_a_sign_that_no_receipt_can_carry_is_told_of_before_anything_changes(page, store):
    choose(page, "22")
    fill(page, "Chinese address", "大厅𓀀")
    page.press("Check")
    page.waits_for("Place: the character 𓀀 (U+13000) can't be printed.")
    assert desk(store, "22").address_zh == "主校区师生服务大厅"
