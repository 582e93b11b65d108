import pypdfium2
import pytest

from backoffice.actions import new_action_id, perform, preview
from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.ui.views import destroy_cards as view
from backoffice.workflows import return_card
from tests.desk import steps
from tests.fixtures.books import PASSWORD, PROGRAM, run


@pytest.fixture
def handed_in(store, clock, people, clerk_actor):
    """Let two people hand in their cards; return the numbers."""
    numbers = []
    for name in ("陈晨", "赵敏"):
        holder = people.staff(name=name)
        [card] = steps.cards(store, holder)
        fields = {"holder_id": holder, "scanned": card.number, "reason": return_card.Leaving.LEFT}
        turn = {"action_id": new_action_id(), "actor": clerk_actor}
        sheet = preview(store, clock, return_card.WORKFLOW, return_card.Request(**fields), **turn)
        request = return_card.Request(**fields, sheet=sheet.digest)
        perform(store, clock, return_card.WORKFLOW, request, **turn)
        numbers.append(card.number)
    return numbers


def begin(clerk):
    clerk.press("Blanks")
    clerk.press("Destroy cards")


def confirm_with(clerk, login):
    clerk.waits_for("Destroy them")
    clerk.key("Control-Return")
    clerk.waits_for("This needs a second person.")
    clerk.type("Name", login)
    clerk.key("Return")
    clerk.keys(PASSWORD)
    clerk.key("Return")


def state(store, number):
    with store.reading() as books:
        return books.cards.by_number(number).state


def test_cards_are_scanned_one_by_one_and_two_people_sign(clerk, handed_in, store):
    begin(clerk)
    for place, number in enumerate(handed_in, start=1):
        clerk.scan(number)
        clerk.waits_for(f"Cards in the list: {place}")
    clerk.press("Check")
    confirm_with(clerk, "wangfang")
    clerk.waits_for("2 cards are destroyed, protocol 1.")
    assert {state(store, number) for number in handed_in} == {CardState.DESTROYED}


def test_the_whole_list_is_taken_and_a_card_taken_out_again(clerk, handed_in, store):
    begin(clerk)
    clerk.press("Take the whole list")
    clerk.waits_for("Cards in the list: 2")
    clerk.desk.stage.column.view._list.selection_set(handed_in[0])
    clerk.press("Take one out")
    clerk.waits_for("Cards in the list: 1")
    clerk.press("Check")
    confirm_with(clerk, "wangfang")
    clerk.waits_for("1 cards are destroyed, protocol 1.")
    assert state(store, handed_in[0]) is CardState.RETURNED


def test_a_living_card_is_refused_where_it_was_scanned(clerk, people, store):
    [alive] = steps.cards(store, people.staff())
    begin(clerk)
    clerk.scan(alive.number)
    clerk.waits_for("only dead cards are destroyed")
    assert clerk.sees("Cards in the list: 0")


def test_b3_an_active_card_that_nobody_fetched_for_long_is_in_the_list(
    clerk, unit_batch, batch_rows, store, clock
):
    row = batch_rows(unit_batch)[0]

    def give_back(books, _turn):
        books.cards.move(books.cards.get(row.card.card_id), CardState.ACTIVE)
        for place in (CardPlace.UNIT, CardPlace.BACK):
            books.batches.put([books.batches.of_card(row.card.card_id)], place)

    run(store, clock, PROGRAM, "give back", give_back)
    clock.move(days=30)
    begin(clerk)
    clerk.press("Take the whole list")
    clerk.waits_for("Cards in the list: 1")
    clerk.press("Check")
    confirm_with(clerk, "wangfang")
    clerk.waits_for("1 cards are destroyed, protocol 1.")
    assert state(store, row.card_number) is CardState.DESTROYED


def test_the_protocol_is_saved_with_every_number(clerk, handed_in, tmp_path, monkeypatch):
    monkeypatch.setattr(view, "choose_folder", lambda *_, **__: tmp_path)
    begin(clerk)
    clerk.press("Take the whole list")
    clerk.waits_for("Cards in the list: 2")
    clerk.press("Check")
    confirm_with(clerk, "wangfang")
    clerk.waits_for("2 cards are destroyed, protocol 1.")
    clerk.press("Save the protocol as a file")
    clerk.waits_for("The protocol is in")
    with pypdfium2.PdfDocument(tmp_path / "destruction-000001.pdf") as paper:
        said = paper[0].get_textpage().get_text_bounded()
    assert all(number in said for number in handed_in)
