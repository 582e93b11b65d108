"""Lookup by whatever a person at a window gives: a name, its sound, a number, a scan.

Every key begins with the sign of its class, so that a few tiny ranges of one index answer
everything and are ranked by where they were found. Patterns with wildcards are never used: on a
million people they take a hundred times as long.
"""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, cast, literal, literal_column, null, select, union_all

from backoffice.domain.certificates import CertificateKind, check_number, readings
from backoffice.domain.holders import HolderKind
from backoffice.domain.machine_readable import Zone, looks_like_zone, read_zone
from backoffice.domain.search import MOST, Found
from db import tables as t
from db.folding import after, folded, is_han, sounded, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select
    from sqlalchemy.sql.selectable import CompoundSelect

    from db.vault import Vault

NUMBER, WHOLE, SHORT, PART = "0123"
"""Classes of keys: holder number; whole name; pinyin with initials; part of a Chinese name."""

_LONGEST_QUERY = 200
_SHORTEST_CERTIFICATE = 5
_SPELLED_OUT = 4
"""Syllables up to which every mix of initials and whole syllables is a key."""
_ORDERED = 3
"""Words of a Latin name up to which every order of them is a key."""
_LEADING = 6
_CARD_DIGITS = 20
_SURE, _EXACT, _BEGINS, _SHORTENED, _WITHIN = range(5)

_KINDS = {kind.value: kind for kind in HolderKind}
_FETCHED = {NUMBER: MOST, WHOLE: MOST + 30, SHORT: MOST + 10, PART: MOST}
"""Rows read per class: one person can have several keys in a range."""


def keys_of_holder(number: str, name: str, name_latin: str) -> set[str]:
    """Return every key under which a holder is found."""
    from db import pinyin  # noqa: PLC0415  only needed to write

    signs = folded(name)
    spoken = pinyin.readings(name)
    keys = {NUMBER + folded(number), WHOLE + signs}
    keys.update(WHOLE + folded("".join(syllables)) for syllables in spoken)
    keys.update(SHORT + short for syllables in spoken for short in _shortened(syllables))
    for latin in {name_latin, *([] if spoken else [name])}:
        keys.update(WHOLE + folded("".join(order)) for order in _orders(words(latin)))
    keys.update(PART + signs[at:] for at in range(1, len(signs)) if is_han(signs[at]))
    return keys - {NUMBER, WHOLE}


def _shortened(syllables: tuple[str, ...]) -> Iterator[str]:
    """Yield ``wangxming``, ``wxiaoming``, ``wxming``: the last may still be typed in part."""
    *front, last = syllables
    initials = [syllable[0] for syllable in front]
    mixes: Iterable[tuple[str, ...]]
    if len(front) < _SPELLED_OUT:
        mixes = itertools.product(*zip(front, initials, strict=True))
    else:
        mixes = [tuple(initials), (front[0], *initials[1:])]
    for mix in mixes:
        if list(mix) != front:
            yield folded("".join((*mix, last)))


def _orders(names: list[str]) -> Iterable[tuple[str, ...]]:
    """Yield the orders in which a Latin name may be typed: all, or any two words first."""
    if len(names) <= _ORDERED:
        return itertools.permutations(names)
    leading = [*range(_LEADING - 1), len(names) - 1] if len(names) > _LEADING else range(len(names))
    return (
        (names[a], names[b], *(n for at, n in enumerate(names) if at not in {a, b}))
        for a, b in itertools.permutations(leading, 2)
    )


def _range(kind: str) -> Select[tuple[Any, ...]]:
    k = t.search_keys.c
    return select(
        select(literal(kind).label("kind"), k.key, k.holder_id, _no_card())
        .where(k.key >= bindparam(f"from_{kind}"), k.key < bindparam(f"to_{kind}"))
        .order_by(k.key, k.holder_id)
        .limit(_written(_FETCHED[kind]))
        .subquery()
    )


