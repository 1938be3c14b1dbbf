"""A private plan changes nothing for anybody else, byte for byte; and who may open what."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from seguia.config.testing import Cast
from seguia.replication import services
from seguia.replication.tests.plans import begun, full_source, posted, shown, signed_in

pytestmark = pytest.mark.django_db
CHANGING = re.compile(r'(name="(?:csrfmiddlewaretoken|form_key)" value="[^"]*"|nonce="[^"]*"|"csrfToken": ?"[^"]*")')
"""What differs between two visits of the same page."""


def pages(cast: Cast, client: Client) -> dict[str, bytes]:
    """Everything around the source and the town, as one reader gets it."""
    cache.clear()
    source = cast.arabic_action.public_id
    addresses = [
        f"/ar/actions/{source}/", f"/fr/actions/{source}/journey/", "/fr/territories/insee-com/62528/",
        "/ar/territories/hcp/0115101/", "/ar/replications/", f"/ar/replications/of/{source}/",
        f"/ar/replications/of/{source}/map/", f"/ar/replications/of/{source}/map/towns.json", "/api/v1/replications",
        f"/api/v1/actions/{source}", f"/api/v1/actions/{source}/lineage", f"/api/v1/actions/{source}/journey",
        "/ar/map/towns.json", "/ar/feed.atom", "/ar/actions/",
    ]  # fmt: skip
    return {path: re.sub(CHANGING, "", client.get(path).content.decode()).encode() for path in addresses}


@pytest.mark.parametrize("who", ["visitor", "stranger", "mayor"])
def test_private_plan_changes_nothing_for_others(cast: Cast, who: str) -> None:
    full_source(cast)
    client = Client() if who == "visitor" else signed_in(getattr(cast, who))
    before = pages(cast, client)
    plan = begun(cast)
    services.save_plan(plan, user=cast.loos_mayor, edit=services.Edit({}, new_steps=[("خطوة سرية", "")]))
    services.move_plan(plan, user=cast.loos_mayor, stage="done", version=plan.version + 1)
    services.make_sheet(plan, user=cast.loos_mayor)
    after = pages(cast, client)
    assert [path for path in before if before[path] != after[path]] == []


def test_shown_plan_does_change_them(cast: Cast) -> None:
    """Negative control: the comparison would notice."""
    full_source(cast)
    before = pages(cast, Client())
    services.answer_link(shown(cast), user=cast.mayor, answer="confirmed")
    after = pages(cast, Client())
    assert len([path for path in before if before[path] != after[path]]) >= 9


@pytest.mark.parametrize("name", ["", "edit/", "show/", "hide/", "stage/", "results/", "sheet/", "link/"])
@pytest.mark.parametrize("who", ["visitor", "stranger", "mayor", "clerk"])
def test_private_plan_is_not_there_for_others(cast: Cast, name: str, who: str) -> None:
    path = f"/ar/replications/{begun(cast).public_id}/{name}"
    client = Client() if who == "visitor" else signed_in(getattr(cast, who))
    shut = {302, 404} if who == "visitor" and name else {404}
    assert client.get(path).status_code in shut
    assert posted(client, path, stage="done", answer="confirmed").status_code in {400, 403, 404, 405}
    assert Client().get(f"/api/v1/replications/{path.split('/')[3]}").status_code == 404


def test_secretariat_reads_and_hides_but_does_not_write(cast: Cast) -> None:
    plan = shown(cast)
    client = signed_in(cast.secretariat)
    statuses = {
        name: client.get(f"/ar/replications/{plan.public_id}/{name}").status_code
        for name in ("", "hide/", "edit/", "show/", "link/")
    }
    assert statuses == {"": 200, "hide/": 200, "edit/": 404, "show/": 404, "link/": 403}
    assert posted(client, f"/ar/replications/{plan.public_id}/hide/").status_code == 302
    plan.refresh_from_db()
    assert not plan.is_shown


def test_suspended_member_writes_and_shows_nothing(cast: Cast) -> None:
    from seguia.core.errors import Refused  # noqa: PLC0415 -- used once
    from seguia.membership.tests.members import make_member  # noqa: PLC0415

    make_member(cast.loos_town, "suspended")
    plan = begun(cast)
    with pytest.raises(Refused):
        services.show_plan(plan, user=cast.loos_mayor)


@pytest.mark.parametrize(
    "path",
    ["/ar/replications/?page=" + "9" * 25, "/ar/replications/?page=%00", "/ar/replications/nothing0/", "/ar/replications/%00/",
     "/ar/replications/of/nothing0/", "/ar/replications/of/nothing0/map/", "/api/v1/replications?page=0", "/api/v1/replications/x",
     "/api/v1/replications?stage=%00", "/api/v1/actions/nothing0/lineage", "/ar/replications/of/nothing0/begin/"],
)  # fmt: skip
def test_nonsense_is_answered(cast: Cast, path: str) -> None:
    assert Client().get(path).status_code in {200, 302, 400, 404, 422}
    assert signed_in(cast.mayor).get(path).status_code in {200, 400, 403, 404, 422}


def test_forms_answer_nonsense(cast: Cast) -> None:
    plan = begun(cast)
    client = signed_in(cast.loos_mayor)
    for name, data in [
        ("stage/", {"stage": "\0", "version": "9" * 30}), ("results/", {"value": "NaN", "unit": "\0", "year": "9" * 30}),
        ("results/", {"indicator": "trees", "value": "1e400", "unit": "x", "kind": "measured"}), ("sheet/", {"action": "\0"}),
        ("stage/", {"stage": "done", "lessons": "x" * 100_000}), ("edit/", {"box.problem.choice": "\x07"}),
        ("results/nothing/remove/", {}),
    ]:  # fmt: skip
        assert posted(client, f"/ar/replications/{plan.public_id}/{name}", **data).status_code in {400, 404}, name


def test_my_town_shows_plans_and_waiting_answers(cast: Cast) -> None:
    shown(cast)
    assert "1 town took up one of your actions" in signed_in(cast.mayor).get("/en/my-town/").content.decode()
    assert "What we take up" in signed_in(cast.loos_mayor).get("/en/my-town/").content.decode()
    assert "took up" not in signed_in(cast.stranger).get("/en/my-town/").content.decode()


def test_report_takes_a_shown_plan_offline(cast: Cast) -> None:
    from seguia.replication.reportable import find, take_offline  # noqa: PLC0415 -- used once

    plan = shown(cast)
    assert find(plan.public_id).owner == "Ville de Loos-en-Gohelle"
    take_offline(user=cast.secretariat, key=plan.public_id, reason="x")
    assert find(plan.public_id) is None
