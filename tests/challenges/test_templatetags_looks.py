"""Who a page is from."""

from challenges.models import Theme, ThemeLogo
from challenges.templatetags.looks import sender_mark


def test_a_sender_without_a_logo_gets_the_mark() -> None:
    assert "svg/senders.svg#l-vaartwijk" in sender_mark(Theme(key="vaartwijk"))
    assert "svg/icons.svg#mark" in sender_mark(Theme(key="gedag"))
    assert "svg/icons.svg#mark" in sender_mark(None)


def test_a_logo_goes_before_a_drawing() -> None:
    theme = Theme(key="vaartwijk")
    ThemeLogo(theme=theme, width=60, height=30, digest="a" * 64, alt="<b>")
    html = sender_mark(theme)
    assert html == (
        '<img class="logo" src="/thema/vaartwijk-aaaaaaaaaaaaaaaa.png" width="60" height="30" alt="&lt;b&gt;">'
    )