def _written(count: int) -> ColumnElement[int]:
    """Return a number that stands in the statement itself.

    As a parameter of a statement that PostgreSQL plans once for all values, it would be taken for
    thousands of rows, and a million holders would be read to join them.
    """
    return literal_column(str(count))


def _no_card() -> Any:  # noqa: ANN401  a typed NULL
    return cast(null(), BigInteger).label("card_id")


def _cards() -> Select[tuple[Any, ...]]:
    c = t.cards.c
    # Card numbers are digits; their unique index answers in any collation.
    return select(
        select(literal("card").label("kind"), c.number.label("key"), c.holder_id, c.id)
        .where(c.number >= bindparam("from_card"), c.number <= bindparam("to_card"))
        .order_by(c.number)
        .limit(_written(MOST))
        .subquery()
    )


def _certificates() -> Select[tuple[Any, ...]]:
    c = t.certificates.c
    blinds: list[Any] = [bindparam(f"blind_{at}") for at in range(len(CertificateKind))]
    return select(
        select(literal("certificate").label("kind"), c.masked, c.holder_id, _no_card())
        .where(c.blind.in_(blinds))
        .limit(_written(MOST))
        .subquery()
    )


def _with_people(*ranges: Select[tuple[Any, ...]]) -> Select[tuple[Any, ...]]:
    hits: CompoundSelect[Any] = union_all(*ranges)
    h, u, hit = t.holders.c, t.units.c, hits.subquery("hit")
    people = (h.number, h.name, h.name_latin, h.kind.label("holder_kind"), h.valid_until)
    return (
        select(*hit.c, *people, u.name.label("unit_name"))
        .join(t.holders, h.id == hit.c.holder_id)
        .join(t.units, u.id == h.unit_id)
    )


_DIGITS: tuple[str, ...] = (NUMBER,)
_HAN: tuple[str, ...] = (WHOLE, PART)
_LETTERS: tuple[str, ...] = (NUMBER, WHOLE, SHORT)
"""The classes of keys that a text can begin, by what it is written in."""

# Built once: building takes longer than asking. Only what can answer is asked: planning costs too.
_STATEMENTS: dict[tuple[tuple[str, ...], bool], Select[tuple[Any, ...]]] = {
    (classes, certificate): _with_people(
        *map(_range, classes),
        *([_cards()] if classes is _DIGITS else []),
        *([_certificates()] if certificate else []),
    )
    for classes in (_DIGITS, _HAN, _LETTERS)
    for certificate in (False, True)
}
_CERTIFICATE = _with_people(_certificates())
_NAMES = _with_people(_range(WHOLE))


def find(
    connection: Connection, vault: Vault, text: str, *, today: date | None = None
) -> Sequence[Found]:
    """Return who is meant, best first, at most ``MOST``; living before expired.

    Args:
        connection: Inside a transaction.
        vault: Blinds what may be a certificate number.
        text: What was typed or scanned, in any width, case and spacing.
        today: The day at the counter, if not the day of this machine.

    Raises:
        Refusal: The text is a machine-readable zone with a sign misread; it says where.
    """
    day = today or datetime.now().astimezone().date()
    if looks_like_zone(text):
        return _of_zone(connection, vault, read_zone(text, today=day), day)
    asked = question(vault, text, day)
    if asked is None:
        return []
    rows = connection.execute(*asked).all()
    wanted = folded(text[:_LONGEST_QUERY])
    return _ranked(rows, wanted, day) if rows else _in_other_order(connection, text, day)


def question(
    vault: Vault, text: str, day: date
) -> tuple[Select[tuple[Any, ...]], dict[str, str]] | None:
    """Return the statement and its values that answer what was typed; None if nothing was."""
    text = text[:_LONGEST_QUERY]
    wanted = folded(text)
    if not wanted:
        return None
    blinds = _blinds(vault, text, wanted, day)
    classes = _classes(wanted)
    values = dict(blinds)
    for kind in classes:
        prefix = kind + (wanted if kind == NUMBER else sounded(wanted))
        values |= {f"from_{kind}": prefix, f"to_{kind}": after(prefix)}
    if classes is _DIGITS:
        values |= {"from_card": wanted, "to_card": wanted.ljust(_CARD_DIGITS, "9")}
    return _STATEMENTS[classes, bool(blinds)], values


