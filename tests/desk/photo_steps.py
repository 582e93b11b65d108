"""What several tests of taking photos do alike."""

import io
import time

from PIL import Image


def open_form(clerk, who="20140001"):
    clerk.look_up(who)
    clerk.key("F6")
    clerk.settle("store")


def take(clerk):
    clerk.key("Return")
    clerk.waits_for("Use this picture")
    clerk.settle("camera", "store")


def to_the_sheet(clerk):
    clerk.key("Return")
    clerk.waits_for("Send for approval")
    clerk.settle("camera", "store")


def send(clerk):
    to_the_sheet(clerk)
    clerk.key("Control-Return")
    clerk.waits_for("Waiting for approval.")


def choose(clerk, path):
    """Type a path into the chooser, which is a window of its own with a loop of its own."""

    end = time.monotonic() + 20

    def answer():
        choosers = [w for w in clerk.app.winfo_children() if w.winfo_class() == "Toplevel"]
        entries = [w for c in choosers for w in clerk.visible(c) if w.winfo_class() == "TEntry"]
        if entries:
            entries[0].delete(0, "end")
            entries[0].insert(0, str(path))
            entries[0].event_generate("<Return>")
        elif time.monotonic() < end:  # a busy machine shows it later
            clerk.app.after(20, answer)
        else:
            for chooser in choosers:
                chooser.destroy()

    clerk.app.after(20, answer)
    clerk.key("Control-o")
    clerk.wait_until(lambda: not clerk.desk.view.waiting, what="the file to be opened")


def photos(clerk):
    with clerk.desk.program.store().reading() as books:
        return books.photos.of_holder(1)


def stored(clerk):
    with clerk.desk.program.store().reading() as books:
        jpeg = books.photos.picture(photos(clerk)[0].id)
    with Image.open(io.BytesIO(jpeg)) as picture:
        return picture.convert("RGB")


def red(picture):
    """Return how far to the right the red mark is, 0 to 1."""
    small = picture.resize((64, 64))
    found = [
        n % 64
        for n, (r, g, b) in enumerate(small.get_flattened_data())
        if r > 150 and g < 70 and b < 70
    ]
    return sum(found) / len(found) / 64


def crop(clerk):
    return clerk.desk.view.cutting.frame.crop
