"""What is said to an IPP printer and what its answers mean, without printing."""

import asyncio
from dataclasses import replace

import pytest
from pyipp.enums import IppOperation
from pyipp.exceptions import IPPError
from pyipp.serializer import encode_dict

from printing.ipp_client import Client, encode, status_of
from printing.ipp_ticket import Impossible, ticket
from printing.reasons import normalise, state
from printing.registry import open_printers
from tests.fixtures.documents import a_card


@pytest.fixture(scope="module")
def prepared():
    return open_printers({}).prepare("card", a_card())


def request(**job):
    return {
        "version": (2, 0),
        "operation": IppOperation.PRINT_JOB,
        "operation-attributes-tag": {"attributes-charset": "utf-8"},
        "job-attributes-tag": job,
    }


def test_an_attribute_nobody_knows_is_an_error_not_a_silence():
    with pytest.raises(KeyError, match="card-colour"):
        encode(request(**{"card-colour": "blue"}))
    # Control: the library alone sends the job without it.
    silent = encode_dict({**request(**{"card-colour": "blue"}), "request-id": 1})
    assert b"card-colour" not in silent


def test_collections_are_encoded_as_rfc_8010_says():
    size = {"x-dimension": 8560, "y-dimension": 5398}
    sent = encode(request(**{"media-col": {"media-size": size}}))
    begin = bytes.fromhex("34 0009") + b"media-col" + bytes.fromhex("0000")
    member = bytes.fromhex("4a 0000 000a") + b"media-size" + bytes.fromhex("34 0000 0000")
    width = bytes.fromhex("4a 0000 000b") + b"x-dimension" + bytes.fromhex("21 0000 0004 00002170")
    assert begin + member + width in sent
    assert sent.endswith(bytes.fromhex("37 0000 0000 37 0000 0000 03"))


@pytest.mark.parametrize(
    ("said", "ready", "reasons"),
    [
        (["none"], True, ()),
        (
            ["media-low-warning", "marker-supply-low-report"],
            True,
            ("media-low", "marker-supply-low"),
        ),
        (["media-empty-error", "media-needed"], False, ("media-empty", "media-needed")),
        (["toner-empty", "door-open-error"], False, ("cover-open", "marker-supply-empty")),
        (["com.maker-magnet-error"], False, ("com.maker-magnet",)),
        (["com.maker-magnet-report"], True, ("com.maker-magnet",)),
        (["spool-area-full"], True, ("spool-area-full",)),
    ],
)
def test_keywords_are_made_comparable(said, ready, reasons):
    assert normalise(said) == reasons
    assert state(said).ready is ready
    assert str(state(said).sentence)


@pytest.mark.parametrize(
    ("printer", "expected"),
    [
        ({}, {"x-dimension": 5398, "y-dimension": 8560}),
        ({"media-size-supported": {"x-dimension": 5400, "y-dimension": 8600}}, (5398, 8560)),
        ({"media-size-supported": {"x-dimension": [2000, 9000], "y-dimension": [2000, 9000]}}, 0),
        ({"media-size-supported": {"x-dimension": 21000, "y-dimension": 29700}}, Impossible),
        ({"sides-supported": "one-sided"}, Impossible),
    ],
)
def test_tickets_say_only_what_a_printer_can_obey(prepared, printer, expected):
    if expected is Impossible:
        with pytest.raises(Impossible):
            ticket(prepared, printer)
        one_sided = replace(prepared, kind="receipt", duplex=False)
        assert "sides" not in ticket(one_sided, printer)
    else:
        size = ticket(prepared, printer)["media-col"]["media-size"]
        assert sorted(size.values()) == [5398, 8560]
        assert size["x-dimension"] == (8560 if expected == 0 else 5398)


def test_a_status_is_told_from_an_http_error(ipp_printer):
    async def ask_for_no_job():
        async with Client(ipp_printer.uri) as client:
            wanted = {"operation-attributes-tag": {"job-id": 99}}
            await client.execute(IppOperation.GET_JOB_ATTRIBUTES, wanted)

    with pytest.raises(IPPError) as refused:
        asyncio.run(ask_for_no_job())
    assert status_of(refused.value) == 0x0406
    assert status_of(IPPError("HTTP 404", {"status-code": 404})) is None
