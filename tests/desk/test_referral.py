from tests.desk.steps import begin


def test_a_student_leaves_with_a_slip(clerk, people, settings):
    people.student()
    begin(clerk, "F9")
    clerk.waits_for("your ID card")
    clerk.key("Control-Return")
    clerk.waits_for("Slip 22-000001 is printing.")
    printed = settings.folder / "printed"
    clerk.wait_until(lambda: list(printed.glob("22-000001*.pdf")), what="the slip")


def test_staff_are_not_sent_away(clerk, people):
    people.staff()
    clerk.look_up("20140001")
    assert not clerk.sees("Referral slip")
