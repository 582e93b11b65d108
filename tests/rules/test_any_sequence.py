"""Whatever clerks do in whatever order, every invariant holds: chance looks for what we forgot."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from backoffice.commands._drill.people import invite, staff
from backoffice.commands._drill.printers import StandInPrinters
from backoffice.commands._drill.seat import Person, Player, Seat, players
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.fees import SERVICES
from backoffice.domain.holders import HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.lane import FOUND
from backoffice.procedures.drawer import money_in
from backoffice.procedures.shift_report import figures
from backoffice.workflows import finish_card, shift
from db.opening import open_store
from tests.fixtures.books import (
    JPEG,
    PROGRAM,
    FixedClock,
    Template,
    close_for_copies,
    require_clean,
    run,
)
from tests.fixtures.people import People

PEOPLE, NEWCOMERS = 12, 8
EXAMPLES = {False: 12, True: 5}
"""Sequences: many on SQLite, fewer on a server, where each begins with a new database."""
SEARCHES, ROUNDS = 10, 200
"""How often and how long at most is looked for what chance did not bring up."""
SEEDS = st.integers(0, 2**32 - 1)
LOOK = settings(
    max_examples=8,
    phases=[Phase.reuse, Phase.generate],  # what fails is told as it was found, and at once
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),  # books are slower than what it is used to
)


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """Books that are copied for each sequence, and the people in them."""

    template: Template
    people: list[Person]


def newcomer(known: People, chance: random.Random) -> Person:
    """Enter a student who never had a card, and whose unit may get a batch."""
    number = "11010519491231002X"
    unit = chance.choice((("PHYS", "物理学院"), ("CHEM", "化学学院")))
    holder_id = known.student(card=None, unit=unit, certificate=number)
    shown = Shown(kind=CertificateKind.RESIDENT_ID, number=number, scanned=True)
    return Person(holder_id=holder_id, shown=shown)


def weighted(every: list[Player]) -> list[Player]:
    return [player for player in every for _ in range(player.often)]


def playing(code: str) -> Player:
    [player] = [player for player in players() if code in player.codes]
    return player


class Counter(RuleBasedStateMachine):
    """Two desks with the same books; what a rule refuses is as good as what it does."""

    beginning: Beginning
    reached: set[str]
    refused: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.had: set[str] = set()
        self.folder = Path(tempfile.mkdtemp())
        self.copy = self.beginning.template.copied(self.folder)
        url = self.copy.__enter__()
        key = self.folder / "certificates.key"
        self.store = open_store(url, key_file=key, backups=self.folder)
        self.clock = FixedClock()
        self.people = list(self.beginning.people)
        with self.store.reading() as books:
            desks = [desk.id for desk in books.places.desks()][:2]
            self.seats = [self.seat(desk_id, staff(books, desk_id)) for desk_id in desks]

    def seat(self, desk_id, here):
        chance = random.Random(0)
        return Seat(
            store=self.store,
            clock=self.clock,
            printers=StandInPrinters(chance),
            chance=chance,
            desk_id=desk_id,
            staff=here,
            people=self.people,
            portraits=[JPEG, JPEG + b"another"],
            hashed="$argon2id$",
        )

    def play(self, player, desk, seed):
        chance = random.Random(seed)
        seat = replace(self.seats[desk], chance=chance, printers=StandInPrinters(chance))
        self.clock.move(seconds=1)
        try:
            done = player.play(seat)
        except Refusal as refusal:
            self.refused.append(refusal.code)  # a rule said no, which is an answer
            return False
        if done:
            self.had.update(player.codes)
        return done

    @rule(
        player=st.sampled_from(weighted(list(players()))), desk=st.sampled_from((0, 1)), seed=SEEDS
    )
    def work(self, player, desk, seed):
        self.play(player, desk, seed)

    @rule(desk=st.sampled_from((0, 1)), seed=SEEDS)
    def make_cards(self, desk, seed):
        """Print what waits and scan a card back: cards come to life as they do all day long."""
        for _ in range(2):
            self.play(playing(FOUND.code), desk, seed)
        self.play(playing(finish_card.WORKFLOW.code), desk, seed)

    @rule(desk=st.sampled_from((0, 1)), seed=SEEDS)
    def be_busy(self, desk, seed):
        """Do one thing after another, so that a sequence gets somewhere."""
        chance = random.Random(seed)
        for _ in range(8):
            player = chance.choice(weighted(list(players())))
            self.play(player, desk, chance.randrange(2**32))

    @rule(desk=st.sampled_from((0, 1)), seed=SEEDS)
    def seek(self, desk, seed):
        """Try what this sequence has not had yet, a few times each: some things need luck."""
        chance = random.Random(seed)
        rest = [player for player in players() if not self.had.issuperset(player.codes)]
        for player in chance.sample(rest, min(len(rest), 8)):
            any(self.play(player, desk, chance.randrange(2**32)) for _ in range(4))

    @initialize()
    def open_the_drawers(self):
        for desk in (0, 1):
            self.play(playing(shift.OPEN.code), desk, desk)

    @rule(days=st.sampled_from((1, 1, 30)))
    def go_home(self, days):
        self.clock.move(days=days)

    @rule(seed=SEEDS)
    def news_from_the_record(self, seed):
        """Somebody changes the department, somebody stays longer, somebody is new."""
        chance = random.Random(seed)
        known = People(self.store, self.clock)
        for kind, change in (
            (HolderKind.STAFF, known.left_unit),
            (HolderKind.TEMPORARY, self.stay),
        ):
            with self.store.reading() as books:
                of_kind = [
                    person.holder_id
                    for person in self.people
                    if books.holders.get(person.holder_id).kind is kind
                ]
            change(chance.choice(of_kind))
        if len(self.people) < PEOPLE + NEWCOMERS:
            self.people.append(newcomer(known, chance))

    def stay(self, holder_id):
        until = self.clock.today() + timedelta(days=400)
        People(self.store, self.clock).extend(holder_id, until)

    @invariant()
    def what_must_never_be_otherwise(self):
        with self.store.engine.connect() as connection:
            sums = text("SELECT unit FROM accounts GROUP BY unit HAVING sum(balance) <> 0")
            assert connection.execute(sums).all() == []
            twice = text(
                "SELECT holder_id FROM cards WHERE state = 'active'"
                " GROUP BY holder_id HAVING count(*) > 1"
            )
            assert connection.execute(twice).all() == []
            debts = text("SELECT id FROM accounts WHERE balance < 0 AND kind IN ('card', 'stock')")
            assert connection.execute(debts).all() == []

    @invariant()
    def a_drawer_holds_what_its_report_says(self):
        with self.store.reading() as books:
            for seat in self.seats:
                shift_there = books.shifts.open_at(seat.desk_id)
                if shift_there is not None:
                    said = figures(books, shift_there, zone=self.clock.now().tzinfo).expected
                    assert said == money_in(books, seat.desk_id)

    def codes(self):
        """Return every kind of action that stands in the books."""
        with self.store.engine.connect() as connection:
            return {*connection.scalars(text("SELECT DISTINCT code FROM actions"))}

    def teardown(self):
        try:
            self.reached |= self.codes()
            require_clean(self.store)
        finally:
            self.store.close()
            self.copy.__exit__(None, None, None)
            shutil.rmtree(self.folder)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def beginning(request, tmp_path_factory) -> Iterator[Beginning]:
    """Return example books with fees, blanks and people of every kind, once on each database."""
    template = request.getfixturevalue(f"{request.param}_template")
    folder = tmp_path_factory.mktemp("beginning")
    with template.copied(folder) as url:
        key, clock = folder / "certificates.key", FixedClock()
        store = open_store(url, key_file=key, backups=folder)
        run(store, clock, PROGRAM, "demo", lambda books, _turn: books.intake.mark_example())
        known = People(store, clock)
        for desk in ("22", "23"):
            known.blanks(desk=desk, count=30)
        for service in SERVICES:
            for kind in HolderKind:
                known.charge(service, kind, 1_500)
        people = invite(store, clock, count=PEOPLE, seed=3, portraits=[JPEG])
        close_for_copies(store)
        source = url.removeprefix(template.cluster or "sqlite:///")
        copied = Template(source=source, key=key, cluster=template.cluster)
        yield Beginning(template=copied, people=people)


def machine(kind, beginning):
    seen = {"reached": set(), "refused": []}
    return type(kind.__name__, (kind,), {"beginning": beginning, **seen})


def family(code):
    return code.partition("_")[0]


def look_for(kind, wanted, *, seed):
    """Play on until every kind of action came up that chance alone did not find."""
    counter, chance = kind(), random.Random(seed)
    try:
        counter.open_the_drawers()
        for _ in range(ROUNDS):
            missing = wanted - counter.codes()
            if not missing:
                break
            desk = chance.randrange(2)
            # What is missing mostly needs what is called alike: no file without its batch.
            families = {family(code) for code in missing}
            for player in players():
                tries = 6 if missing.intersection(player.codes) else 1
                if families.intersection(map(family, player.codes)):
                    any(counter.play(player, desk, chance.randrange(2**32)) for _ in range(tries))
            counter.be_busy(desk, chance.randrange(2**32))
            counter.make_cards(desk, chance.randrange(2**32))
            counter.news_from_the_record(chance.randrange(2**32))
            counter.go_home(chance.choice((0, 0, 0, 1, 30)))
    finally:
        counter.teardown()


def test_any_sequence_of_workflows_keeps_every_invariant(beginning):
    counter = machine(Counter, beginning)
    look = settings(LOOK, max_examples=EXAMPLES[bool(beginning.template.cluster)])
    run_state_machine_as_test(counter, settings=look)
    every = {code for player in players() for code in player.codes}
    for seed in range(SEARCHES):
        if left := every - counter.reached:
            print("not found by chance:", sorted(left))
            look_for(counter, left, seed=seed)
    assert every - counter.reached == set()
    assert counter.refused


class Thief(Counter):
    """Somebody adds to a balance past the ledger."""

    @rule()
    def steal(self):
        with self.store.engine.begin() as connection:
            connection.execute(text("UPDATE accounts SET balance = balance + 1 WHERE id = 1"))


def test_control_a_fen_from_nowhere_is_found(beginning):
    look = settings(LOOK, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine(Thief, beginning), settings=look)
