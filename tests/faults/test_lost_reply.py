"""The answer to a COMMIT is lost: nobody knows whether it was done, and the same id finds out."""

import selectors
import socket
import threading
from contextlib import closing, suppress
from dataclasses import replace

import psycopg
import pytest

from backoffice import actions
from backoffice.actions import new_action_id, perform, preview
from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Fault
from backoffice.workflows import lost_card, receive_blanks
from db.opening import open_store
from tests.fixtures.books import _fill, actor, require_clean
from tests.fixtures.people import People
from tests.fixtures.postgres import running_cluster
from tests.rules.conftest import CERTIFICATE


class Cable:
    """A loopback cable between desk and server that breaks at the next COMMIT, once.

    Attributes:
        breaks: ``before``: the COMMIT never arrives. ``after``: it does, but its answer does not.
        happens: What else happens in that moment.
    """

    def __init__(self, port):
        self._port = port
        self.breaks, self.happens, self.broken = "", lambda: None, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self):
        with suppress(OSError):
            while True:
                desk, _ = self._listener.accept()
                thread = threading.Thread(target=self._carry, args=(desk,))
                self._threads.append(thread)
                thread.start()

    def _carry(self, desk):
        with closing(desk), suppress(OSError):
            server = socket.create_connection(("127.0.0.1", self._port), timeout=10)
            with closing(server), selectors.DefaultSelector() as ends:
                ends.register(desk, selectors.EVENT_READ, server)
                ends.register(server, selectors.EVENT_READ, desk)
                while self._pass_on(desk, ends):
                    pass

    def _pass_on(self, desk, ends):
        for key, _ in ends.select():
            said = key.fileobj.recv(65536)
            if not said:
                return False
            if self.breaks and key.fileobj is desk and b"COMMIT\0" in said:
                self._break(key.data, said)
                return False
            key.data.sendall(said)
        return True

    def _break(self, server, said):
        moment, self.breaks = self.breaks, ""
        if moment == "after":
            server.sendall(said)
            assert b"COMMIT\0" in server.recv(65536)
        self.broken += 1
        self.happens()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=10)


@pytest.fixture(scope="module")
def cluster():
    """A server of this file's own, because it is crashed."""
    with running_cluster() as running:
        yield running


RECEIVED = receive_blanks.Outcome(stock=15, difference=0)


class Counter:
    """A desk at the other end of the cable."""

    def __init__(self, cluster, cable, folder, clock):
        self.cluster, self.cable, self.clock = cluster, cable, clock
        port = cluster.url.rpartition(":")[2].strip("/")
        key = folder / "certificates.key"
        direct = cluster.url + "postgres"
        with psycopg.connect(direct.replace("+psycopg", ""), autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS books WITH (FORCE)")
            server.execute("CREATE DATABASE books")
        url = cluster.url.replace(f":{port}/", f":{cable.port}/books")
        self.store = open_store(url, key_file=key, backups=folder)
        _fill(self.store)
        self.people = People(self.store, clock)
        self.people.blanks()
        self.actor = actor(self.store, "lina")

    def end_backends(self):
        """Do what an administrator does to a server that hangs."""
        with psycopg.connect(self.cluster.url.replace("+psycopg", "") + "postgres") as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'books'"
            )

    def crash_and_start(self):
        self.cluster.crash()
        self.cluster.start()

    def receive(self, action_id, workflow=receive_blanks.WORKFLOW, box="B-7"):
        """Confirm a box of blanks; the sheet is the one shown before anything went wrong."""
        request = receive_blanks.Request(box=box, blanks=5, sheet=self.shown.digest)
        form = {"action_id": action_id, "actor": self.actor}
        return perform(self.store, self.clock, workflow, request, **form)

    def look(self, box="B-7"):
        request = receive_blanks.Request(box=box, blanks=5)
        form = {"action_id": new_action_id(), "actor": self.actor}
        self.shown = preview(self.store, self.clock, receive_blanks.WORKFLOW, request, **form)

    def stock(self):
        with self.store.reading() as books:
            return books.ledger.balance(AccountKind.STOCK, desk_id=self.actor.desk_id)


