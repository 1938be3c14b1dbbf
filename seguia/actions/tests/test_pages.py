"""The pages: reading, writing, previewing, deciding; nothing that was typed is lost."""

import re

import pytest
from django.test import Client

from seguia.actions import services
from seguia.actions.content import snapshot
from seguia.actions.models import Action, Status
from seguia.actions.tests.sheets import STEP, form_data, full_content, published, saved, signed_in, submitted
from seguia.core.idempotency import new_form_key
from seguia.core.models import SubmittedForm


def fresh(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


def address(action: Action, page: str = "", language: str = "fr") -> str:
    return f"/{language}/actions/{action.public_id}/{page}"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_detail_shows_the_text_with_its_own_language(language, client, cast):
    response = client.get(address(cast.french_action, language=language))
    assert response.status_code == 200
    html = response.content.decode()
    marked = '<bdi lang="fr" dir="ltr">Le compostage au pied des immeubles</bdi>'
    plain = "<bdi>Le compostage au pied des immeubles</bdi>"
    assert (plain if language == "fr" else marked) in html


def test_detail_reads_in_the_asked_language(client, cast):
    response = client.get(address(cast.arabic_action) + "?text=ar")
    assert response.context["text_language"] == "ar"
    assert client.get(address(cast.arabic_action) + "?text=nonsense").context["text_language"] == "fr"


def test_detail_of_a_draft_is_hidden_from_strangers_and_open_to_colleagues(client, cast):
    assert client.get(address(cast.draft)).status_code == 404
    assert signed_in(cast.secretariat).get(address(cast.draft)).status_code == 404
    assert signed_in(cast.clerk).get(address(cast.draft)).status_code == 200


def test_contact_address_is_for_signed_in_people(client, cast):
    Action.objects.update(contact_email="parks@example.org")
    assert client.get(address(cast.french_action)).context["contact_email"] == ""
    assert signed_in(cast.stranger).get(address(cast.french_action)).context["contact_email"] == "parks@example.org"


@pytest.mark.parametrize("page", ["-1", "abc", "1" + "0" * 30, "", "2"])
def test_listing_survives_any_page_number(page, client, cast):
    response = client.get("/fr/actions/", {"page": page})
    assert (response.status_code, response.context["count"]) == (200, 2)


@pytest.mark.parametrize("page", ["edit/", "versions/", "submit/", "archive/", "media/add/", "preview/"])
def test_writing_pages_ask_visitors_to_sign_in(page, client, cast):
    response = client.get(address(cast.french_action, page))
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


@pytest.mark.parametrize("page", ["edit/", "versions/", "submit/", "archive/", "publish/", "media/add/", "preview/"])
def test_writing_pages_are_closed_to_other_towns(page, cast):
    browser = signed_in(cast.loos_mayor)
    assert browser.get(address(cast.arabic_action, page)).status_code == 403
    assert browser.get(address(cast.draft, page)).status_code == 404


def test_create_makes_one_draft_and_opens_the_editor(cast):
    browser = signed_in(cast.clerk)
    assert browser.get("/ar/actions/new/").status_code == 200
    data = {
        "organisation": cast.chefchaouen_town.public_id,
        "original_language": "ar",
        "title": "حديقة المدرسة",
        "form_key": new_form_key(),
    }
    response = browser.post("/ar/actions/new/", data)
    action = Action.objects.get(title={"ar": "حديقة المدرسة"})
    assert response["Location"] == f"/ar/actions/{action.public_id}/edit/"
    assert browser.post("/ar/actions/new/", data)["Location"] == response["Location"]
    assert Action.objects.filter(title={"ar": "حديقة المدرسة"}).count() == 1


def test_create_for_a_foreign_organisation_is_refused_and_keeps_the_title(cast):
    data = {
        "organisation": cast.loos_town.public_id,
        "original_language": "ar",
        "title": "حديقة المدرسة",
        "form_key": new_form_key(),
    }
    response = signed_in(cast.clerk).post("/ar/actions/new/", data)
    assert response.status_code == 400
    assert "حديقة المدرسة" in response.content.decode()
    assert not Action.objects.filter(title={"ar": "حديقة المدرسة"}).exists()


def test_create_is_closed_to_people_without_an_organisation(cast):
    assert signed_in(cast.stranger).get("/fr/actions/new/").status_code == 403


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_editor_shows_every_text_and_saves_what_it_showed(language, cast):
    action = saved(cast.draft, cast.clerk)
    browser = signed_in(cast.clerk)
    html = browser.get(address(action, "edit/", language)).content.decode()
    for text in ["جمع مياه الأمطار من سطوح المدارس", "Six écoles récupèrent 300 m³ chaque hiver.", "خزان لكل مدرسة."]:
        assert text in html
    assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", html)
    before = snapshot(fresh(action))
    response = browser.post(address(action, "edit/", language), form_data(before, 1))
    assert response.status_code == 302
    assert (fresh(action).version, snapshot(fresh(action))) == (1, before)


def test_every_input_of_the_editor_has_a_label(cast):
    action = saved(cast.draft, cast.clerk)
    html = signed_in(cast.clerk).get(address(action, "edit/")).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    inputs = [tag for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", main) if 'type="hidden"' not in tag]
    boxes = [tag for tag in inputs if 'type="checkbox"' not in tag]
    unlabelled = [tag for tag in boxes if f'for="{re.search(" id=.([^ >]+?).[ >]", tag).group(1)}"' not in main]
    assert len(boxes) > 30
    assert unlabelled == []
    identifiers = re.findall(r'\sid="([^"]+)"', main)
    assert sorted(identifiers) == sorted(set(identifiers))


def test_save_through_the_page_writes_and_goes_to_the_sheet(cast):
    content = full_content(cast.draft)
    response = signed_in(cast.clerk).post(address(cast.draft, "edit/"), form_data(content, 0))
    assert response["Location"] == address(cast.draft)
    assert str(fresh(cast.draft).summary["fr"]) == "Six écoles récupèrent 300 m³ chaque hiver."
    assert [step.key for step in fresh(cast.draft).steps.all()] == [STEP, "stepothr"]


def test_fields_that_a_form_does_not_carry_stay_as_they_were(cast):
    action = saved(cast.draft, cast.clerk)
    before = snapshot(fresh(action))
    data = {"base_version": "1", "form_key": new_form_key(), "do": "save", "title.fr": "Autre titre"}
    assert signed_in(cast.clerk).post(address(action, "edit/"), data).status_code == 302
    assert snapshot(fresh(action)) == {**before, "title": {**before["title"], "fr": "Autre titre"}}


def test_faulty_form_comes_back_with_all_text_and_saves_nothing(cast):
    content = full_content(cast.draft, cost="1,234", started="بلا تاريخ", lessons={"ar": "درس طويل جدا"})
    response = signed_in(cast.clerk).post(address(cast.draft, "edit/"), form_data(content, 0))
    html = response.content.decode()
    assert response.status_code == 400
    for typed in ["1,234", "بلا تاريخ", "درس طويل جدا", "خزان لكل مدرسة."]:
        assert typed in html
    assert html.count('aria-invalid="true"') == 2
    assert fresh(cast.draft).version == 0


def test_add_step_button_gives_an_empty_row_and_keeps_the_text(cast):
    content = full_content(cast.draft, lessons={"ar": "درس لم يحفظ بعد"})
    response = signed_in(cast.clerk).post(address(cast.draft, "edit/"), form_data(content, 0, do="add steps"))
    html = response.content.decode()
    assert (response.status_code, html.count('name="steps.key"')) == (200, 3)
    assert "درس لم يحفظ بعد" in html
    assert html.count(" autofocus") == 1
    assert fresh(cast.draft).version == 0


def test_remove_and_move_buttons_change_the_form_only(cast):
    content = full_content(cast.draft)
    browser = signed_in(cast.clerk)
    html = browser.post(address(cast.draft, "edit/"), form_data(content, 0, do=f"down steps.{STEP}")).content.decode()
    assert re.findall(r'name="steps.key" value="(\w+)"', html) == ["stepothr", STEP]
    html = browser.post(address(cast.draft, "edit/"), form_data(content, 0, do=f"remove steps.{STEP}")).content.decode()
    assert re.findall(r'name="steps.key" value="(\w+)"', html) == ["stepothr"]
    assert fresh(cast.draft).version == 0


@pytest.mark.parametrize("do", ["add nothing", "remove steps", "up steps.zzz", "\x01", "add media", ""])
def test_unknown_buttons_do_no_harm(do, cast):
    response = signed_in(cast.clerk).post(address(cast.draft, "edit/"), form_data(full_content(cast.draft), 0, do=do))
    assert response.status_code == 200
    assert fresh(cast.draft).version == 0


@pytest.mark.parametrize(
    ("word", "slug"), [("Compost", "composting"), ("كومبوست", "composting"), ("ENERGIE", "energy")]
)
def test_theme_search_finds_words_of_any_language(word, slug, cast):
    data = form_data(full_content(cast.draft), 0, do="find themes", **{"find.themes": word})
    response = signed_in(cast.clerk).post(address(cast.draft, "edit/"), data)
    assert [choice.value for choice in response.context["sheet"].themes.found] == [slug]


def test_place_search_finds_a_town(cast):
    data = form_data(full_content(cast.draft), 0, do="find places", **{"find.places": "loos"})
    response = signed_in(cast.clerk).post(address(cast.draft, "edit/"), data)
    assert [choice.value for choice in response.context["sheet"].places.found] == ["insee-com:62528"]


def test_preview_shows_unsaved_text_and_can_be_saved(cast):
    content = full_content(cast.draft, lessons={"ar": "درس لم يحفظ بعد"})
    browser = signed_in(cast.clerk)
    response = browser.post(address(cast.draft, "edit/"), form_data(content, 0, do="preview"))
    assert (response.status_code, response.context["is_preview"]) == (200, True)
    assert "درس لم يحفظ بعد" in response.content.decode()
    assert fresh(cast.draft).version == 0
    hidden: dict[str, list[str]] = {}
    for name, value in response.context["hidden"]:
        hidden.setdefault(name, []).append(value)
    again = browser.post(
        address(cast.draft, "edit/"), {**hidden, "form_key": response.context["form_key"], "do": "save"}
    )
    assert again.status_code == 302
    assert str(fresh(cast.draft).lessons["ar"]) == "درس لم يحفظ بعد"


def test_conflict_page_shows_both_texts_and_choices_settle_it(cast):
    action = saved(cast.draft, cast.clerk)
    base = snapshot(fresh(action))
    clerk, mayor = signed_in(cast.clerk), signed_in(cast.mayor)
    clerk.post(address(action, "edit/"), form_data({**base, "done": {"ar": "نص الكاتب"}}, 1))
    mine = {**base, "done": {"ar": "نص العمدة"}, "lessons": {"ar": "درس العمدة"}}
    response = mayor.post(address(action, "edit/"), form_data(mine, 1))
    html = response.content.decode()
    assert response.status_code == 409
    assert "نص الكاتب" in html
    assert "نص العمدة" in html
    assert str(fresh(action).done["ar"]) == "نص الكاتب"
    hidden: dict[str, list[str]] = {}
    for name, value in response.context["hidden"]:
        hidden.setdefault(name, []).append(value)
    without_choice = mayor.post(address(action, "edit/"), {**hidden, "form_key": new_form_key(), "do": "save"})
    assert without_choice.status_code == 409
    chosen = {**hidden, "form_key": new_form_key(), "do": "save", "choice.done.ar": "both"}
    assert mayor.post(address(action, "edit/"), chosen).status_code == 302
    now = fresh(action)
    assert (now.done["ar"], now.lessons["ar"]) == ("نص الكاتب\n\nنص العمدة", "درس العمدة")


def test_same_form_twice_saves_once_and_another_body_is_422_with_its_text(cast):
    browser = signed_in(cast.clerk)
    data = form_data(full_content(cast.draft), 0)
    first = browser.post(address(cast.draft, "edit/"), data)
    second = browser.post(address(cast.draft, "edit/"), data)
    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"])
    assert (fresh(cast.draft).version, SubmittedForm.objects.count()) == (1, 1)
    other = browser.post(address(cast.draft, "edit/"), {**data, "lessons.ar": "درس جديد بنفس المفتاح"})
    assert other.status_code == 422
    assert "درس جديد بنفس المفتاح" in other.content.decode()
    assert fresh(cast.draft).version == 1


def test_form_without_a_key_saves_nothing_and_gives_the_text_back(cast):
    data = form_data(full_content(cast.draft), 0)
    del data["form_key"]
    response = signed_in(cast.clerk).post(address(cast.draft, "edit/"), data)
    assert (response.status_code, fresh(cast.draft).version) == (400, 0)
    assert "خزان لكل مدرسة." in response.content.decode()


def test_signed_out_writer_gets_the_text_back(client, cast):
    response = client.post(address(cast.arabic_action, "edit/"), form_data(full_content(cast.arabic_action), 0))
    assert response.status_code == 403
    assert "خزان لكل مدرسة." in response.content.decode()
    assert fresh(cast.arabic_action).version == 0


def test_post_of_a_stranger_shows_no_earlier_version(cast):
    """The editor's ground is an earlier version: it must not leak what was withdrawn."""
    action = published(cast)
    secret = {**snapshot(action), "lessons": {"ar": "سر قديم"}}
    services.save_action(action, user=cast.clerk, base_version=action.version, content=secret)
    services.save_action(
        action, user=cast.clerk, base_version=action.version + 1, content={**secret, "lessons": {"ar": "درس"}}
    )
    data = {"base_version": str(action.version + 1), "form_key": new_form_key(), "do": "add steps", "title.ar": "أنا"}
    browser = signed_in(cast.loos_mayor)
    response = browser.post(address(action, "edit/"), data)
    assert response.status_code == 403
    assert "سر قديم" not in response.content.decode()
    assert "سر قديم" in signed_in(cast.clerk).post(address(action, "edit/"), data).content.decode()


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "7", "١"])
def test_form_of_an_unknown_version_gives_the_text_back(version, cast):
    data = form_data(full_content(cast.draft), 0) | {"base_version": version}
    response = signed_in(cast.clerk).post(address(cast.draft, "edit/"), data)
    assert response.status_code == 400
    assert "خزان لكل مدرسة." in response.content.decode()


