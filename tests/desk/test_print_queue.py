from backoffice.domain.print_jobs import JobState
from tests.desk.steps import begin


def test_a_torn_receipt_is_settled_and_printed_again(clerk, people, store):
    people.staff()
    begin(clerk, "F3")
    clerk.waits_for("not with this card")
    clerk.key("Control-Return")
    clerk.waits_for("is stopped.")
    clerk.press("Print queue")
    clerk.waits_for("22-000001")
    clerk.waits_for("unconfirmed")
    table = next(w for w in clerk.visible() if w.winfo_class() == "Treeview")
    table.selection_set(table.get_children()[0])
    clerk.settle()
    clerk.press("Settle")
    clerk.type("Reason for another copy", "paper torn")
    clerk.key("Control-Return")
    clerk.waits_for("Copy 22-000002 is printing.")
    with store.reading() as books:
        good = books.jobs.at_desk(clerk.desk.actor.desk_id, {JobState.GOOD})
    assert [job.number for job in good] == ["22-000001"]