@pytest.fixture
def counter(cluster, tmp_path, clock):
    with closing(Cable(int(cluster.url.rpartition(":")[2].strip("/")))) as cable:
        opened = Counter(cluster, cable, tmp_path, clock)
        yield opened
        require_clean(opened.store)
        opened.store.close()


MISHAPS = {
    "the cable is pulled": lambda _counter: None,
    "the backend is ended": Counter.end_backends,
    "the server crashes": Counter.crash_and_start,
}


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("mishap", MISHAPS)
def test_the_same_id_is_done_once_whatever_became_of_the_commit(counter, moment, mishap):
    counter.look()
    counter.cable.happens = lambda: MISHAPS[mishap](counter)
    counter.cable.breaks = moment
    action_id = new_action_id()
    assert counter.receive(action_id) == RECEIVED
    assert counter.cable.broken == 1
    assert counter.receive(action_id) == RECEIVED
    assert counter.stock() == 15


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_lost_card_is_replaced_once(counter, moment):
    holder_id = counter.people.staff(balance=12345)
    request = lost_card.Request(holder_id=holder_id, certificate=CERTIFICATE)
    form = {"action_id": new_action_id(), "actor": counter.actor}
    shown = preview(counter.store, counter.clock, lost_card.WORKFLOW, request, **form)
    counter.cable.breaks = moment
    request = replace(request, sheet=shown.digest)
    done = perform(counter.store, counter.clock, lost_card.WORKFLOW, request, **form)
    with counter.store.reading() as books:
        new, old = books.cards.of_holder(holder_id)
        assert books.ledger.card_account(new.id).balance == done.moved == 12345
        assert (new.state, old.state) == (CardState.QUEUED, CardState.LOST)
    assert counter.cable.broken == 1


# The driver complains of the cursor that its dead connection can't close any more.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_backend_that_ends_in_mid_action_is_not_noticed(counter):
    counter.look()
    mishaps = iter([counter.end_backends, counter.crash_and_start])

    def run(books, turn, request):
        outcome = receive_blanks.receive(books, turn, request)
        next(mishaps, lambda: None)()
        return outcome

    workflow = replace(receive_blanks.WORKFLOW, run=run)
    assert counter.receive(new_action_id(), workflow) == RECEIVED
    assert counter.stock() == 15


def test_while_the_server_is_away_the_desk_says_so_and_claims_nothing(counter):
    counter.look()
    counter.cable.happens = counter.cluster.crash
    counter.cable.breaks = "after"
    action_id = new_action_id()
    with pytest.raises(Fault) as fault:
        counter.receive(action_id)
    assert fault.value.code == "database-unreachable"
    assert "nothing was done" not in str(fault.value)  # it was, and nobody can know yet
    with pytest.raises(Fault):
        counter.receive(action_id)
    counter.cluster.start()
    assert counter.receive(action_id) == RECEIVED
    assert counter.stock() == 15


def test_a_backend_that_ends_while_a_desk_reads_is_a_fault_and_the_next_look_succeeds(counter):
    def read():
        with counter.store.reading() as books:
            counter.end_backends()
            books.places.desks()

    with pytest.raises(Fault):
        read()
    assert counter.stock() == 10


def test_control_with_a_new_id_for_each_try_the_box_is_entered_twice(counter, monkeypatch):
    monkeypatch.setattr(actions, "_TRIES", 1)  # the first error reaches the clerk
    counter.look()
    counter.cable.breaks = "after"
    with pytest.raises(Fault) as fault:
        counter.receive(new_action_id())
    assert "nothing was done" not in str(fault.value)
    again = "B7 once more"  # under its own number, the box would be known
    counter.look(again)
    counter.receive(new_action_id(), box=again)
    assert counter.stock() == 20
