"""Pictures of the states that only other days show, with the clock moved: `./gedag screens`."""

import dataclasses
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.clock import Clock, moved_face
from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join, press
from tests.e2e.screens import shoot


@pytest.fixture(scope="module")
def clock(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clock]:
    with moved_face(stack, tmp_path_factory.mktemp("clock")) as moved:
        yield moved


@pytest.mark.parametrize("width", [360, 1280])
def test_days(stack: Stack, clock: Clock, visit: Callable[..., Visitor], width: int) -> None:
    face = dataclasses.replace(stack, deelnemer=stack.clocked)
    visitor = visit(viewport={"width": width, "height": 740})
    page = visitor.page

    def on(day: int, path: str = "/vandaag/") -> None:
        clock.set(day)
        page.goto(face.deelnemer + path)

    def not_today(barrier: str) -> None:
        page.get_by_role("link", name="Vandaag niet").first.click()
        page.get_by_label(barrier, exact=True).check(force=True)
        press(page, "Bewaar")
        page.get_by_role("link", name="Sla over").click()

    clock.set(0)
    join(visitor, face, campaign="landelijk")
    not_today("Ik vond het spannend")
    shoot(page, "vandaag-niet-antwoord")
    on(1)
    shoot(page, "vandaag-kleinere-stap")
    not_today("Ik moet al zo veel")
    on(2)
    shoot(page, "rustdag")
    on(3)
    shoot(page, "vandaag-dag-vier")
    on(4, "/vandaag/gisteren/")
    shoot(page, "gisteren")
    on(4, "/van-mij/in/landelijk/pauze/")
    press(page, "Neem pauze")
    page.get_by_role("heading", name="Van mij").wait_for()
    on(5)
    shoot(page, "vandaag-pauze")
    page.goto(f"{face.deelnemer}/van-mij/in/landelijk/")
    shoot(page, "deelname-pauze")
    press(page, "Ik ben er weer")
    page.get_by_role("button", name="Ik ga het proberen").wait_for()
    page.goto(f"{face.deelnemer}/amsterdam/meedoen/?stap=praatje")
    press(page, "Ik doe mee")
    page.get_by_text("Ook vandaag").wait_for()
    page.goto(f"{face.deelnemer}/vandaag/")
    shoot(page, "vandaag-twee-campagnes")
    on(30)
    shoot(page, "vandaag-aan-het-eind")
    page.goto(f"{face.deelnemer}/van-mij/in/landelijk/vanzelf/")
    press(page, "Ja, ik rond af")
    shoot(page, "het-gaat-vanzelf")


@pytest.mark.parametrize("width", [360, 1280])
def test_somebody_who_does_this_a_lot(stack: Stack, visit: Callable[..., Visitor], width: int) -> None:
    page = visit(viewport={"width": width, "height": 740}).page
    page.goto(f"{stack.deelnemer}/landelijk/meedoen/")
    press(page, "Ik doe dit al veel")
    shoot(page, "gever-akkoord")
    press(page, "Ja, ik ben 16 of ouder en doe mee")
    shoot(page, "gever-vandaag")
    page.goto(f"{stack.deelnemer}/smoesje/?plek=ov&karakter=giver")
    page.get_by_role("link", name="Maak hem van jou").first.click()
    shoot(page, "smoesje-van-jou")
    press(page, "Bewaar")
    shoot(page, "mijn-smoesjes")
    page.get_by_role("link", name="Geef door aan de campagne").first.click()
    press(page, "Bekijk het eerst")
    shoot(page, "delen-klopt-het")
    press(page, "Ja, deel dit")
    shoot(page, "gedeeld")
