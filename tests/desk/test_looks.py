"""The window looks tomorrow as it did today."""

import pytest

from backoffice.ui import looks, theme


@pytest.fixture
def restarted(clerk):
    """Return what the window looks like after the program was started again."""

    def start():
        clerk.settle("files")
        theme.use(clerk.app, "light")
        theme.resize(clerk.app, "normal")
        looks.restore(clerk.app, clerk.desk.program.settings.folder)
        return theme.mode(), theme.size()

    return start


def test_theme_and_size_of_letters_are_remembered(clerk, restarted):
    assert restarted() == ("light", "normal")
    clerk.desk.toggle_theme()
    clerk.key("Control-plus")
    assert restarted() == ("dark", "large")
    clerk.key("Control-minus")
    assert restarted() == ("dark", "normal")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"mode": "pink", "size": "huge"}', '{"size": []}', "\x00"]
)
def test_a_file_that_can_not_be_read_changes_nothing(clerk, restarted, text):
    (clerk.desk.program.settings.folder / looks.FILE).write_text(text)
    assert restarted() == ("light", "normal")


def test_a_disk_that_can_not_be_written_stops_nobody(clerk, restarted):
    (clerk.desk.program.settings.folder / looks.FILE).mkdir()
    clerk.desk.toggle_theme()
    clerk.settle("files")
    assert theme.mode() == "dark"
    assert restarted() == ("light", "normal")
