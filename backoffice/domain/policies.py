"""What the center decides about itself: data with a shipped value, changed by the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V")
_MOST_DAYS = 36_500


@dataclass(frozen=True, kw_only=True)
class Policy(Generic[V]):
    """One decision.

    Attributes:
        name: As it stands in the books and on the command line.
        says: What it decides; English, the key of its translation.
        shipped: The value of a center that decided nothing.
        read: Reads a value from its text; ``ValueError`` if it makes no sense.
        write: Writes it as text.
        values: What may be written, for people.
        options: All there is to choose from; empty for a number.
        shows: What a value looks like for people; English, the key of its translation.
        weighty: Whether money or control hangs on it, so that a change of it needs a reason.
    """

    name: str
    says: str
    shipped: V
    read: Callable[[str], V]
    write: Callable[[V], str]
    values: str
    options: tuple[str, ...] = ()
    shows: str = "{value}"
    weighty: bool = False

    def of(self, text: str | None) -> V:
        """Return the value that a text of the books stands for; None means the shipped one."""
        return self.shipped if text is None else self.read(text)

    def checked(self, text: str) -> V:
        """Return the value of a text.

        Raises:
            Refusal: It makes no sense.
        """
        try:
            return self.read(text.strip().lower())
        except ValueError as error:
            raise Refusal(
                "policy-value",
                sentence("“{text}” is no value of {name}.", text=text, name=self.name),
                advice=sentence("Possible: {values}.", values=self.values),
            ) from error

    def said(self, text: str | None) -> str:
        """Return as text what a text of the books stands for; None means the shipped value."""
        return self.write(self.of(text))

    def called(self, text: str) -> Sentence:
        """Return what a value is called that was written as text."""
        return sentence(self.shows, value=sentence(VALUE_NAMES.get(text, text)))

    def to_keep(self, text: str) -> str:
        """Return what the books are to keep for a text that somebody typed.

        Raises:
            Refusal: It makes no sense.
        """
        return self.write(self.checked(text))


def _switch(text: str) -> bool:
    if text not in {"on", "off"}:
        raise ValueError(text)
    return text == "on"


def switch(name: str, says: str, *, shipped: bool, weighty: bool = False) -> Policy[bool]:
    """Return a policy that is on or off."""
    return Policy(
        name=name,
        says=says,
        shipped=shipped,
        read=_switch,
        write=lambda value: "on" if value else "off",
        values="on, off",
        options=("on", "off"),
        weighty=weighty,
    )


def number(
    name: str, says: str, *, most: int, shipped: int, least: int = 1, shows: str = "{value}"
) -> Policy[int]:
    """Return a policy that is a whole number."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ValueError(text)
        return int(text)

    return Policy(
        name=name,
        says=says,
        shipped=shipped,
        read=read,
        write=str,
        values=f"{least}–{most}",
        shows=shows,
    )


def days(name: str, says: str, *, shipped: int) -> Policy[int]:
    """Return a policy that is a number of days."""
    return number(name, says, most=_MOST_DAYS, shipped=shipped, shows=N_("{value} days"))


def _fen(text: str) -> int:
    yuan, _, rest = text.partition(".")
    digits = yuan + rest.ljust(2, "0")
    if not (digits.isascii() and digits.isdigit() and len(rest) <= 2 and len(yuan) <= 6):  # noqa: PLR2004
        raise ValueError(text)
    return int(digits)


def money(name: str, says: str, *, shipped: int, weighty: bool = False) -> Policy[int]:
    """Return a policy that is an amount in fen, written in yuan."""
    return Policy(
        name=name,
        says=says,
        shipped=shipped,
        read=_fen,
        write=lambda fen: f"{fen // 100}.{fen % 100:02d}",
        values="0–999999.99 (¥)",
        shows="¥{value}",
        weighty=weighty,
    )


