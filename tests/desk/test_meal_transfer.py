from backoffice.workflows.meal_transfer import Answer
from tests.desk.steps import begin


def test_m1_m3_four_presses_move_it_once(clerk, people, store):
    holder = people.staff(meal=2_050, balance=100)
    clerk.look_up("20140001")
    clerk.presses = 0
    clerk.key("F7")
    clerk.settle()
    assert clerk.sees("Balance of the old meal card: ¥20.50.")
    clerk.key("Return")
    clerk.waits_for("¥21.50 on card")
    clerk.key("Control-Return")
    clerk.waits_for("¥20.50 moved to card")
    assert clerk.presses <= 5
    with store.reading() as books:
        assert books.ledger.meal_account(holder).frozen


def test_m3_afterwards_it_is_greyed_with_when_where_and_by_whom(clerk, people):
    people.staff(meal=2_050)
    begin(clerk, "F7")
    clerk.key("Return")
    clerk.waits_for("frozen for ever")
    clerk.key("Control-Return")
    clerk.waits_for("the old account is frozen.")
    clerk.key("Return")
    clerk.waits_for("Taken over on 2026-11-23 at desk 22 by Lina.")
    assert clerk.sees("frozen 2026-11-23, desk 22, Lina")


def test_m2_an_objection_needs_words_and_moves_nothing(clerk, people, store):
    holder = people.staff(meal=500)
    begin(clerk, "F7")
    object_to_it(clerk)
    assert clerk.focus() is clerk.field("What is wrong with the balance")
    clerk.press("Check")
    clerk.waits_for("An objection needs words.")
    clerk.type("What is wrong with the balance", "it was 50")
    clerk.press("Check")
    clerk.waits_for("nothing moves")
    assert clerk.button("Record the objection").winfo_viewable()
    clerk.key("Control-Return")
    clerk.waits_for("The objection is recorded; nothing moved.")
    with store.reading() as books:
        assert books.ledger.meal_account(holder).balance == 500
        assert books.disputes.open_of(holder).words == "it was 50"


def test_m2_an_open_objection_stands_on_the_persons_page_until_it_is_settled(clerk, people):
    people.staff(meal=500)
    begin(clerk, "F7")
    object_to_it(clerk)
    clerk.type("What is wrong with the balance", "it was 50")
    clerk.press("Check")
    clerk.waits_for("nothing moves")
    clerk.key("Control-Return")
    clerk.waits_for("The holder objects to the balance of the old meal card.")
    clerk.key("Return")
    clerk.waits_for("The holder says: it was 50")
    clerk.key("F7")
    clerk.key("Return")
    clerk.waits_for("frozen for ever")
    clerk.key("Control-Return")
    clerk.waits_for("the old account is frozen.")
    clerk.wait_until(lambda: not clerk.sees("The holder objects"), what="the warning to go")


def test_m5_a_debt_is_refused_in_its_step(clerk, people):
    people.staff(meal=-350)
    begin(clerk, "F7")
    assert clerk.sees("Balance of the old meal card: -¥3.50.")
    clerk.key("Return")
    clerk.waits_for("The old meal card owes ¥3.50.")
    assert clerk.sees("Rule: M5 · FAQ 3")


def test_m1_m5_zero_is_frozen_after_a_confirmation(clerk, people, store):
    holder = people.staff(meal=0)
    begin(clerk, "F7")
    clerk.key("Return")
    clerk.waits_for("Move and freeze")
    clerk.key("Return")
    clerk.settle()
    with store.reading() as books:
        assert not books.ledger.meal_account(holder).frozen
    clerk.key("Control-Return")
    clerk.waits_for("¥0.00 moved to card")
    with store.reading() as books:
        assert books.ledger.meal_account(holder).frozen


def object_to_it(clerk):
    box = clerk.field("What the holder says")
    box.current(list(Answer).index(Answer.DISPUTE))
    box.event_generate("<<ComboboxSelected>>")
    clerk.app.update()


def test_who_never_had_one_is_not_offered_it(clerk, people):
    people.staff()
    clerk.look_up("20140001")
    assert not clerk.sees("Meal card")


def test_without_an_active_card_the_reason_is_said(clerk, people):
    people.staff(meal=500, card="lost")
    clerk.look_up("20140001")
    clerk.point("Meal card")
    assert clerk.sees("There is no active card that could take the balance.")
