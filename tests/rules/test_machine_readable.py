import random
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stdnum.md import idno

from backoffice.domain.certificate_numbers import weights_7_3_1
from backoffice.domain.certificates import CertificateKind, verify_shown
from backoffice.domain.machine_readable import ScanKind, looks_like_zone, read_scan, read_zone
from backoffice.domain.refusal import Refusal

TODAY = date(2026, 11, 22)
K = CertificateKind
SEPARATORS = ["", "\r", "\n", "\r\n", " ", "\t", "\r\r\n"]

# The specimens of ICAO Doc 9303, parts 4, 5 and 6.
TD3 = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]
TD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
TD1 = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
]


def checked(*fields):
    return "".join(field + weights_7_3_1(field) for field in fields)


def passport(number="E12345678", birth="900101", expires="300101", nationality="CHN", personal=""):
    first = f"P<{nationality}ZHANG<<SAN".ljust(44, "<")
    number, born = checked(number.ljust(9, "<")), checked(birth)
    rest = checked(expires) + checked(personal.ljust(14, "<"))
    return first + f"{number}{nationality}{born}F{rest}" + weights_7_3_1(number + born + rest)


def card(number, state="CHN", code="C<", birth="900101", expires="300101"):
    if len(number) > 9:
        tail = number[9:] + weights_7_3_1(number) + "<"
        begin = f"{number[:9]}<{tail}".ljust(25, "<")
    else:
        begin = checked(number.ljust(9, "<")).ljust(25, "<")
    born, ends, optional = checked(birth), checked(expires), "<" * 11
    overall = weights_7_3_1(begin + born + ends + optional)
    return f"{code}{state}{begin}{born}M{ends}{state}{optional}{overall}" + "LI<<SI".ljust(30, "<")


def permit(number, code="CS", *, fillers_count=False, birth="900101", expires="300101"):
    number, ends, born = checked(number.ljust(9, "<")), checked(expires), checked(birth)
    between = "<" if fillers_count else ""
    overall = weights_7_3_1(between.join((number, ends, born)) + between)
    return f"{code}{number}<{ends}<{born}<{overall}"


def refused(text):
    with pytest.raises(Refusal) as answer:
        read_zone(text, today=TODAY)
    assert (answer.value.rule, answer.value.source) == ("L1", "FAQ 8")
    assert str(answer.value.advice)
    return answer.value


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize(
    ("lines", "number", "kind"),
    [(TD3, "L898902C3", K.PASSPORT), (TD2, "D23145890", None), (TD1, "D23145890", None)],
)
def test_the_specimens_are_read_whatever_stands_between_the_lines(lines, number, kind, separator):
    text = separator.join(lines) + separator
    assert looks_like_zone(text)
    assert read_scan(text).kind is ScanKind.ZONE
    zone = read_zone(text, today=TODAY)
    assert (zone.number, zone.kind, zone.nationality) == (number, kind, "UTO")
    assert zone.name_latin == "ERIKSSON ANNA MARIA"
    assert (zone.birth, zone.expires) == (date(1974, 8, 12), date(2012, 4, 15))


def test_a_scanner_typing_small_letters_or_through_a_chinese_keyboard_is_understood():
    expected = read_zone("".join(TD3), today=TODAY)
    assert read_zone("\n".join(TD3).lower(), today=TODAY) == expected
    assert read_zone("\n".join(TD3).replace("<", "《"), today=TODAY) == expected


# Where each check digit of the specimens stands, and what the refusal calls it.
DIGITS = [
    (TD3, 53, "certificate number"),
    (TD3, 63, "date of birth"),
    (TD3, 71, "expiry date"),
    (TD3, 86, "personal number"),
    (TD3, 87, "whole zone"),
    (TD2, 45, "certificate number"),
    (TD2, 55, "date of birth"),
    (TD2, 63, "expiry date"),
    (TD2, 71, "whole zone"),
    (TD1, 14, "certificate number"),
    (TD1, 36, "date of birth"),
    (TD1, 44, "expiry date"),
    (TD1, 59, "whole zone"),
    ([permit("C12345678")], 11, "certificate number"),
    ([permit("C12345678")], 19, "expiry date"),
    ([permit("C12345678")], 27, "date of birth"),
]