def choice(
    name: str, says: str, values: tuple[str, ...], *, shipped: str, weighty: bool = False
) -> Policy[str]:
    """Return a policy that is one of several words."""

    def read(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return Policy(
        name=name,
        says=says,
        shipped=shipped,
        read=read,
        write=str,
        values=", ".join(values),
        options=values,
        weighty=weighty,
    )


APPROVER_IS_NOT_TAKER = switch(
    "photo.approver_is_not_taker",
    N_("A photo is approved by somebody other than who took it (P3)."),
    shipped=True,
    weighty=True,
)
KEEP_OLD_PHOTOS = days(
    "photo.keep_old_days",
    N_("Superseded and rejected photos are kept for so many days."),
    shipped=365,
)

DEPARTMENT_CHANGE_BALANCE = choice(
    "department_change.campus_balance",
    N_("After a department change the campus balance stays on the old card, or follows (D5)."),
    ("stays", "follows"),
    shipped="stays",
    weighty=True,
)
RECHARGE_MOST = money(
    "recharge.most_at_once",
    N_("A cash recharge is at most so much."),
    shipped=50_000,
)
RECHARGE_BALANCE = money(
    "recharge.most_balance",
    N_("A card holds at most so much after a cash recharge."),
    shipped=200_000,
)
DIFFERENCE_ALONE = money(
    "drawer.difference_alone",
    N_("Up to this difference a clerk closes the drawer without a second person."),
    shipped=1_000,
    weighty=True,
)
BLANKS_ALONE = number(
    "blanks.difference_alone",
    N_("Up to so many blanks too many or missing a clerk signs a count alone."),
    most=10_000,
    shipped=1,
    least=0,
)
BLANKS_LOW = number(
    "blanks.low_stock",
    N_("A desk with fewer blanks than this is warned."),
    most=10_000,
    shipped=50,
    least=0,
)
KEEP_FOUND_CARDS = days(
    "found_cards.keep_days",
    N_("Found cards nobody fetched are destroyed after so many days."),
    shipped=90,
)
BATCH_ACTIVE_FROM = choice(
    "batch.active_from",
    N_("A card of a batch becomes active when it is handed out, or as soon as it is made."),
    ("hand_out", "making"),
    shipped="hand_out",
)
BATCH_UNCLAIMED = days(
    "batch.unclaimed_days",
    N_("A unit returns cards nobody fetched after so many days (B3)."),
    shipped=30,
)
BATCH_DUE = days(
    "batch.due_days",
    N_("A unit that has not returned them so many days later is overdue (B3)."),
    shipped=7,
)
RIBBON_CARDS = number(
    "printer.ribbon_cards",
    N_("A new ribbon prints so many cards."),
    most=10_000,
    shipped=250,
)

POLICIES: tuple[Policy[Any], ...] = (
    APPROVER_IS_NOT_TAKER,
    KEEP_OLD_PHOTOS,
    DEPARTMENT_CHANGE_BALANCE,
    RECHARGE_MOST,
    RECHARGE_BALANCE,
    DIFFERENCE_ALONE,
    BLANKS_ALONE,
    BLANKS_LOW,
    KEEP_FOUND_CARDS,
    BATCH_ACTIVE_FROM,
    BATCH_UNCLAIMED,
    BATCH_DUE,
    RIBBON_CARDS,
)


VALUE_NAMES = {
    "on": N_("on"),
    "off": N_("off"),
    "stays": N_("stays on the old card"),
    "follows": N_("follows to the new card"),
    "hand_out": N_("when handed out"),
    "making": N_("when made"),
}
"""What values are called for people; figures read the same in every language."""


def named(name: str) -> Policy[Any]:
    """Return a policy by its name.

    Raises:
        Refusal: There is none of this name.
    """
    for policy in POLICIES:
        if policy.name == name:
            return policy
    raise Refusal(
        "policy-unknown",
        sentence("There is no policy “{name}”.", name=name),
        advice=sentence("Choose one of: {names}.", names=", ".join(p.name for p in POLICIES)),
    )
