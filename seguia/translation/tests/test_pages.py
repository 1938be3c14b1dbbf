"""The pages: desk, editor, people, wishes; every role, nonsense, the marks of language and direction."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seguia.actions.content import snapshot
from seguia.actions.services import archive_action, save_action
from seguia.config.testing import make_action
from seguia.core.permissions import allowed
from seguia.translation.models import DeskLanguages, DraftText, Standing, TranslationRequest, Translator
from seguia.translation.queries import by_priority, item_in, rows_of, things_to_do
from seguia.translation.registry import kind_of
from seguia.translation.standing import follow_changes, rebuild, refresh
from seguia.translation.tests.conftest import as_user
from seguia.translation.tests.editing import form_of, opened, write

DESK = "/en/translation/"
TITLE = "التسميد عند مداخل العمارات"


def editor(action, language="ar", site="en"):
    return f"/{site}/translation/action/{action.public_id}/{language}/"


@pytest.mark.parametrize("site", ["ar", "fr", "en"])
def test_desk_lists_what_lacks_a_language(site, desk, translator):
    page = as_user(desk.secretariat).get(f"/{site}/translation/?to=")
    html = page.content.decode()
    assert page.status_code == 200
    assert page.context["count"] == Standing.objects.exclude(state="current").count() == 4
    assert "Le compostage au pied des immeubles" in html


@pytest.mark.parametrize(
    ("who", "status", "number"),
    [("secretariat", 200, 4), ("translator", 200, 2), ("loos_mayor", 200, 2), ("clerk", 200, 2), ("stranger", 403, 0)],
)
def test_who_sees_what_at_the_desk(who, status, number, desk, translator):
    person = translator if who == "translator" else getattr(desk, who)
    page = as_user(person).get(f"{DESK}?to=")
    assert page.status_code == status
    if number:
        assert page.context["count"] == number


@pytest.mark.parametrize("who", ["secretariat", "translator", "loos_mayor", "clerk"])
def test_the_list_and_the_rule_agree(who, desk, translator):
    person = translator if who == "translator" else getattr(desk, who)
    listed = {(found.item, found.language) for found in things_to_do(person)}
    for found in Standing.objects.exclude(state="current"):
        item = item_in(person, found.kind, found.item, found.language)
        assert allowed("translation.translate", person, item) is ((found.item, found.language) in listed)


def test_visitors_are_asked_to_sign_in(desk, client):
    for url in (DESK, editor(desk.french_action), f"{DESK}people/"):
        assert client.get(url).status_code == 302


def test_desk_opens_with_the_languages_of_the_role_until_others_are_chosen(desk, translator):
    browser = as_user(translator)
    assert browser.get(DESK).context["count"] == 2  # Arabic of one sheet, French of the other
    browser.post(f"{DESK}languages/", {"languages": ["fr"]})
    assert DeskLanguages.objects.get().languages == ["fr"]
    assert [row.standing.language for row in browser.get(DESK).context["rows"]] == ["fr"]
    assert {row.standing.language for row in browser.get(f"{DESK}?to=").context["rows"]} == {"ar", "fr"}
    assert browser.post(f"{DESK}languages/", {"languages": ["xx"]}).status_code == 400


@pytest.mark.parametrize(
    ("query", "number"),
    [("to=ar", 1), ("to=en", 2), ("to=&source=fr", 2), ("to=&country=MA", 2), ("to=&state=missing", 3),
     ("to=&state=partial", 1), ("to=&state=machine", 0), ("to=&state=figures", 0), ("to=&kind=action", 4)],
)  # fmt: skip
def test_filters(query, number, desk):
    assert as_user(desk.secretariat).get(f"{DESK}?{query}").context["count"] == number


@pytest.mark.parametrize("query", ["to=xx", "kind=%00", "state=%F0%9F", "page=99999", "page=-1", "country=<b>"])
def test_nonsense_at_the_desk(query, desk):
    assert as_user(desk.secretariat).get(f"{DESK}?{query}").status_code in (200, 400)


@pytest.mark.parametrize("number", [1, 3])
def test_lines_of_the_desk_take_three_queries_whatever_their_number(number, cast, django_assert_num_queries):
    for n in range(number - 1):
        make_action(cast.loos_town, {"fr": f"Jardin {n}"}, status="published", done={"fr": "Un jardin."})
    rebuild()
    found = by_priority(things_to_do(cast.loos_mayor).filter(language="en"))
    with django_assert_num_queries(3):
        assert len(rows_of(list(found))) == number


def test_desk_takes_the_same_queries_whatever_the_number(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(f"{DESK}?to=en").status_code == 200
        return len(found)

    browser = as_user(desk.secretariat)
    browser.get(f"{DESK}?to=en")
    few = queries()
    for n in range(3):
        make_action(desk.loos_town, {"fr": f"Jardin {n}"}, status="published", done={"fr": "Un jardin."})
    rebuild()
    assert queries() == few


@pytest.mark.parametrize("number", [1, 3])
def test_states_take_the_same_queries_whatever_the_number(number, cast, django_assert_num_queries):
    titles = [{"fr": f"Jardin {n}"} for n in range(number)]
    ids = [make_action(cast.loos_town, title, status="published", done={"fr": "Un jardin."}).pk for title in titles]
    with django_assert_num_queries(11):
        refresh(kind_of("action"), ids)
    assert Standing.objects.count() == 2 * number


def test_wishes_of_readers_come_first(desk, client):
    def first():
        return as_user(desk.secretariat).get(f"{DESK}?to=en").context["rows"][0].standing

    other = {desk.arabic_action.public_id, desk.french_action.public_id} - {first().item}
    item = other.pop()
    for reader in (desk.stranger, desk.mayor, desk.clerk, desk.loos_mayor):
        for _again in range(2):
            answer = as_user(reader).post(f"/en/translation/action/{item}/en/ask/")
            assert answer.status_code == 302
    assert TranslationRequest.objects.count() == 4
    assert (first().item, first().wishes) == (item, 4)
    assert client.post(f"/en/translation/action/{item}/en/ask/").status_code == 403
    assert as_user(desk.stranger).post("/en/translation/action/nothing0/en/ask/").status_code == 404


def test_sheet_that_lacks_the_readers_language_offers_to_ask(desk, client):
    sheet = desk.french_action.public_id
    ask = f"/ar/translation/action/{sheet}/ar/ask/"
    assert ask in as_user(desk.stranger).get(f"/ar/actions/{sheet}/").content.decode()
    assert ask not in client.get(f"/ar/actions/{sheet}/").content.decode()
    assert "/ask/" not in as_user(desk.stranger).get(f"/fr/actions/{sheet}/").content.decode()


@pytest.mark.parametrize("site", ["ar", "fr", "en"])
def test_editor_marks_each_side_with_its_language_and_direction(site, desk, translator):
    html = as_user(translator).get(editor(desk.french_action, site=site)).content.decode()
    box = html.split('name="t-title"')[1].split(">")[0]
    assert 'lang="ar"' in box
    assert 'dir="rtl"' in box
    assert '<div class="panel diff" lang="fr" dir="ltr">Le compostage au pied des immeubles</div>' in html
    other = as_user(translator).get(editor(desk.arabic_action, "fr", site=site)).content.decode()
    assert 'lang="ar" dir="rtl">مكتب الاستشارة في الطاقة لفائدة الساكنة</div>' in other


def test_editor_saves_and_hands_in(desk, translator):
    browser, url = as_user(translator), editor(desk.french_action)
    item = opened(translator, desk.french_action, "ar")
    assert browser.post(url, form_of(item, title=TITLE)).status_code == 302
    assert TITLE in browser.get(url).content.decode()
    answer = browser.post(url, form_of(item, do="submit"))
    assert (answer.status_code, answer.url) == (302, f"/en/actions/{desk.french_action.public_id}/")
    desk.french_action.refresh_from_db()
    assert desk.french_action.title["ar"] == TITLE
    assert Standing.objects.get(item=desk.french_action.public_id, language="ar").state == "partial"


def test_editor_saves_by_itself(desk, translator):
    browser, url = as_user(translator), editor(desk.french_action)
    item = opened(translator, desk.french_action, "ar")
    told = browser.post(url, form_of(item, do="auto", title=TITLE)).json()
    row = DraftText.objects.get()
    assert (told["complete"], list(told["versions"]), row.text) == (True, ["title"], TITLE)
    assert told["versions"]["title"][0] == row.version


def test_both_texts_are_shown_where_two_wrote_the_same(desk, translator, other_translator):
    item = opened(translator, desk.french_action, "ar")
    mine = form_of(item, title=TITLE)
    write(other_translator, item, title="سماد الأحياء")
    page = as_user(translator).post(editor(desk.french_action), mine)
    html = page.content.decode()
    assert page.status_code == 409
    assert "سماد الأحياء" in html
    assert TITLE in html.split('name="t-title"')[1].split("</textarea>")[0]
    assert "Othertranslator is working on this since" in html


def test_typed_text_comes_back_when_it_cannot_be_saved(desk, translator, client):
    item = opened(translator, desk.french_action, "ar")
    form = form_of(item, title=TITLE)
    for browser in (client, as_user(desk.stranger)):
        page = browser.post(editor(desk.french_action), form)
        assert page.status_code == 403
        assert TITLE in page.content.decode()
    desk.french_action.status = "archived"
    desk.french_action.save()
    page = as_user(translator).post(editor(desk.french_action), form)
    assert (page.status_code, TITLE in page.content.decode()) == (404, True)


def test_figures_are_confirmed_on_the_page(desk, translator):
    browser, url = as_user(translator), editor(desk.french_action)
    item = opened(translator, desk.french_action, "ar")
    page = browser.post(url, form_of(item, do="submit", done="وضعت المدينة 42 صندوقا."))
    html = page.content.decode()
    assert page.status_code == 400
    assert "Only in the original: 24." in html
    assert 'name="n-done"' in html
    answer = browser.post(url, {**form_of(item, do="submit"), "n-done": "on"})
    assert answer.status_code == 302


def test_editor_shows_what_changed_in_the_original(desk, translator):
    content = snapshot(desk.arabic_action)
    content["title"] = {**content["title"], "ar": "مكتب الاستشارة في الماء لفائدة الساكنة"}
    save_action(desk.arabic_action, user=desk.mayor, base_version=0, content=content)
    html = as_user(translator).get(editor(desk.arabic_action, "fr")).content.decode()
    assert '<del class="diff-out">الطاقة</del>' in html
    assert '<ins class="diff-in">الماء</ins>' in html


@pytest.mark.parametrize("field", ["v-title", "s-title", "o-title"])
def test_nonsense_in_the_form(field, desk, translator):
    item = opened(translator, desk.french_action, "ar")
    form = form_of(item, title=TITLE)
    for value in ("", "x" * 400, "-1", "٣"):
        page = as_user(translator).post(editor(desk.french_action), {**form, field: value})
        assert page.status_code == 400
        assert TITLE in page.content.decode()
    assert not DraftText.objects.exists()


@pytest.mark.parametrize("path", ["action/nothing0/ar/", "action/{}/xx/", "action/{}/fr/", "nothing/{}/ar/"])
def test_unknown_addresses(path, desk):
    assert as_user(desk.secretariat).get(DESK + path.format(desk.french_action.public_id)).status_code == 404
    draft = DESK + f"action/{desk.draft.public_id}/fr/"
    assert as_user(desk.secretariat).get(draft).status_code == 404


def test_the_secretariat_says_who_translates(desk, client):
    browser = as_user(desk.secretariat)
    assert browser.post(f"{DESK}people/", {"email": "stranger@example.org", "languages": ["ar"]}).status_code == 302
    found = Translator.objects.get()
    assert (found.user, found.languages, found.granted_by) == (desk.stranger, ["ar"], desk.secretariat)
    assert as_user(desk.stranger).get(editor(desk.french_action)).status_code == 200
    browser.post(f"{DESK}people/", {"email": "Stranger@example.org", "languages": ["fr", "en"]})
    assert Translator.objects.get().languages == ["fr", "en"]
    assert as_user(desk.stranger).get(editor(desk.french_action)).status_code == 403
    assert "stranger@example.org" in browser.get(f"{DESK}people/").content.decode()
    browser.post(f"{DESK}people/{found.pk}/withdraw/")
    assert not Translator.objects.exists()
    assert browser.post(f"{DESK}people/{found.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize(
    ("email", "languages", "told"),
    [("nobody@example.org", ["ar"], "Ask the person to sign in once"), ("stranger@example.org", [], "at least one"),
     ("stranger@example.org", ["xx"], "not one of the available choices"), ("x", ["ar"], "valid email")],
)  # fmt: skip
def test_faults_of_the_people_page(email, languages, told, desk):
    page = as_user(desk.secretariat).post(f"{DESK}people/", {"email": email, "languages": languages})
    assert page.status_code == 400
    assert told in page.content.decode()


@pytest.mark.parametrize("who", ["mayor", "stranger", "translator"])
def test_others_do_not_manage_translators(who, desk, translator):
    person = translator if who == "translator" else getattr(desk, who)
    assert as_user(person).get(f"{DESK}people/").status_code == 403
    answer = as_user(person).post(f"{DESK}people/", {"email": "stranger@example.org", "languages": ["ar"]})
    assert answer.status_code == 403
    pk = Translator.objects.get().pk
    assert as_user(person).post(f"{DESK}people/{pk}/withdraw/").status_code == 403


def test_the_desk_follows_what_is_saved_and_withdrawn(desk):
    follow_changes()
    content = snapshot(desk.french_action)
    content["title"]["en"], content["summary"]["en"] = "Composting", "Shared bins, 30 % less."
    content["done"]["en"] = "24 bins."
    save_action(desk.french_action, user=desk.loos_mayor, base_version=0, content=content)
    follow_changes()
    standing = Standing.objects.get(item=desk.french_action.public_id, language="en")
    assert standing.state == "current"
    desk.french_action.refresh_from_db()
    archive_action(desk.french_action, user=desk.loos_mayor, reason="Fin")
    follow_changes()
    assert not Standing.objects.filter(item=desk.french_action.public_id).exists()
