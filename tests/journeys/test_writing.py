"""From an idea to an answer: a mayor writes in Arabic, a clerk adds French, the secretariat publishes, a stranger finds it."""

import re
import time

from playwright.sync_api import Page

from tests.journeys.acting import Visit, be


def _press(page: Page, value: str) -> None:
    page.locator(f'main form button[name="do"][value="{value}"]').last.click()


def test_action_travels_from_draft_to_another_language(visit: Visit) -> None:
    mayor = visit("/ar/", width=390)
    be(mayor, "mayor-chefchaouen", "ar")
    mayor.goto("/ar/actions/new/")
    mayor.locator("[name=title]").fill("سقي الحدائق العمومية بمياه وضوء المسجد")
    mayor.locator("main form button").last.click()
    mayor.wait_for_url(re.compile("/edit/"))
    address = mayor.url.split("/edit/")[0]
    mayor.locator("[name='summary.ar']").fill("تجمع الجماعة مياه الوضوء في صهريج وتسقي بها حديقتين.")
    mayor.locator("[name='done.ar']").fill("ركبت المصالح التقنية صهريجا سعته 12 مترا مكعبا ومضخة شمسية.")
    mayor.locator("[name=themes][value=water]").check()
    _press(mayor, "save")
    mayor.goto(f"{address}/")
    assert "صهريجا" in mayor.locator("article.sheet").inner_text()

    stranger = visit("/fr/")
    assert stranger.goto(f"{address.replace('/ar/', '/fr/')}/").status == 404

    clerk = visit("/ar/")
    be(clerk, "clerk-chefchaouen", "ar")
    clerk.goto(f"{address}/edit/")
    clerk.locator("[name='title.fr']").evaluate("e => e.closest('details') && (e.closest('details').open = true)")
    clerk.locator("[name='title.fr']").fill("Arroser les jardins avec l’eau des ablutions")
    mayor.goto(f"{address}/edit/")
    mayor.locator("[name='lessons.ar']").fill("لا بد من الاتفاق مع ناظر الأوقاف منذ البداية.")
    _press(clerk, "save")
    _press(mayor, "save")
    mayor.goto(f"{address}/")
    assert "ناظر الأوقاف" in mayor.locator("article.sheet").inner_text()
    assert mayor.goto(f"{address.replace('/ar/', '/fr/')}/").status == 200
    assert "ablutions" in mayor.locator("h1").inner_text(), "neither of the two saves lost the other's text"

    mayor.goto(f"{address}/submit/")
    mayor.locator("main form button").last.click()
    secretariat = visit("/fr/")
    be(secretariat, "secretariat", "fr")
    secretariat.goto("/fr/desk/?pile=actions")
    assert "ablutions" in secretariat.locator("main").inner_text()
    secretariat.goto(f"{address.replace('/ar/', '/fr/')}/publish/")
    secretariat.locator("main form button").last.click()
    secretariat.wait_for_load_state()

    found = stranger.locator(f"ol.cards > li:has(a[href*='{address.rsplit('/', 1)[1]}'])")
    until = time.monotonic() + 20
    while time.monotonic() < until and not found.count():
        stranger.wait_for_timeout(300)
        stranger.goto("/en/search/?q=watering+gardens+ablution+water")
    assert found.count() == 1
    found.locator(".card-title a").click()
    assert stranger.locator("article.sheet").count() == 1


def test_nothing_typed_is_lost_on_a_fault(visit: Visit) -> None:
    mayor = visit("/fr/")
    be(mayor, "mayor-loos-en-gohelle", "fr")
    mayor.goto("/fr/actions/new/")
    mayor.locator("[name=title]").fill("Une mare à l’école")
    mayor.locator("main form button").last.click()
    mayor.wait_for_url(re.compile("/edit/"))
    mayor.locator("[name='done.fr']").fill("Les élèves ont creusé une mare de 40 m².")
    mayor.locator("[name=started]").fill("hier")
    _press(mayor, "save")
    assert mayor.locator("[name='done.fr']").input_value() == "Les élèves ont creusé une mare de 40 m²."
    assert mayor.locator("[name=started]").input_value() == "hier"
    assert "2014-05" in mayor.locator("main").inner_text(), "the fault says how to write it"
