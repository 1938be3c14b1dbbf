"""How an action travels, in chapters: a need, a hint, a question, a plan, figures, a sheet of one's own, and who finds that."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from playwright.sync_api import Page

from seguia.core.identifiers import public_id_for
from tests.journeys.acting import Visit, be, fill, press, public_id, said, send, until
from tests.journeys.tales import Tale

OWN = {"mayor-loos-en-gohelle": "fr", "mayor-chefchaouen": "ar", "mayor-figuig": "ar", "secretariat": "fr"}
"""In which language the others read their pages."""


class Travel:
    """Who acts in which browser, and the ids of what they made."""

    def __init__(self, tale: Tale, visit: Visit) -> None:
        self.tale, self._visit = tale, visit
        self.source = public_id_for(tale.source)
        self.case = self.plan = self.sheet = ""

    @cached_property
    def asker(self) -> Page:
        """On a telephone."""
        return self._as(self.tale.asker, self.tale.language, width=390)

    @cached_property
    def author(self) -> Page:
        """Of the town of origin, without JavaScript."""
        return self._as(self.tale.author, OWN[self.tale.author], javascript=False)

    @cached_property
    def secretariat(self) -> Page:
        """Advises, too."""
        return self._as("secretariat", OWN["secretariat"])

    @cached_property
    def third(self) -> Page:
        """Somebody of a third town, signed in nowhere."""
        page: Page = self._visit(f"/{self.tale.found[0]}/about/", width=390)
        return page

    def _as(self, role: str, language: str, **options: Any) -> Page:
        page: Page = self._visit(f"/{language}/about/", **options)
        be(page, role, language)
        return page

    def at(self, path: str) -> str:
        """An address in the asker's language."""
        return f"/{self.tale.language}/{path}"

    def theirs(self, path: str) -> str:
        """An address in the language of the town of origin."""
        return f"/{OWN[self.tale.author]}/{path}"


def ask_for_help(travel: Travel) -> None:
    """The need is told; before anybody reads it, the action of another town in another language stands there."""
    page, tale = travel.asker, travel.tale
    page.goto(travel.at("help-desk/ask/"))
    fill(page, need=tale.need)
    press(page, 'main button[value="look"]')
    assert page.locator(f'main a[href*="/actions/{travel.source}/"]').count(), said(page)
    assert page.locator("[name=need]").input_value() == tale.need, "what was typed is kept"
    press(page, 'main button[value="send"]')
    travel.case = public_id(page, "help-desk")
    assert tale.need in said(page)
    hidden = travel.third.goto(travel.at(f"help-desk/{travel.case}/"))
    assert hidden
    assert hidden.status == 404 or "/login/" in travel.third.url, "a stranger learns nothing of the request"


def be_advised(travel: Travel) -> None:
    """The secretariat takes the request, recommends the action with a message; the town accepts."""
    staff, tale = travel.secretariat, travel.tale
    staff.goto("/fr/help-desk/queue/")
    staff.goto(f"/fr/help-desk/{travel.case}/")
    press(staff, 'form[action$="/take/"] button')
    staff.goto(f"/fr/help-desk/{travel.case}/recommend/?kind=action")
    staff.locator(f'[name=target][value="action:{travel.source}"]').check()
    fill(staff, why=tale.message)
    send(staff)
    page = travel.asker
    page.goto(travel.at(f"help-desk/{travel.case}/"))
    assert tale.message not in said(page), "what is prepared is not seen"
    staff.goto(f"/fr/help-desk/{travel.case}/recommend/send/")
    fill(staff, message=tale.message)
    send(staff)
    page.goto(travel.at(f"help-desk/{travel.case}/"))
    assert tale.message in said(page)
    press(page, 'form[action*="/recommendations/"][action$="/answer/"] button')
    assert page.locator(f'main a[href*="/actions/{travel.source}/"]').count()


def ask_the_author(travel: Travel) -> None:
    """A question on the action, in the asker's language; the town of origin is told, answers in its own; it helped."""
    page, tale = travel.asker, travel.tale
    page.goto(travel.at(f"actions/{travel.source}/"))
    press(page, f'#questions a[href*="/questions/of/{travel.source}/ask/"]')
    fill(page, text=tale.question)
    send(page)
    author = travel.author
    author.goto(travel.theirs("notifications/"))
    assert author.locator("main").count()
    author.goto(travel.theirs(f"actions/{travel.source}/"))
    assert tale.question in said(author)
    press(author, f'#questions .card:has-text("{tale.question[:30]}") a[href*="/questions/"]')
    fill(author, text=tale.answer)
    send(author)
    page.goto(travel.at(f"actions/{travel.source}/"))
    assert tale.answer in said(page)
    press(page, f'#questions .card:has-text("{tale.question[:30]}") a[href*="/questions/"]')
    press(page, 'form[action$="/helped/"] button')


