"""The pages of advice: without JavaScript, once each, in three languages, and as if nothing were there for others."""

import re

import pytest
from django.test import Client

from seguia.config.testing import Cast
from seguia.core.idempotency import new_form_key
from seguia.notifications.models import OutboxMessage
from seguia.search.index.follower import rebuild
from seguia.support.mails import read_entry
from seguia.support.models import Case, Recommendation
from seguia.support.recommendations.services import Advice, draft_recommendation, propose_recommendations
from seguia.support.services.taking import take_case
from seguia.support.tests.desk import HelpDesk
from seguia.ui.tests.markup import Page

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|content="[A-Za-z0-9]{64}"')


@pytest.fixture
def taken(desk: HelpDesk) -> HelpDesk:
    """Salma has the case."""
    desk.case = take_case(user=desk.salma, case=desk.case)
    return desk


def sent(desk: HelpDesk) -> Recommendation:
    draft_recommendation(user=desk.salma, case=desk.case, advice=Advice("course", label="دورة في التسميد"))
    [one] = propose_recommendations(user=desk.salma, case=desk.case)
    return one


def test_adviser_finds_prepares_and_sends(cast: Cast, taken: HelpDesk, client: Client) -> None:
    rebuild()
    client.force_login(taken.salma)
    address = f"/ar/help-desk/{taken.case.public_id}/recommend/"
    page = client.get(address)
    html = page.content.decode()
    assert Page(html).faults == []
    assert f"action:{cast.french_action.public_id}" in html, "the words of the request already find it"
    form = {
        "form_key": page.context["form_key"], "kind": "action", "target": f"action:{cast.french_action.public_id}",
        "why": "جماعة في حجم جماعتكم", "q": "تسميد",
    }  # fmt: skip
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    one = Recommendation.objects.get()
    send = f"{address}send/"
    page = client.get(send)
    assert Page(page.content.decode()).faults == []
    words = {"form_key": page.context["form_key"], "message": "إليكم هذا المثال", "chosen": one.public_id}
    assert [client.post(send, words).status_code for _ in range(2)] == [302, 302]
    one.refresh_from_db()
    assert one.status == "proposed"
    mail = OutboxMessage.objects.filter(user=cast.clerk, kind="support.message").latest("pk")
    facts = read_entry(mail)
    assert facts is not None
    assert [str(row["label"]) for row in facts["recommended"]] == ["Le compostage au pied des immeubles"]
    assert "Nothing is prepared" in client.get(send.replace("/ar/", "/en/")).content.decode()


def test_town_answers_on_the_page_of_its_case(cast: Cast, taken: HelpDesk, client: Client) -> None:
    one = sent(taken)
    client.force_login(cast.mayor)
    html = client.get(taken.case.get_absolute_url()).content.decode()
    assert "دورة في التسميد" in html
    address = f"/fr/help-desk/recommendations/{one.public_id}/answer/"
    assert address.replace("/fr/", "/") in html.replace("/ar/", "/").replace("/en/", "/").replace("/fr/", "/")
    form = {"form_key": new_form_key(), "answer": "accepted", "was": "proposed"}
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert client.post(address, {**form, "form_key": new_form_key(), "answer": "nonsense\x00"}).status_code == 400
    decline = f"/ar/help-desk/recommendations/{one.public_id}/not-for-us/"
    page = client.get(decline)
    assert Page(page.content.decode()).faults == []
    typed = {"form_key": page.context["form_key"], "reason": "لا نملك الأرض"}
    again = client.post(decline, typed)
    assert again.status_code == 400
    assert "لا نملك الأرض" in again.content.decode(), "what was typed is kept"
    assert client.post(decline, {**typed, "obstacle": "rules", "form_key": new_form_key()}).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.obstacle) == ("declined", "rules")


@pytest.mark.parametrize("who", ["stranger", "loos_mayor", "bruno", ""])
def test_others_cannot_tell_whether_there_is_anything(cast: Cast, taken: HelpDesk, client: Client, who: str) -> None:
    one = sent(taken)
    if who:
        client.force_login(getattr(cast, who, None) or getattr(taken, who))
    case = Case.objects.get()
    for path in ("{}/recommend/", "{}/recommend/send/", "{}/publish/", "recommendations/{}/not-for-us/"):
        real = one.public_id if path.startswith("recommendations") else case.public_id
        answers = [client.get(f"/fr/help-desk/{path.format(key)}") for key in (real, "00000000")]
        assert {answer.status_code for answer in answers} in ({404}, {302})
        bodies = {TOKEN.sub("", a.content.decode()).replace(real, "").replace("00000000", "") for a in answers}
        assert len(bodies) == 1
    for path in ("answer", "remove"):
        form = {"form_key": new_form_key(), "answer": "accepted"}
        statuses = [
            client.post(f"/fr/help-desk/recommendations/{key}/{path}/", form).status_code
            for key in (one.public_id, "00000000")
        ]
        assert statuses == [404, 404]
    one.refresh_from_db()
    assert one.status == "proposed"


def test_text_is_kept_when_the_right_ended_meanwhile(cast: Cast, taken: HelpDesk, client: Client) -> None:
    client.force_login(taken.salma)
    taken.salma_advises.until = taken.salma_advises.since
    taken.salma_advises.save()
    typed = {"form_key": new_form_key(), "message": "رسالة طويلة كتبتها"}
    answer = client.post(f"/ar/help-desk/{taken.case.public_id}/recommend/send/", typed)
    assert answer.status_code in (403, 404)
    assert "رسالة طويلة كتبتها" in answer.content.decode()


@pytest.mark.parametrize("query", ["kind=x", "kind=method&q=%00", "kind=expert", "kind=action&q=" + "a" * 5000])
def test_strange_searches_are_no_fault(cast: Cast, taken: HelpDesk, client: Client, query: str) -> None:
    client.force_login(taken.salma)
    assert client.get(f"/fr/help-desk/{taken.case.public_id}/recommend/?{query}").status_code in (200, 400)


def test_free_advice_with_a_bad_address_is_shown_again(cast: Cast, taken: HelpDesk, client: Client) -> None:
    client.force_login(taken.salma)
    address = f"/fr/help-desk/{taken.case.public_id}/recommend/"
    form = {
        "form_key": new_form_key(),
        "kind": "funding",
        "label": "Fonds vert",
        "address": "http://x",
        "why": "Parce que",
    }
    answer = client.post(address, form)
    assert answer.status_code == 400
    html = answer.content.decode()
    assert "Fonds vert" in html
    assert "Parce que" in html
