"""A simulated clerk at a desk, and the register of what such a clerk plays."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from backoffice.actions import Workflow, new_action_id, perform, preview
from backoffice.domain.roles import RIGHTS, Actor, Right, Role

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping, Sequence

    from backoffice.domain.certificates import Shown
    from backoffice.ports import Books, Clock, Printers, Store

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who comes to the counter, with the certificate in their hand."""

    holder_id: int
    shown: Shown


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Everything a simulated clerk has at hand.

    Attributes:
        chance: Decides everything; the same seed decides alike.
        staff: Who may act here, by role; every one of them sits at ``desk_id``.
        portraits: JPEGs that stand for what the camera gives.
        hashed: Stands for the hash of any query password: hashing is slow on purpose.
    """

    store: Store
    clock: Clock
    printers: Printers
    chance: random.Random
    desk_id: int
    staff: Mapping[Role, Sequence[Actor]]
    people: Sequence[Person]
    portraits: Sequence[bytes]
    hashed: str

    def somebody(self) -> Person:
        """Return who comes next."""
        return self.chance.choice(self.people)

    def any_of(self, choices: Sequence[T]) -> T | None:
        """Return one of several, None of none."""
        return self.chance.choice(choices) if choices else None

    def may(self, right: Right) -> Actor:
        """Return one of those who carry ``right``."""
        roles = [role for role in self.staff if right in RIGHTS[role]]
        return self.chance.choice([actor for role in roles for actor in self.staff[role]])

    def confirm(
        self,
        workflow: Workflow[Any, Any],
        request: object,
        *,
        by: Actor | None = None,
        second: Role | None = None,
    ) -> None:
        """Show the consequence sheet, if there is one, and confirm it.

        Raises:
            Refusal: A rule said no.
            Fault: The books could not be written.
        """
        circumstances: dict[str, Any] = {
            "action_id": new_action_id(),
            "actor": by or self.may(workflow.right),
            "second": self.chance.choice(self.staff[second]) if second else None,
        }
        if workflow.preview is not None:
            sheet = preview(self.store, self.clock, workflow, request, **circumstances)
            request = dataclasses.replace(request, sheet=sheet.digest)  # type: ignore[type-var]
        perform(self.store, self.clock, workflow, request, **circumstances)


@dataclass(frozen=True, kw_only=True)
class Player:
    """One way to be busy.

    Attributes:
        codes: Audit codes of the workflows it plays.
        play: Does it; False if there is nothing to do. May raise ``Refusal`` and ``Fault``.
        often: How many times as often as the rarest.
    """

    codes: tuple[str, ...]
    play: Callable[[Seat], bool]
    often: int


PLAYERS: list[Player] = []


def plays(
    workflow: Workflow[Any, Any], *, second: Role | None = None, often: int = 2
) -> Callable[[Callable[[Seat, Books], object | None]], Callable[[Seat, Books], object | None]]:
    """Let the function below say what a clerk would now ask of ``workflow``; None for nothing.

    Args:
        workflow: What is played.
        second: Who else puts their word behind it.
        often: As in ``Player``.
    """

    def register(
        wanted: Callable[[Seat, Books], object | None],
    ) -> Callable[[Seat, Books], object | None]:
        def play(seat: Seat) -> bool:
            with seat.store.reading() as books:
                request = wanted(seat, books)
            if request is None:
                return False
            seat.confirm(workflow, request, second=second)
            return True

        PLAYERS.append(Player(codes=(workflow.code,), play=play, often=often))
        return wanted

    return register


def performs(
    *codes: str, often: int = 2
) -> Callable[[Callable[[Seat], bool]], Callable[[Seat], bool]]:
    """Register a function that performs the actions ``codes`` by itself."""

    def register(play: Callable[[Seat], bool]) -> Callable[[Seat], bool]:
        PLAYERS.append(Player(codes=codes, play=play, often=often))
        return play

    return register


def players() -> Sequence[Player]:
    """Return every player: each module of ``players`` brings its own."""
    from backoffice.commands._drill import players as package  # noqa: PLC0415  they import this

    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return PLAYERS


def play_one(seat: Seat) -> bool:
    """Let chance choose a player, and play; False if there was nothing to do."""
    every = players()
    [player] = seat.chance.choices(every, [player.often for player in every])
    return player.play(seat)
