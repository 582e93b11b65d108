"""What several tests at the window do alike."""

from tkinter import ttk

NUMBER = "11010519491231002X"


def begin(clerk, key, who="20140001"):
    """Find a person and open a workflow by its key."""
    clerk.look_up(who)
    clerk.key(key)
    clerk.settle()


def replace_card(clerk, who="20140001"):
    """Replace a lost card up to the printed one."""
    begin(clerk, "F4", who)
    clerk.scan(NUMBER)
    clerk.waits_for("Replace and print")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")


def open_tab(clerk, title):
    """Open the tab of this title by its number."""
    titles = [page.title for page in clerk.desk.stage.kinds()]
    clerk.key(f"Alt-{titles.index(title) + 1}")


def tick(clerk, label):
    """Click the box of this name."""
    boxes = [w for w in clerk.visible() if isinstance(w, ttk.Checkbutton)]
    [box] = [box for box in boxes if box.cget("text") == label]
    box.invoke()
    clerk.settle()


def hand_over(clerk, folder, again=""):
    """Hand files over to the gates in the form that is open."""
    clerk.field("Folder that the gates read").delete(0, "end")
    clerk.type("Folder that the gates read", str(folder))
    if again:
        clerk.type("Number of an earlier hand-over", again)
    clerk.key("Control-Return")
    clerk.settle("files", "store")


def note_contact(clerk, contact, telephone):
    """Enter who collects the cards of a unit in the form that is open."""
    clerk.waits_for("Empty while nobody is known.")
    clerk.type("Who collects the cards", contact)
    clerk.key("Return")
    clerk.keys(telephone)
    clerk.press("Check")
    clerk.waits_for("What changes")
    clerk.key("Control-Return")
    clerk.waits_for("Lists and papers that are written from now on name this contact.")


def cards(store, holder):
    with store.reading() as books:
        return books.cards.of_holder(holder)
