import random
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from backoffice.domain.certificate_numbers import mod_11_2 as own_mod_11_2
from backoffice.domain.certificate_numbers import normalise
from backoffice.domain.certificates import (
    CertificateKind,
    Shown,
    check_number,
    kind_named,
    mask,
    readings,
    verify_shown,
)
from backoffice.domain.refusal import Refusal

TODAY = date(2026, 11, 22)
K = CertificateKind
TYPED_TWICE = [kind for kind in K if kind is not K.RESIDENT_ID]

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

GOOD = [
    (K.RESIDENT_ID, "11010519491231002X", "11010519491231002X"),  # the example in GB 11643
    (K.RESIDENT_ID, " 110105-19491231-002x ", "11010519491231002X"),
    (K.RESIDENT_ID, "11010519491231002x".translate(FULL_WIDTH), "11010519491231002X"),
    (K.PASSPORT, "E12345678", "E12345678"),
    (K.PASSPORT, "ea1234567", "EA1234567"),
    (K.PASSPORT, "L898902C3", "L898902C3"),
    (K.PASSPORT, "123456789", "123456789"),
    (K.PASSPORT, "G·1234.5678", "G12345678"),
    (K.HKM_EXIT_ENTRY_PERMIT, "C12345678", "C12345678"),
    (K.HKM_EXIT_ENTRY_PERMIT, "CA0000001", "CA0000001"),
    (K.HKM_EXIT_ENTRY_PERMIT, "w12345678", "W12345678"),
    (K.HKM_TRAVEL_PERMIT, "H12345678", "H12345678"),
    (K.HKM_TRAVEL_PERMIT, "M1234567801", "M12345678"),
    (K.HKM_TRAVEL_PERMIT, "HA1234567", "HA1234567"),
    (K.TAIWAN_PERMIT, "01234567", "01234567"),
    (K.TAIWAN_PERMIT, "0123456701", "01234567"),
    (K.TAIWAN_PERMIT, "0123456701（B）", "01234567"),
    (K.FOREIGN_PR_CARD, "CAN310071080203", "CAN310071080203"),
    (K.FOREIGN_PR_CARD, "911124198108030024", "911124198108030024"),  # the specimen of 2023
    (K.HKMT_RESIDENCE_PERMIT, "810000199408230021", "810000199408230021"),
    (K.HKMT_RESIDENCE_PERMIT, "830000-19920130-0022", "830000199201300022"),
]

