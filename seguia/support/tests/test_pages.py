"""The pages: asking in two steps, the case, its files; nonsense as input; nothing typed is lost."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from seguia.config.testing import Cast, make_user
from seguia.core.idempotency import new_form_key
from seguia.files.models import StoredFile
from seguia.files.tests import evil
from seguia.membership.models import Representation, Role
from seguia.support.models import Adviser, Attachment, Case, CaseStatus, Message
from seguia.support.services.advisers import end_adviser
from seguia.support.services.messages import NewMessage, post_message
from seguia.support.services.taking import hand_over, take_case
from seguia.support.tests.desk import NEED, HelpDesk, make_case
from seguia.ui.tests.markup import Page

LONG_NAME = "تقرير-" * 60 + ".pdf"
"""More than 300 bytes."""


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(case: Case) -> str:
    return f"/ar/help-desk/{case.public_id}/"


def write(client: Client, case: Case, **facts: Any) -> Any:
    return client.post(f"{page_of(case)}write/", {"form_key": new_form_key(), **facts})


def fine(response: Any) -> str:
    html = response.content.decode()
    assert Page(html).faults == []
    return str(html)


def test_first_page_is_for_everybody(cast: Cast, client: Client) -> None:
    for language in ("ar", "fr", "en"):
        assert fine(client.get(f"/{language}/help-desk/"))


def test_two_steps_of_asking(cast: Cast, desk: HelpDesk) -> None:
    client = signed_in(cast.mayor)
    assert "need" in fine(client.get("/ar/help-desk/ask/"))
    look = client.post("/ar/help-desk/ask/", {"need": NEED, "do": "look"})
    assert NEED in fine(look)
    assert Case.objects.count() == 1, "nothing is saved by looking"
    form = {"need": NEED, "kind": "method", "do": "send", "form_key": new_form_key()}
    sent = client.post("/ar/help-desk/ask/", form)
    assert sent.status_code == 302, fine(sent)
    assert client.post("/ar/help-desk/ask/", form).url == sent.url  # type: ignore[attr-defined]
    assert Case.objects.count() == 2, "sent twice, asked once"
    assert NEED in fine(client.get(sent.url))  # type: ignore[attr-defined]


def test_what_helped_at_once_is_kept_closed(cast: Cast) -> None:
    form = {"need": NEED, "kind": "method", "do": "found", "form_key": new_form_key()}
    assert signed_in(cast.mayor).post("/fr/help-desk/ask/", form).url == "/fr/help-desk/"  # type: ignore[attr-defined]
    assert Case.objects.get().status == CaseStatus.CLOSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"need": ""},
        {"need": "\0 nul"},
        {"need": "\u202e bidi"},
        {"need": "أ" * 100_000},
        {"kind": "everything"},
        {"matter": "x" * 500},
        {"themes": "10000000000000000000000000"},
        {"wished_by": "31.02.2026"},
        {"wished_by": "1990-01-01"},
        {"organisation": "zzzzzzzz"},
    ],
)
def test_nonsense_is_answered_and_what_was_typed_stays(cast: Cast, wrong: dict[str, str]) -> None:
    form = {"need": NEED, "kind": "method", "title": "عنوان", "do": "send", "form_key": new_form_key(), **wrong}
    response = signed_in(cast.mayor).post("/ar/help-desk/ask/", form)
    assert response.status_code == 400
    assert "عنوان" in fine(response)
    assert not Case.objects.exists()


def test_who_acts_for_nobody_keeps_the_text(cast: Cast) -> None:
    client = signed_in(cast.stranger)
    assert client.get("/ar/help-desk/ask/").status_code == 403
    response = client.post("/ar/help-desk/ask/", {"need": NEED, "do": "look"})
    assert response.status_code == 403
    assert NEED in fine(response)
    assert NEED in fine(Client().post("/ar/help-desk/ask/", {"need": NEED, "do": "look"}))


def test_page_of_a_case_for_each_side(cast: Cast, desk: HelpDesk) -> None:
    candidate = fine(signed_in(desk.bruno).get(page_of(desk.case)))
    assert NEED in candidate
    assert "write" not in [attributes.get("id") for _tag, attributes in Page(candidate).elements]
    case = take_case(user=desk.salma, case=desk.case)
    post_message(user=desk.salma, case=case, new=NewMessage("ملاحظة داخلية جدا", is_private=True))
    post_message(user=desk.salma, case=case, new=NewMessage("Combien de tonnes ?", waits_for_town=True))
    town, adviser = fine(signed_in(cast.clerk).get(page_of(case))), fine(signed_in(desk.salma).get(page_of(case)))
    assert "ملاحظة داخلية جدا" not in town
    assert "ملاحظة داخلية جدا" in adviser
    assert 'lang="fr" dir="ltr"' in town
    assert "is_private" not in town
    assert "ملاحظة داخلية جدا" in fine(signed_in(cast.secretariat).get(page_of(case)))


def test_take_button(cast: Cast, desk: HelpDesk) -> None:
    client = signed_in(desk.salma)
    address = f"{page_of(desk.case)}take/"
    form = {"form_key": new_form_key()}
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 302
    assert signed_in(desk.bruno).post(address, {"form_key": new_form_key()}).status_code == 404
    assert desk.case.messages.count() == 1


def test_message_with_files(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    client = signed_in(cast.clerk)
    files = [SimpleUploadedFile(LONG_NAME, evil.pdf()), SimpleUploadedFile("صورة.jpg", evil.picture())]
    assert len(LONG_NAME.encode()) > 300
    assert write(client, case, text="الأرقام مرفقة", attached=files).status_code == 302
    first, second = Attachment.objects.select_related("file")
    assert first.file.name.startswith("تقرير-")
    assert second.file.content_type == "image/jpeg"
    html = fine(client.get(page_of(case)))
    assert reverse("files:download", args=[first.file.public_id]) in html


@pytest.mark.parametrize(
    ("name", "content"), [("فيروس.pdf", b"MZ\x90"), ("page.pdf", evil.HTML), ("x.svg", evil.SVG), ("vide.pdf", b"")]
)
def test_dangerous_file_is_refused_and_the_text_kept(cast: Cast, desk: HelpDesk, name: str, content: bytes) -> None:
    response = write(signed_in(cast.clerk), desk.case, text="نصي الطويل", attached=[SimpleUploadedFile(name, content)])
    assert response.status_code == 400
    assert "نصي الطويل" in fine(response)
    assert not Message.objects.exists()
    assert not StoredFile.objects.exists()


def test_six_files_are_too_many(cast: Cast, desk: HelpDesk) -> None:
    files = [SimpleUploadedFile(f"{number}.txt", b"a") for number in range(6)]
    assert write(signed_in(cast.clerk), desk.case, text="كثير", attached=files).status_code == 400


def test_who_may_have_a_file_changes_with_the_case(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    assert write(signed_in(desk.salma), case, text="سر", is_private="on",
                 attached=[SimpleUploadedFile("سر.pdf", evil.pdf())]).status_code == 302  # fmt: skip
    assert (
        write(signed_in(cast.clerk), case, text="علني", attached=[SimpleUploadedFile("a.pdf", evil.pdf())]).status_code
        == 302
    )
    private, public = (
        reverse("files:download", args=[one.file.public_id]) for one in Attachment.objects.order_by("pk")
    )

    def may(user: Any) -> tuple[bool, bool]:
        client = signed_in(user)
        return client.get(private).status_code == 200, client.get(public).status_code == 200

    assert may(desk.salma) == may(cast.secretariat) == (True, True)
    assert may(cast.clerk) == may(cast.mayor) == (False, True)
    assert may(desk.bruno) == may(cast.loos_mayor) == may(cast.stranger) == (False, False)
    hand_over(user=desk.salma, case=case, to=desk.bruno_advises, reason="خذه")
    assert may(desk.bruno) == (False, False), "asked, not yet taken"
    take_case(user=desk.bruno, case=case)
    assert may(desk.bruno) == (True, True)
    assert may(desk.salma) == (False, False), "ends at once"
    end_adviser(user=cast.secretariat, adviser=desk.bruno_advises, reason="انتهى")
    assert may(desk.bruno) == (False, False)
    response = signed_in(cast.clerk).get(public)
    assert response["Cache-Control"] == "private, no-store"


def test_what_came_meanwhile_is_shown_and_the_text_kept(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    client = signed_in(cast.clerk)
    seen = case.messages.last().public_id  # type: ignore[union-attr]
    post_message(user=desk.salma, case=case, new=NewMessage("خبر جديد"))
    response = write(client, case, text="كتبته وأنت تكتبين", seen=seen)
    html = fine(response)
    assert response.status_code == 409
    assert "كتبته وأنت تكتبين" in html
    assert "خبر جديد" in html
    assert write(client, case, text="نص", seen="\0").status_code == 409, "broken is older than everything"
    newest = re.search(r'name="seen" value="(\w+)"', html)
    assert newest
    assert write(client, case, text="كتبته وأنت تكتبين", seen=newest.group(1)).status_code == 302


def test_adviser_who_lost_the_case_keeps_the_text(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    hand_over(user=desk.salma, case=case, to=desk.bruno_advises, reason="خذه")
    take_case(user=desk.bruno, case=case)
    response = write(signed_in(desk.salma), case, text="جواب طويل كتبته قبل قليل")
    assert response.status_code == 404
    assert "جواب طويل كتبته قبل قليل" in fine(response)


@pytest.mark.parametrize("deed", ["hand-over", "close", "withdraw", "reopen", "deadlines", "decline"])
@pytest.mark.parametrize(
    "form", [{}, {"reason": "\0", "to": "x" * 9000, "outcome": "?", "due": "9" * 25, "version": "x"}]
)
def test_empty_and_broken_forms_are_answered(cast: Cast, desk: HelpDesk, deed: str, form: dict[str, str]) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    for user in (desk.salma, desk.bruno, cast.clerk, cast.secretariat):
        response = signed_in(user).post(f"{page_of(case)}{deed}/", form)
        assert response.status_code in {400, 403, 404}, user
    case.refresh_from_db()
    assert case.status == CaseStatus.TAKEN


def test_deeds_of_the_desk(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    salma, clerk = signed_in(desk.salma), signed_in(cast.clerk)
    due = {"text": "إرسال الأرقام", "due": "2030-01-05", "for_whom": "town", "form_key": new_form_key()}
    assert "2029" not in fine(salma.get(f"{page_of(case)}deadlines/"))
    too_far = salma.post(f"{page_of(case)}deadlines/", due)
    assert too_far.status_code in {302, 400}
    for address, form in [
        ("hand-over/", {"to": desk.bruno_advises.public_id, "reason": "خذه"}),
        ("close/", {"outcome": "helped", "result": "تعمل"}),
    ]:
        assert fine(salma.get(f"{page_of(case)}{address}"))
        version = Case.objects.get(pk=case.pk).version
        response = salma.post(f"{page_of(case)}{address}", {**form, "version": version, "form_key": new_form_key()})
        assert response.status_code == 302, fine(response)
    assert fine(clerk.get(f"{page_of(case)}reopen/"))
    again = clerk.post(f"{page_of(case)}reopen/", {"reason": "لم ينته", "form_key": new_form_key()})
    assert again.status_code == 302
    assert fine(clerk.get(f"{page_of(case)}withdraw/"))


def test_advisers_are_named_changed_ended(cast: Cast, desk: HelpDesk) -> None:
    client = signed_in(cast.secretariat)
    new = make_user("omar")
    form = {
        "email": new.email,
        "languages": ["ar"],
        "kinds": ["method"],
        "most_cases": "3",
        "themes": [cast.waste.slug],
    }
    assert client.post("/fr/help-desk/advisers/", {**form, "form_key": new_form_key()}).status_code == 302
    adviser = Adviser.objects.get(user=new)
    assert list(adviser.themes.all()) == [cast.waste]
    html = fine(client.get("/fr/help-desk/advisers/"))
    assert new.email in html
    own = f"/fr/help-desk/advisers/{adviser.public_id}/"
    assert fine(client.get(own))
    changed = {**form, "most_cases": "9", "form_key": new_form_key()}
    assert client.post(own, changed).status_code == 302
    assert fine(client.get(f"{own}end/"))
    ended = client.post(f"{own}end/", {"reason": "رحل", "form_key": new_form_key()})
    assert ended.status_code == 302
    assert client.get(own).status_code == 404
    broken = client.post("/fr/help-desk/advisers/", {"email": "x", "most_cases": "9" * 30})
    assert broken.status_code == 400


def test_lists_ask_the_same_number_of_queries(cast: Cast, desk: HelpDesk, django_assert_max_num_queries: Any) -> None:
    client = signed_in(cast.clerk)
    client.get("/ar/help-desk/")

    def count(address: str) -> int:
        with django_assert_max_num_queries(80) as queries:
            fine(client.get(address))
        return len(queries)

    case = take_case(user=desk.salma, case=desk.case)
    post_message(user=desk.salma, case=case, new=NewMessage("واحد"))
    home, page, own = count("/ar/help-desk/"), count(page_of(case)), count("/ar/my-town/")
    for number in range(3):
        take_case(user=desk.bruno, case=make_case(cast))
        user = (desk.salma, cast.clerk, cast.mayor)[number]
        post_message(user=user, case=case, new=NewMessage(f"رسالة {number}"))
    assert count("/ar/help-desk/") == home
    assert count(page_of(case)) == page
    assert count("/ar/my-town/") <= own


def test_my_town_shows_requests_not_to_who_sees_bills_alone(cast: Cast, desk: HelpDesk) -> None:
    billing = make_user("cashier")
    Representation.objects.create(user=billing, organisation=cast.chefchaouen_town, role=Role.BILLING)
    assert desk.case.title in fine(signed_in(cast.mayor).get("/ar/my-town/"))
    assert desk.case.title not in fine(signed_in(billing).get("/ar/my-town/"))