def test_sheet_goes_the_whole_way_through_the_pages(cast):
    action = saved(cast.draft, cast.clerk)
    clerk, desk = signed_in(cast.clerk), signed_in(cast.secretariat)

    def post(browser: Client, deed: str, **more: str) -> int:
        assert browser.get(address(action, f"{deed}/")).status_code == 200
        return browser.post(address(action, f"{deed}/"), {"form_key": new_form_key(), **more}).status_code

    assert post(clerk, "submit") == 302
    assert post(desk, "return", reason="أضيفوا مصدرا") == 302
    assert post(clerk, "submit") == 302
    assert post(desk, "publish", version=str(fresh(action).version)) == 302
    assert fresh(action).status == Status.PUBLISHED
    assert Client().get(address(action)).status_code == 200
    assert post(desk, "archive", reason="متجاوزة") == 302
    assert Client().get(address(action)).status_code == 404


def test_decision_in_the_wrong_state_is_a_page_that_says_so(cast):
    browser = signed_in(cast.secretariat)
    response = browser.post(address(cast.arabic_action, "publish/"), {"form_key": new_form_key(), "version": "0"})
    assert response.status_code == 409


def test_incomplete_draft_cannot_be_submitted_through_the_page(cast):
    browser = signed_in(cast.mayor)
    assert "<form class=" not in browser.get(address(cast.draft, "submit/")).content.decode().split("<main")[1]
    response = browser.post(address(cast.draft, "submit/"), {"form_key": new_form_key()})
    assert (response.status_code, fresh(cast.draft).status) == (400, Status.DRAFT)