BAD = [
    (K.RESIDENT_ID, "", "certificate-missing"),
    (K.RESIDENT_ID, " --- ", "certificate-missing"),
    (K.RESIDENT_ID, "110105491231002", "certificate-outdated"),
    (K.RESIDENT_ID, "11010519491231002", "certificate-length"),
    (K.RESIDENT_ID, "11010519491231002XX", "certificate-length"),
    (K.RESIDENT_ID, "1" * 10_000, "certificate-length"),
    (K.RESIDENT_ID, "11010519491231002X" + " " * 60 + "1", "certificate-length"),
    (K.RESIDENT_ID, "1101051949123100X2", "certificate-characters"),
    (K.RESIDENT_ID, "11010519491231002Х", "certificate-characters"),  # noqa: RUF001  a Cyrillic X
    (K.RESIDENT_ID, "11010519491231002٣", "certificate-characters"),  # an Arabic digit
    (K.RESIDENT_ID, "ı1010519491231002X", "certificate-characters"),  # noqa: RUF001  its capital is I
    (K.RESIDENT_ID, "=HYPERLINK(1)", "certificate-characters"),
    (K.RESIDENT_ID, "16010519491231002X", "certificate-region"),
    (K.RESIDENT_ID, "71010519491231002X", "certificate-region"),
    (K.RESIDENT_ID, "810000199408230021", "certificate-other-kind"),
    (K.RESIDENT_ID, "911124198108030024", "certificate-other-kind"),
    (K.RESIDENT_ID, "110105194902300021", "certificate-birth"),
    (K.RESIDENT_ID, "110105194913010021", "certificate-birth"),
    (K.RESIDENT_ID, "110105000001010021", "certificate-birth"),
    (K.RESIDENT_ID, "110105202611230021", "certificate-birth"),  # tomorrow
    (K.RESIDENT_ID, "110105209901010021", "certificate-birth"),
    (K.RESIDENT_ID, "110105188912310021", "certificate-birth"),
    (K.RESIDENT_ID, "110105194912310020", "certificate-check-digit"),
    (K.RESIDENT_ID, "11010519491321002X", "certificate-birth"),  # two digits swapped
    (K.PASSPORT, "E123456789", "certificate-length"),
    (K.PASSPORT, "E123", "certificate-length"),
    (K.PASSPORT, "PASSPORT", "certificate-characters"),
    (K.PASSPORT, "护照12345", "certificate-characters"),
    (K.HKM_EXIT_ENTRY_PERMIT, "C1234567", "certificate-length"),
    (K.HKM_EXIT_ENTRY_PERMIT, "D12345678", "certificate-characters"),
    (K.HKM_EXIT_ENTRY_PERMIT, "CI1234567", "certificate-characters"),
    (K.HKM_EXIT_ENTRY_PERMIT, "WA1234567", "certificate-characters"),
    (K.HKM_TRAVEL_PERMIT, "H123456780", "certificate-length"),
    (K.HKM_TRAVEL_PERMIT, "K12345678", "certificate-characters"),
    (K.HKM_TRAVEL_PERMIT, "HB1234567", "certificate-characters"),
    (K.TAIWAN_PERMIT, "1234567", "certificate-length"),
    (K.TAIWAN_PERMIT, "T2345678", "certificate-characters"),
    (K.FOREIGN_PR_CARD, "CAN3100710802033", "certificate-length"),
    (K.FOREIGN_PR_CARD, "CA1310071080203", "certificate-characters"),
    (K.FOREIGN_PR_CARD, "811124198108030024", "certificate-characters"),
    (K.FOREIGN_PR_CARD, "999124198108030024", "certificate-region"),
    (K.FOREIGN_PR_CARD, "911124198113030024", "certificate-birth"),
    (K.FOREIGN_PR_CARD, "911124198108030025", "certificate-check-digit"),
    (K.HKMT_RESIDENCE_PERMIT, "11010519491231002X", "certificate-region"),
    (K.HKMT_RESIDENCE_PERMIT, "810001199408230021", "certificate-region"),
    (K.HKMT_RESIDENCE_PERMIT, "810000202611230021", "certificate-birth"),
    (K.HKMT_RESIDENCE_PERMIT, "H12345678", "certificate-length"),
]


def with_check_character(first_17):
    return first_17 + mod_11_2.calc_check_digit(first_17)


def identity_numbers(regions):
    births = st.dates(date(1890, 1, 1), TODAY).map(lambda day: day.strftime("%Y%m%d"))
    sequence = st.integers(0, 999).map("{:03}".format)
    return st.builds(lambda *parts: with_check_character("".join(parts)), regions, births, sequence)


PROVINCES = [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)]
resident_ids = identity_numbers(
    st.builds("{}{:04}".format, st.sampled_from([*PROVINCES, *range(61, 66)]), st.integers(0, 9999))
)
residence_permits = identity_numbers(st.sampled_from(["810000", "820000", "830000"]))
NUMBERS = {
    K.RESIDENT_ID: resident_ids,
    K.PASSPORT: st.from_regex("[EGDSP][0-9]{8}|E[A-Z][0-9]{7}", fullmatch=True),
    K.HKM_EXIT_ENTRY_PERMIT: st.from_regex("[CW][0-9]{8}|C[A-HJ-NP-Z][0-9]{7}", fullmatch=True),
    K.HKM_TRAVEL_PERMIT: st.from_regex("[HM][0-9]{8}", fullmatch=True),
    K.TAIWAN_PERMIT: st.from_regex("[0-9]{8}", fullmatch=True),
    K.FOREIGN_PR_CARD: identity_numbers(
        st.builds("9{}{:03}".format, st.sampled_from(PROVINCES), st.integers(0, 999))
    ),
    K.HKMT_RESIDENCE_PERMIT: residence_permits,
}
valid = st.sampled_from(list(K)).flatmap(lambda kind: st.tuples(st.just(kind), NUMBERS[kind]))


