from backoffice.actions import new_action_id, perform, preview
from backoffice.workflows import move_blanks
from tests.fixtures.books import actor


def test_blanks_are_sent_to_another_desk(clerk, people, store):
    people.blanks(count=30)
    clerk.press("Blanks")
    clerk.press("Send blanks")
    clerk.waits_for("To which desk")
    clerk.type("How many blank cards", "20")
    clerk.press("Check")
    clerk.waits_for("Send and print the slip")
    clerk.key("Control-Return")
    clerk.waits_for("20 blank cards are on the way.")
    with store.reading() as books:
        [move] = books.blanks.on_the_way()
        assert books.places.desk(move.to_id).code == "23"
    assert move.sent == 20


def test_a_parcel_is_counted_blind_where_it_arrives(clerk, people, store, clock):
    people.blanks(desk="23", count=30)
    sender, here = actor(store, "wangfang", "23"), clerk.desk.actor.desk_id
    request, form = move_blanks.Request(to_id=here, blanks=20), {"action_id": new_action_id()}
    sheet = preview(store, clock, move_blanks.WORKFLOW, request, actor=sender, **form)
    request = move_blanks.Request(to_id=here, blanks=20, sheet=sheet.digest)
    perform(store, clock, move_blanks.WORKFLOW, request, actor=sender, **form)
    clerk.press("Blanks")
    clerk.press("On the way")
    clerk.settle()
    clerk.press("Count blank cards that arrived")
    clerk.waits_for("Parcel 1 from desk 23 to desk 22")
    assert not clerk.sees("20 ")
    clerk.type("Blank cards counted in it", "19")
    clerk.press("Check")
    clerk.waits_for("20 were sent, 19 were counted.")
    clerk.type("What is known of the difference", "one was bent")
    clerk.press("Check")
    clerk.waits_for("Missing on the way")
    clerk.key("Control-Return")
    clerk.waits_for("Difference to what was sent: -1; it is booked.")
    clerk.key("Escape")
    clerk.settle()
    with store.reading() as books:
        assert books.blanks.on_the_way() == []
