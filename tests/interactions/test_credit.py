"""Where an idea came from is read with it, in the reader's language."""

import pytest
from django.test import Client
from django.utils.translation import override

from interactions.models import Idea
from tests.factories import make_idea

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("credit", "dutch", "english"),
    [
        ("Uit Enschede", "Uit Enschede", "From Enschede"),
        ("Bedacht op de markt", "Bedacht op de markt", "Bedacht op de markt"),
        ("", "", ""),
    ],
)
def test_the_usual_form_is_translated_and_other_words_stay(credit: str, dutch: str, english: str) -> None:
    idea = Idea(credit=credit)
    assert idea.credit_words == dutch
    with override("en"):
        assert idea.credit_words == english


def test_the_card_and_the_page_of_an_idea_say_it_once_and_of_others_nothing(deelnemer_face: Client) -> None:
    with_credit, without = make_idea().idea, make_idea().idea
    Idea.objects.filter(pk=with_credit.pk).update(credit="Uit <b>Enschede</b>")
    for path, times in (
        ("/ideeen/", 1),
        (f"/ideeen/{with_credit.key}/", 1),
        (f"/ideeen/{without.key}/", 0),
    ):
        html = deelnemer_face.get(path).content.decode()
        assert html.count("Uit &lt;b&gt;Enschede&lt;/b&gt;") == times