def refusal(kind, text):
    with pytest.raises(Refusal) as refused:
        check_number(kind, text, today=TODAY)
    return refused.value


def everything_in(refused):
    return f"{refused} {refused.advice} {refused!r}"


@pytest.mark.parametrize(("kind", "text", "canonical"), GOOD)
def test_real_forms_are_accepted_and_made_canonical(kind, text, canonical):
    assert check_number(kind, text, today=TODAY) == canonical


@pytest.mark.parametrize(("kind", "text", "code"), BAD)
def test_l1_each_refusal_names_what_is_wrong_and_its_rule(kind, text, code):
    refused = refusal(kind, text)
    assert refused.code == code
    assert (refused.rule, refused.source) == ("L1", "FAQ 8")
    assert str(refused.advice)


@given(valid)
def test_every_well_formed_number_is_its_own_canonical_form(case):
    kind, number = case
    assert check_number(kind, number, today=TODAY) == number
    assert readings(number.lower(), today=TODAY)[kind] == number


@given(resident_ids, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_changed_character_of_a_resident_id_is_detected(number, at, sign):
    assume(number[at] != sign)
    refusal(K.RESIDENT_ID, number[:at] + sign + number[at + 1 :])


@given(resident_ids, st.integers(0, 16))
def test_any_two_swapped_neighbours_of_a_resident_id_are_detected(number, at):
    assume(number[at] != number[at + 1])
    refusal(K.RESIDENT_ID, number[:at] + number[at + 1] + number[at] + number[at + 2 :])


def test_a_birth_is_judged_by_the_day_asked_about():
    born = with_check_character("11010520261122002")
    assert check_number(K.RESIDENT_ID, born, today=TODAY) == born
    with pytest.raises(Refusal, match="future"):
        check_number(K.RESIDENT_ID, born, today=TODAY - timedelta(days=1))


def test_the_check_character_agrees_with_the_well_kept_validator():
    dice = random.Random(11643)
    for _ in range(5_000):
        digits = f"{dice.randrange(10**17):017}"
        assert own_mod_11_2(digits) == mod_11_2.calc_check_digit(digits)


def near_misses():
    mangle = st.sampled_from(
        [
            lambda number: number[:-1],
            lambda number: number + "7",
            lambda number: "Z" + number[1:],
            lambda number: number[:-1] + ("1" if number[-1] != "1" else "2"),
            lambda number: number[:10] + "9" + number[11:],
        ]
    )
    return st.tuples(valid, mangle).map(lambda pair: (pair[0][0], pair[1](pair[0][1])))


@given(near_misses())
def test_no_refusal_repeats_a_number_or_four_characters_of_it(case):
    kind, number = case
    said = ""
    try:
        check_number(kind, number, today=TODAY)
    except Refusal as refused:
        said = everything_in(refused)
    assert not [at for at in range(len(number) - 3) if number[at : at + 4] in said]


@given(st.text(st.characters(codec="utf-8"), max_size=100), st.sampled_from(list(K)))
@example("=cmd|' /C calc'!A0", K.PASSPORT)
@example("\ufdfa" * 60, K.RESIDENT_ID)
def test_whatever_is_typed_is_accepted_or_refused_with_a_sentence(text, kind):
    refused = None
    try:
        number = check_number(kind, text, today=TODAY)
    except Refusal as answer:
        refused = answer
    if refused:
        assert str(refused).endswith(".")
        assert refused.rule == "L1"
    else:
        assert check_number(kind, number, today=TODAY) == number


@given(st.text(max_size=40))
def test_r2_a_mask_never_shows_one_of_the_last_six(number):
    masked = mask(number)
    assert len(masked) == len(number)
    assert set(masked[-6:]) <= {"•"}
    assert masked[:4].rstrip("•") == number[: max(0, min(4, len(number) - 6))].rstrip("•")
    assert set(masked[4:]) <= {"•"}


def test_a_mask_shows_enough_to_be_recognised():
    assert mask("11010519491231002X") == "1101" + "•" * 14
    assert mask("E12345678") == "E12" + "•" * 6
    assert mask("123456") == "•" * 6


@pytest.mark.parametrize("kind", list(K))
def test_a_kind_is_found_by_each_of_its_names(kind):
    about = kind.description
    assert K(kind.value) is kind
    for name in (kind.value, kind.value.upper(), about.label, *about.aliases):
        assert kind_named(f" {name} ") is kind
    assert about.standard


def test_names_are_unambiguous_and_unknown_ones_refused():
    names = [normalise(name) for kind in K for name in kind.description.aliases]
    assert len(names) == len(set(names))
    with pytest.raises(Refusal) as refused:
        kind_named("图书证")
    assert refused.value.code == "certificate-kind"
    assert refused.value.rule == "L1"


def test_l7_all_but_the_resident_card_are_typed_twice():
    assert [kind for kind in K if kind.description.typed_twice] == TYPED_TWICE


@given(valid, st.booleans(), st.sampled_from([None, TODAY, TODAY + timedelta(days=900)]))
def test_a_certificate_that_is_in_order_is_verified_once_and_again(case, scanned, until):
    kind, number = case
    shown = Shown(
        kind=kind, number=number.lower(), valid_until=until, scanned=scanned, repeated=f" {number}"
    )
    verified = verify_shown(shown, today=TODAY)
    assert verified.number == number
    assert verify_shown(verified, today=TODAY) == verified


@given(valid)
def test_what_was_shown_does_not_give_its_number_away(case):
    kind, number = case
    text = repr(Shown(kind=kind, number=number, repeated=number))
    assert number not in text
    assert kind.value in text


@pytest.mark.parametrize("kind", list(K))
@settings(max_examples=20)
@given(draw=st.data())
def test_l1_an_expired_certificate_is_refused(kind, draw):
    number = draw.draw(NUMBERS[kind])
    until = TODAY - timedelta(days=1)
    shown = Shown(kind=kind, number=number, valid_until=until, repeated=number)
    with pytest.raises(Refusal) as refused:
        verify_shown(shown, today=TODAY)
    assert refused.value.code == "certificate-expired"
    assert (refused.value.rule, refused.value.source) == ("L1", "FAQ 8")
    assert number not in everything_in(refused.value)


@pytest.mark.parametrize("kind", TYPED_TWICE)
@pytest.mark.parametrize(
    ("repeated", "code"),
    [
        (None, "certificate-not-repeated"),
        ("", "certificate-not-repeated"),
        ("E00000000", "certificate-repeated-differs"),
    ],
)
@settings(max_examples=10)
@given(draw=st.data())
def test_l7_passport_and_permit_numbers_are_typed_twice_alike(kind, repeated, code, draw):
    number = draw.draw(NUMBERS[kind])
    assume(number != repeated)
    with pytest.raises(Refusal) as refused:
        verify_shown(Shown(kind=kind, number=number, repeated=repeated), today=TODAY)
    assert refused.value.code == code
    assert (refused.value.rule, refused.value.source) == ("L7", "FAQ 8")
    assert number not in everything_in(refused.value)
    scanned = Shown(kind=kind, number=number, repeated=repeated, scanned=True)
    assert verify_shown(scanned, today=TODAY).number == number


def test_a_resident_card_is_typed_once():
    shown = Shown(kind=K.RESIDENT_ID, number="11010519491231002x")
    assert verify_shown(shown, today=TODAY).number == "11010519491231002X"


def test_a_renewed_travel_permit_is_the_same_certificate():
    first, renewed = ("H1234567800", "H1234567801")
    assert check_number(K.HKM_TRAVEL_PERMIT, first, today=TODAY) == check_number(
        K.HKM_TRAVEL_PERMIT, renewed, today=TODAY
    )


def test_a_lookup_without_a_kind_finds_every_reading():
    assert readings("0123456701(b)", today=TODAY) == {K.TAIWAN_PERMIT: "01234567"}
    assert readings("c12345678", today=TODAY) == dict.fromkeys(
        (K.PASSPORT, K.HKM_EXIT_ENTRY_PERMIT), "C12345678"
    )
    assert readings("王小明", today=TODAY) == {}