@pytest.mark.parametrize(("lines", "at", "named"), DIGITS)
@pytest.mark.parametrize("step", [1, 5, 9])
def test_a_wrong_check_digit_is_refused_and_its_field_named(lines, at, named, step):
    zone = "".join(lines)
    wrong = str((int(zone[at]) + step) % 10)
    answer = refused(zone[:at] + wrong + zone[at + 1 :])
    assert answer.code == "zone-check-digit"
    assert named in str(answer)


@given(st.sampled_from([TD3, TD2, TD1, [card("H12345678")]]), st.data())
def test_any_single_misread_digit_is_detected(lines, data):
    zone = "".join(lines)
    at = data.draw(st.sampled_from([at for at, sign in enumerate(zone) if sign.isdigit()]))
    sign = data.draw(st.sampled_from("0123456789"))
    assume(zone[at] != sign)
    assert refused(zone[:at] + sign + zone[at + 1 :]).code == "zone-check-digit"


def test_the_check_digit_agrees_with_a_well_kept_validator_of_the_same_weights():
    dice = random.Random(9303)
    for _ in range(5_000):
        digits = f"{dice.randrange(10**12):012}"
        assert weights_7_3_1(digits) == idno.calc_check_digit(digits)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", max_size=40))
def test_letters_and_fillers_weigh_as_icao_says(field):
    worth = {"<": 0} | {sign: at for at, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    total = sum(worth[sign] * [7, 3, 1][at % 3] for at, sign in enumerate(field))
    assert weights_7_3_1(field) == str(total)[-1]


# The worked examples of ICAO Doc 9303 part 11 with a number of twelve characters.
LONG = [
    "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8",
    "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<",
]


@pytest.mark.parametrize("zone", LONG)
def test_a_long_number_goes_on_in_the_optional_data(zone):
    read = read_zone(zone, today=TODAY)
    assert (read.number, read.name_latin) == ("D23145890734", "STEVENSON PETER JOHN")
    assert (read.birth, read.expires) == (date(1934, 7, 12), date(1995, 7, 12))
    assert "certificate number" in str(refused(zone.replace("7349<", "7348<")))


@pytest.mark.parametrize(
    ("zone", "kind", "number"),
    [
        (passport(), K.PASSPORT, "E12345678"),
        (passport(nationality="D<<", number="C01X0006H"), K.PASSPORT, "C01X0006H"),
        (permit("C12345678"), K.HKM_EXIT_ENTRY_PERMIT, "C12345678"),
        (permit("CA0000001", fillers_count=True), K.HKM_EXIT_ENTRY_PERMIT, "CA0000001"),
        (
            permit("C12345678") + "A" * 12 + "LI<<SI".ljust(48, "<"),
            K.HKM_EXIT_ENTRY_PERMIT,
            "C12345678",
        ),
        (
            permit("H12345678", "CR") + "A" * 12 + "LI<<SI".ljust(48, "<"),
            K.HKM_TRAVEL_PERMIT,
            "H12345678",
        ),
        (
            permit("01234567", "CT") + "A" * 12 + "LI<<SI".ljust(48, "<"),
            K.TAIWAN_PERMIT,
            "01234567",
        ),
        (permit("T12345678", "CD"), None, "T12345678"),
        (card("H12345678"), K.HKM_TRAVEL_PERMIT, "H12345678"),
        (card("M1234567801"), K.HKM_TRAVEL_PERMIT, "M1234567801"),
        (card("01234567"), K.TAIWAN_PERMIT, "01234567"),
        (card("CAN310071080203", code="I<"), K.FOREIGN_PR_CARD, "CAN310071080203"),
        (card("H12345678", state="UTO", code="I<"), None, "H12345678"),
    ],
)
def test_the_kind_is_told_where_the_zone_tells_it(zone, kind, number):
    read = read_zone(zone, today=TODAY)
    assert (read.kind, read.number) == (kind, number)
    assert (read.birth, read.expires) == (date(1990, 1, 1), date(2030, 1, 1))


def test_a_permit_card_tells_its_name_where_it_prints_one():
    assert read_zone(permit("C12345678"), today=TODAY).name_latin == ""
    whole = permit("H12345678", "CR") + "A" * 12 + "LI<<SI".ljust(48, "<")
    assert read_zone(whole, today=TODAY).name_latin == "LI SI"
    assert read_zone(whole, today=TODAY).nationality == "CHN"


@pytest.mark.parametrize(
    ("birth", "expires", "born", "ends"),
    [
        ("261122", "261122", date(2026, 11, 22), date(2026, 11, 22)),
        ("261123", "751231", date(1926, 11, 23), date(2075, 12, 31)),
        ("000229", "760101", date(2000, 2, 29), date(1976, 1, 1)),
        ("40<<<<", "<<<<<<", None, None),
        ("<<<<<<", "280229", None, date(2028, 2, 29)),
    ],
)
def test_two_digit_years_are_read_by_what_they_mean(birth, expires, born, ends):
    zone = read_zone(passport(birth=birth, expires=expires), today=TODAY)
    assert (zone.birth, zone.expires) == (born, ends)


@pytest.mark.parametrize(
    ("zone", "code", "said"),
    [
        (passport(birth="901301"), "zone-date", "date of birth"),
        (passport(birth="9O0101"), "zone-date", "date of birth"),
        (passport(expires="270229"), "zone-date", "expiry date"),
        (passport()[:-1], "zone-incomplete", "missing"),
        (TD1[0], "zone-incomplete", "missing"),
        (passport(number=""), "zone-incomplete", "no certificate number"),
        ("V" + passport()[1:], "zone-visa", "visa"),
        ("护" + passport()[1:], "zone-incomplete", "missing"),
        ("", "zone-incomplete", "missing"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(zone, code, said):
    answer = refused(zone)
    assert answer.code == code
    assert said in str(answer)


def test_a_scanned_passport_is_verified_without_typing_and_refused_when_expired():
    zone = read_zone(passport(), today=TODAY)
    assert verify_shown(zone.shown_as(K.PASSPORT), today=TODAY).number == "E12345678"
    old = read_zone("".join(TD3), today=TODAY)
    with pytest.raises(Refusal, match="expired on 2012-04-15"):
        verify_shown(old.shown_as(K.PASSPORT), today=TODAY)


@settings(max_examples=50)
@given(st.from_regex("[A-Z][0-9]{8}", fullmatch=True), st.sampled_from([None, 53, 63, 87]))
def test_neither_a_zone_nor_its_refusal_gives_the_number_away(number, broken):
    text = passport(number=number)
    if broken is None:
        zone = read_zone(text, today=TODAY)
        said = f"{zone!r} {zone.shown_as(K.PASSPORT)!r} {read_scan(text)!r}"
    else:
        answer = refused(text[:broken] + "A" + text[broken + 1 :])
        said = f"{answer} {answer.advice} {answer!r}"
    assert number not in said


@given(st.text("PCIV<HM0123456789CHN\n ", max_size=95))
def test_any_burst_of_keys_is_read_or_refused(text):
    scan = read_scan(text)
    assert looks_like_zone(text) == (scan.kind is ScanKind.ZONE)
    if scan.kind is ScanKind.ZONE:
        try:
            number = read_zone(text, today=TODAY).number
        except Refusal as answer:
            number = answer.code
        assert number


@pytest.mark.parametrize(
    ("text", "kind", "read", "certificate"),
    [
        ("0012345678\r", ScanKind.DIGITS, "0012345678", None),
        (" 20140217\n", ScanKind.DIGITS, "20140217", None),
        ("11010519491231002x", ScanKind.IDENTITY_NUMBER, "11010519491231002X", K.RESIDENT_ID),
        ("110105194912310021", ScanKind.IDENTITY_NUMBER, "110105194912310021", K.RESIDENT_ID),
        (
            "810000199408230021",
            ScanKind.IDENTITY_NUMBER,
            "810000199408230021",
            K.HKMT_RESIDENCE_PERMIT,
        ),
        ("911124198108030024", ScanKind.IDENTITY_NUMBER, "911124198108030024", K.FOREIGN_PR_CARD),
        ("王小明 ", ScanKind.OTHER, "王小明", None),
        ("Wang Xiaoming", ScanKind.OTHER, "Wang Xiaoming", None),
        ("E12345678", ScanKind.OTHER, "E12345678", None),
        ("１２３", ScanKind.DIGITS, "123", None),  # noqa: RUF001  full-width digits
        ("٣٤٥", ScanKind.OTHER, "٣٤٥", None),
        ("", ScanKind.OTHER, "", None),
        (passport()[:-1], ScanKind.ZONE, passport()[:-1], None),
    ],
)
def test_a_scan_is_sorted(text, kind, read, certificate):
    scan = read_scan(text)
    assert (scan.kind, scan.text, scan.certificate) == (kind, read, certificate)