def test_reason_is_required_and_kept(cast):
    action = submitted(cast)
    browser = signed_in(cast.secretariat)
    assert browser.post(address(action, "return/"), {"form_key": new_form_key(), "reason": ""}).status_code == 400
    response = browser.post(address(action, "return/"), {"form_key": new_form_key(), "reason": "س" * 2001})
    assert response.status_code == 400
    assert "س" * 2001 in response.content.decode()


def test_versions_and_diff_are_for_insiders(client, cast):
    action = published(cast)
    services.save_action(
        action, user=cast.mayor, base_version=1, content={**snapshot(action), "lessons": {"ar": "درس جديد"}}
    )
    browser = signed_in(cast.clerk)
    assert browser.get(address(action, "versions/")).status_code == 200
    html = browser.get(address(action, "versions/2/")).content.decode()
    assert '<ins class="diff-in">درس جديد</ins>' in html
    assert signed_in(cast.secretariat).get(address(action, "versions/2/")).status_code == 200
    assert signed_in(cast.loos_mayor).get(address(action, "versions/2/")).status_code == 403


@pytest.mark.parametrize("query", ["?from=abc", "?from=-1", "?from=" + "9" * 30, "?from="])
def test_diff_with_nonsense_is_refused_clearly(query, cast):
    action = saved(cast.draft, cast.clerk)
    assert signed_in(cast.clerk).get(address(action, f"versions/1/{query}")).status_code == 400
    assert signed_in(cast.clerk).get(address(action, f"versions/{10**30}/")).status_code == 404


def test_first_version_of_a_new_sheet_has_no_diff_but_no_error_either(cast):
    action = services.create_action(
        user=cast.clerk, organisation=cast.chefchaouen_town, original_language="ar", title="حديقة المدرسة"
    )
    assert signed_in(cast.clerk).get(address(action, "versions/1/")).status_code == 404
    assert signed_in(cast.clerk).get(address(action, "versions/")).status_code == 200