def plan_it(travel: Travel) -> None:
    """“Do this in my town”: kept, changed, dropped; nobody sees the plan before it is shown; the origin agrees."""
    page, tale = travel.asker, travel.tale
    page.goto(travel.at(f"actions/{travel.source}/"))
    press(page, f'main a[href*="/replications/of/{travel.source}/begin/"]')
    send(page)
    travel.plan = public_id(page, "replications")
    page.goto(travel.at(f"replications/{travel.plan}/edit/"))
    page.locator('main input[type=radio][name$=".choice"][value="keep"]').nth(0).check()
    page.locator('main input[type=radio][name$=".choice"][value="change"]').nth(1).check()
    page.locator('main textarea[name$=".text"]').nth(1).fill(tale.changed)
    page.locator('main textarea[name$=".why"]').nth(1).fill(tale.why)
    page.locator('main input[type=radio][name$=".choice"][value="drop"]').nth(2).check()
    press(page, 'main button[value="save"]')
    assert tale.changed in said(page)
    hidden = travel.third.goto(travel.at(f"replications/{travel.plan}/"))
    assert hidden
    assert hidden.status == 404
    page.goto(travel.at(f"replications/{travel.plan}/show/"))
    send(page)
    author = travel.author
    author.goto(travel.theirs("my-town/"))
    press(author, f'main a[href*="/replications/{travel.plan}/link/"]')
    author.locator("[name=answer]").first.check()
    send(author)


def report_results(travel: Travel) -> None:
    """Under way, figures, done, lessons; then a sheet of its own, submitted and published."""
    page, tale = travel.asker, travel.tale
    _reach(travel, "under_way", "")
    page.goto(travel.at(f"replications/{travel.plan}/results/"))
    fill(page, indicator="people_reached", label=tale.label, value="40", unit="people", kind="measured")
    send(page)
    _reach(travel, "done", tale.lessons)
    page.goto(travel.at(f"replications/{travel.plan}/sheet/"))
    send(page)
    page.goto(travel.at(f"replications/{travel.plan}/"))
    address = page.locator('main a[href*="/actions/"][href$="/edit/"], main aside a[href*="/actions/"]')
    ids = {found for one in address.all() if (found := _action_id(one.get_attribute("href") or "")) != travel.source}
    (travel.sheet,) = ids
    page.goto(travel.at(f"actions/{travel.sheet}/edit/"))
    for name, text in (("title", tale.title), ("summary", tale.summary), ("done", tale.done)):
        fill(page, **{f"{name}.{tale.language}": text})
    page.locator("[name=themes]").first.check()
    press(page, 'main form button[name="do"][value="save"] >> nth=-1')
    page.goto(travel.at(f"actions/{travel.sheet}/submit/"))
    press(page, "main form button.button")
    staff = travel.secretariat
    staff.goto("/fr/desk/?pile=actions")
    press(staff, f'a[href*="/desk/decide/actions/{travel.sheet}/publish/"]')
    send(staff)


def _reach(travel: Travel, stage: str, lessons: str) -> None:
    page = travel.asker
    page.goto(travel.at(f"replications/{travel.plan}/stage/"))
    page.locator(f'[name=stage][value="{stage}"]').check()
    fill(page, lessons=lessons)
    send(page)


def _action_id(address: str) -> str:
    found = re.search(r"/actions/([^/]+)/", address)
    return found[1] if found else ""


def be_seen(travel: Travel) -> None:
    """The town of origin sees who took it up; tree, map, journey, both towns' pages and the interface tell it."""
    tale, author = travel.tale, travel.author
    author.goto(travel.theirs("my-town/"))
    assert author.locator(f'main a[href*="/replications/{travel.plan}/"]').count()
    author.goto(travel.theirs(f"replications/{travel.plan}/"))
    assert tale.lessons in said(author)
    third, reader = travel.third, tale.found[0]
    for path in (f"actions/{travel.source}/", f"replications/of/{travel.source}/", f"territories/{tale.town}/"):
        third.goto(f"/{reader}/{path}")
        assert third.locator(f'main a[href*="/actions/{travel.sheet}/"]').count(), (
            f"{path} does not lead to the new sheet"
        )
    third.goto(f"/{reader}/replications/of/{travel.source}/map/")
    assert third.locator(f'main a[href*="/replications/{travel.plan}/"], main a[href*="/{tale.town}/"]').count()
    third.goto(f"/{reader}/actions/{travel.source}/journey/")
    assert third.locator("ol.journey > li").count() >= 4, said(third)
    assert third.locator(
        f'ol.journey a[href*="/replications/{travel.plan}/"], ol.journey a[href*="{travel.sheet}"]'
    ).count()
    steps = third.request.get(f"/api/v1/actions/{travel.source}/journey").json()["steps"]
    assert {"replicated", "answered"} <= {step["kind"]["code"] for step in steps}


def be_found(travel: Travel) -> None:
    """A third town types what it needs in its own language, and finds what the second made of the first's action."""
    language, words = travel.tale.found
    page = travel.third
    until(page, f"/{language}/search/?q={words}", f"ol.cards > li:has(a[href*='{travel.sheet}'])")
    page.goto(f"/{language}/actions/{travel.sheet}/")
    assert page.locator(f'main a[href*="/actions/{travel.source}/"]').count(), "it says after whose example"


def be_done(travel: Travel) -> None:
    """The request is closed with what came of it."""
    page = travel.asker
    page.goto(travel.at(f"help-desk/{travel.case}/close/"))
    page.locator('[name=outcome][value="helped"]').check()
    fill(page, result=travel.tale.outcome)
    send(page)
    assert travel.tale.outcome in said(page)


CHAPTERS: tuple[Callable[[Travel], None], ...] = (
    ask_for_help, be_advised, ask_the_author, plan_it, report_results, be_seen, be_found, be_done,
)  # fmt: skip