def _classes(wanted: str) -> tuple[str, ...]:
    if is_han(wanted[0]):
        return _HAN
    return _DIGITS if wanted.isascii() and wanted.isdigit() else _LETTERS


def _blinds(vault: Vault, text: str, wanted: str, day: date) -> dict[str, str]:
    """Return the blind index of each certificate number the text can be, or nothing."""
    if len(wanted) < _SHORTEST_CERTIFICATE or not any(map(str.isdigit, wanted)):
        return {}
    return _blinded(vault, readings(text, today=day))


def _blinded(vault: Vault, forms: Mapping[CertificateKind, str]) -> dict[str, str]:
    found = [vault.blind(kind, number) for kind, number in forms.items()]
    if not found:
        return {}
    found += [found[0]] * (len(CertificateKind) - len(found))
    return {f"blind_{at}": blind for at, blind in enumerate(found)}


def _of_zone(connection: Connection, vault: Vault, zone: Zone, day: date) -> Sequence[Found]:
    if zone.kind is None:
        forms = readings(zone.number, today=day)
    else:
        forms = {zone.kind: check_number(zone.kind, zone.number, today=day)}
    blinds = _blinded(vault, forms)
    rows = connection.execute(_CERTIFICATE, blinds).all() if blinds else []
    if rows or not zone.name_latin:
        return _ranked(rows, "", day)
    # A renewed passport has another number, but the name is still the holder's.
    return find(connection, vault, zone.name_latin, today=day)


def _in_other_order(connection: Connection, text: str, day: date) -> Sequence[Found]:
    """Find a long Latin name by its first two words and compare the others."""
    asked = words(text)
    if len(asked) <= _ORDERED - 1:
        return []
    prefix = WHOLE + asked[0] + asked[1]
    values = {f"from_{WHOLE}": prefix, f"to_{WHOLE}": after(prefix)}
    rows = connection.execute(_NAMES, values).all()
    fitting = [row for row in rows if _has_all(words(f"{row.name} {row.name_latin}"), asked)]
    return _ranked(fitting, prefix, day)


def _has_all(names: list[str], asked: list[str]) -> bool:
    return all(any(name.startswith(word) for name in names) for word in asked)


def _ranked(rows: Sequence[Row[*tuple[Any, ...]]], wanted: str, day: date) -> list[Found]:
    """Return each person once, at the best place; a row's columns are those of ``_with_people``."""
    ranks = {WHOLE: _BEGINS, SHORT: _SHORTENED, PART: _WITHIN}
    exact_name, sure_keys = WHOLE + sounded(wanted), {NUMBER: NUMBER + wanted, "card": wanted}
    hits = []
    for at, row in enumerate(rows):
        kind, key, until = row[0], row[1], row[-2]
        if kind == "certificate" or sure_keys.get(kind) == key:
            rank = _SURE
        else:
            rank = _EXACT if key == exact_name else ranks.get(kind, _BEGINS)
        hits.append((rank, until is not None and until < day, key, at))
    hits.sort()
    sure = {rows[at][2] for rank, _, _, at in hits if rank == _SURE}
    found: dict[int, Found] = {}
    for rank, _, _, at in hits:
        kind, _, holder_id, card_id, number, name, name_latin, holder_kind, _, unit = rows[at]
        if holder_id in found:
            continue
        if len(found) == MOST:
            break
        found[holder_id] = Found(
            holder_id=holder_id,
            number=number,
            name=name,
            name_latin=name_latin,
            kind=_KINDS[holder_kind],
            unit_name=unit,
            card_id=card_id if rank == _SURE else None,
            exact=rank == _SURE and len(sure) == 1,
            by_certificate=kind == "certificate",
        )
    return list(found.values())
