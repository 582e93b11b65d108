"""Print the test page of a printer of this desk; on a card printer it uses up a blank."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Role
from backoffice.domain.sentences import N_, sentence
from backoffice.test_print import page_of, print_test_page
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("printer", "test")
SUMMARY = N_("print the test page of a printer")
FAILED = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the printer."""
    parser.add_argument("printer", metavar="NAME")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Print it and tell what is known; 3 if the printer did not say that it is done.

    Raises:
        Refusal: There is no such printer, it is not ready, or the desk is unknown or has no blank.
        Fault: The books can't be written.
    """
    page = page_of(program.settings, options.printer, program.clock)
    actor = Actor(clerk_id=None, name="printer test", role=Role.ADMINISTRATOR)
    if page.role == "card":
        actor = Actor(
            clerk_id=None, name="printer test", role=Role.ADMINISTRATOR, desk_id=_desk(program)
        )
    delivery = print_test_page(program.store, program.clock, program.printers(), page, actor=actor)
    said = say(delivery.sentence, program.settings.language)
    done = delivery.result == "delivered"
    if options.json:
        answer = {"printer": page.printer, "result": delivery.result, "taken": delivery.taken}
        print(json.dumps({**answer, "says": said}, ensure_ascii=False))
    else:
        print(said)
    return 0 if done else FAILED


def _desk(program: Program) -> int:
    code = program.settings.desk
    with program.store().reading() as books:
        desk = books.places.desk_by_code(code)
    if desk is None:
        raise Refusal(
            "unknown-desk",
            sentence("There is no desk {code} in these books.", code=code),
            advice=sentence("Correct the desk in the settings file."),
        )
    return desk.id
