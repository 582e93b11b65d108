"""Workflows away from the counter; each form is filled in as its clerk would."""

from tests.fixtures.forms import MODULES

AWAY_FROM_THE_COUNTER = (
    *("batch", "batch_hand_over", "batch_lost", "batch_pack", "batch_pick_up", "batch_scan_back"),
    *("load_hopper", "move_blanks", "destroy_cards", "printer_hold", "waiting_job", "unit_change"),
    *("card_design", "clerk_account", "desk_change", "policy_change", "terminal_change"),
)


def a_day_away_from_the_counter(counter, forms):
    """Do each of them once."""
    counter.print_all()
    for name in AWAY_FROM_THE_COUNTER:
        clerk, fields, second = counter.actor, forms.filled(name), forms.second(name)
        counter.do(MODULES[name], second=second, **fields)
        counter.actor = clerk
