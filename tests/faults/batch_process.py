"""The command ``batch`` as a process that can be killed."""

import argparse
import contextlib
import os
from pathlib import Path

from backoffice import batch_file
from backoffice.actions import new_action_id, perform
from backoffice.commands import batch as command
from backoffice.domain.refusal import Refusal
from backoffice.domain.settings import Settings
from backoffice.lane import document_of
from db.opening import open_store
from main import DeskProgram
from tests.faults.forks import DONE, serve
from tests.fixtures.books import FixedClock

REFUSED = 6
FILE = "unit.pdf"
UNIT = "PHYS"


def work(order):
    try:
        return make(order)
    except Refusal:
        return REFUSED


def make(order):
    folder = Path(order["folder"])
    url = order.get("url") or f"sqlite:///{folder / 'books.sqlite'}"
    settings = Settings(database=url, folder=folder, language="en", desk="22", printers={})
    program = DeskProgram(settings)
    store = open_store(url, key_file=folder / "certificates.key", backups=folder)
    vars(program).update(_store=store, clock=FixedClock())
    if order["bare"]:
        batch_file.write = record_then_print
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    given = ["--unit", UNIT, "--output", str(folder / FILE), "--json"]
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        command.run(program, parser.parse_args(given))
    store.close()
    return DONE


def record_then_print(store, clock, printers, batches, path, *, actor, told):
    """Note that the cards are in the file, and write it after that: what must not be done."""
    for one in batches:
        with store.reading() as books:
            cards = sum(books.batches.waiting_at(one.id).values())
        for workflow, request in (
            (batch_file.SENT, batch_file.Sending(batch_ids=(one.id,), cards=cards)),
            (batch_file.APPEARED, batch_file.Appearing(batch_ids=(one.id,))),
        ):
            perform(store, clock, workflow, request, action_id=new_action_id(), actor=actor)

    def faces():
        for one in batches:
            for row in batch_file.rows_of(store, one):
                with store.reading() as books:
                    yield document_of(books, books.jobs.live_of_card(row.card.card_id))

    printers.write_cards(path, faces(), progress=told)


if __name__ == "__main__":
    serve(work)
