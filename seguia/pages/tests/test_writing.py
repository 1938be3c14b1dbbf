"""Writing: versions, two editors at once, bad input, typed text that is never lost, roles."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils.translation import override

from seguia.audit.models import AuditEvent
from seguia.config.testing import make_cast
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.core.idempotency import new_form_key
from seguia.core.translation_state import LanguageState
from seguia.pages import services
from seguia.pages.content import merge, snapshot
from seguia.pages.models import Kind, Page, PageEditor, PageVersion
from seguia.pages.tests.writers import changed, draft, form_data, live, picture, signed_in
from seguia.ui.tests.markup import Page as Markup


@pytest.fixture(autouse=True)
def own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)


def test_beginning_a_page_by_the_form_happens_once(cast):
    client = signed_in(cast.secretariat)
    data = {"kind": "news", "original_language": "ar", "title": "خبر جديد", "form_key": new_form_key()}
    first, second = (client.post("/ar/pages/new/", data) for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    page = Page.objects.get()
    assert (page.kind, page.original_language, page.author, page.version) == ("news", "ar", cast.secretariat, 1)
    assert page.versions.get().content["title"] == {"ar": "خبر جديد"}


def test_saving_by_the_form_makes_a_version_and_notes_translations(cast):
    page, client = draft(cast.secretariat), signed_in(cast.secretariat)
    answer = client.post(f"/fr/pages/{page.public_id}/edit/", form_data(page, body_fr="## Adhérer\n\nChaque année."))
    assert answer.status_code == 302
    page.refresh_from_db()
    assert page.version == 3
    assert page.versions.count() == 3
    assert page.language_report("fr").state == LanguageState.CURRENT
    changed(page, cast.secretariat, body={**page.body, "ar": "نص جديد"})
    page.refresh_from_db()
    assert page.language_report("fr").state == LanguageState.OUTDATED
    assert AuditEvent.objects.filter(code="pages.page.saved", object_id=str(page.pk)).count() == 3


def test_saving_nothing_new_makes_no_version(cast):
    page = draft(cast.secretariat)
    signed_in(cast.secretariat).post(f"/fr/pages/{page.public_id}/edit/", form_data(page))
    assert Page.objects.get().version == page.version


def test_two_editors_of_different_passages_are_merged(cast):
    page = draft(cast.secretariat)
    mine, theirs = form_data(page, summary_ar="ملخص"), form_data(page, title_fr="Adhérer au réseau")
    for data in (theirs, mine):
        assert signed_in(cast.secretariat).post(f"/fr/pages/{page.public_id}/edit/", data).status_code == 302
    page.refresh_from_db()
    assert (page.summary["ar"], page.title["fr"]) == ("ملخص", "Adhérer au réseau")


def test_two_editors_of_the_same_passage_get_both_texts_and_lose_nothing(cast):
    page, client = draft(cast.secretariat), signed_in(cast.secretariat)
    mine, theirs = form_data(page, body_ar="نصي أنا"), form_data(page, body_ar="نص الزميلة", summary_fr="Résumé")
    assert client.post(f"/fr/pages/{page.public_id}/edit/", theirs).status_code == 302
    answer = client.post(f"/fr/pages/{page.public_id}/edit/", mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "نصي أنا</textarea>" in html
    assert "نص الزميلة" in html
    assert "Résumé</textarea>" in html
    assert Page.objects.get().body["ar"] == "نص الزميلة"
    again = form_data(page, body_ar="نصي أنا ونص الزميلة")
    assert f'name="base_version" value="{again["base_version"]}"' in html
    assert client.post(f"/fr/pages/{page.public_id}/edit/", again).status_code == 302
    assert Page.objects.get().body["ar"] == "نصي أنا ونص الزميلة"


def test_merge_of_contents():
    base = {"title": {"fr": "A"}, "summary": {}, "body": {}, "slugs": {}, "order": 0, "themes": ["a"]}
    mine = {**base, "title": {"fr": "B"}, "themes": ["a", "b"]}
    theirs = {**base, "title": {"fr": "C"}, "order": 3}
    merged = merge(base, mine, theirs)
    assert [(d.path, d.mine, d.theirs) for d in merged.disagreements] == [("title.fr", "B", "C")]
    assert (merged.content["order"], merged.content["themes"], merged.content["title"]) == (3, ["a", "b"], {"fr": "B"})
    removed = merge(base, {**base, "title": {}}, base)
    assert removed.content["title"] == {}
    assert not removed.disagreements


def test_slip_in_the_markup_is_told_and_typed_text_stays(cast):
    page = draft(cast.secretariat)
    data = form_data(page, body_fr="un\n\n:::nothing\n\nfin de mon texte")
    answer = signed_in(cast.secretariat).post(f"/en/pages/{page.public_id}/edit/", data)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "français, line 3: There is no component “nothing”" in html
    assert "fin de mon texte</textarea>" in html
    assert Page.objects.get().version == page.version


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title_ar", "", "title is needed"), ("picture", "zzzzzzzz", "no picture “zzzzzzzz”"),
        ("parent", "zzzzzzzz", "Select a valid choice"), ("original_language", "xx", "Select a valid choice"),
        ("slugs_fr", "!!!", "needs letters"), ("title_fr", "x" * 161, "161"), ("order", "-1", "greater than or equal"),
        ("body_fr", "a\u202eb", "invisible"), ("place", "nowhere", "Select a valid choice"),
        ("body_fr", "x\n:::image id=zzzzzzzz", "line 2"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_a_reason(cast, field, value, words):
    page = draft(cast.secretariat)
    answer = signed_in(cast.secretariat).post(f"/en/pages/{page.public_id}/edit/", form_data(page, **{field: value}))
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert Page.objects.get().version == page.version


@pytest.mark.parametrize("base", ["", "-1", "abc", "99", "٣", "1" * 40])
def test_form_of_no_version_is_refused(cast, base):
    page = draft(cast.secretariat)
    data = form_data(page, base_version=base, body_fr="x")
    assert signed_in(cast.secretariat).post(f"/fr/pages/{page.public_id}/edit/", data).status_code == 400


def test_preview_shows_unsaved_text_as_published_and_saves_nothing(cast):
    page, client = draft(cast.secretariat), signed_in(cast.secretariat)
    data = form_data(page, do="preview", body_ar="## عنوان جديد\n\nنص لم يحفظ بعد", title_ar="عنوان آخر")
    html = client.post(f"/ar/pages/{page.public_id}/edit/", data).content.decode()
    assert '<h2 id="s-عنوان-جديد">' in html
    assert "عنوان آخر</h1>" in html.replace("</bdi>", "")
    assert 'name="body_ar" value="## عنوان جديد' in html
    assert Page.objects.get().version == page.version
    back = client.post(f"/ar/pages/{page.public_id}/edit/", {**data, "do": "write"})
    assert back.status_code == 200
    assert "نص لم يحفظ بعد</textarea>" in back.content.decode()


def test_preview_and_published_page_are_the_same_text(cast):
    page, client = draft(cast.secretariat), signed_in(cast.secretariat)
    preview = client.post(f"/ar/pages/{page.public_id}/edit/", form_data(page, do="preview")).content.decode()
    services.publish_page(page, user=cast.secretariat)
    public = Client().get("/ar/كيف-تنخرط-جماعتكم/").content.decode()

    def text(html: str) -> str:
        return html.split('<div class="page-text"')[1].split("</article>")[0]

    assert text(preview) == text(public)


def test_choosing_a_picture_keeps_what_was_typed(cast):
    page, client, image = draft(cast.secretariat), signed_in(cast.secretariat), picture(cast.secretariat)
    typed = form_data(page, do="pick", body_fr="mon texte", summary_fr="non enregistré")
    html = client.post(f"/fr/pages/{page.public_id}/edit/", typed).content.decode()
    assert f'name="insert" value="{image.public_id}"' in html
    assert 'value="non enregistré"' in html
    chosen = {**typed, "do": "insert", "insert": image.public_id, "into": "fr"}
    html = client.post(f"/fr/pages/{page.public_id}/edit/", chosen).content.decode()
    assert f"mon texte\n\n:::image id={image.public_id}" in html
    assert "non enregistré</textarea>" in html
    html = client.post(f"/fr/pages/{page.public_id}/edit/", {**chosen, "into": "picture"}).content.decode()
    assert f'name="picture" value="{image.public_id}"' in html
    assert Page.objects.get().version == page.version


def test_versions_are_compared_and_restored(cast):
    page = draft(cast.secretariat)
    changed(page, cast.secretariat, body={"ar": "نص آخر"}, in_menu=True)
    client, address = signed_in(cast.secretariat), f"/fr/pages/{page.public_id}/versions"
    html = client.get(f"{address}/3/").content.decode()
    assert "diff-in" in html
    assert "diff-out" in html
    assert "نص" in html
    assert client.get(f"{address}/3/?from=1").status_code == 200
    assert client.get(f"{address}/1/").status_code == 200
    assert client.post(f"{address}/2/", {"form_key": new_form_key()}).status_code == 302
    page = Page.objects.get()
    assert (page.version, "واجبات" in page.body["ar"], page.in_menu) == (4, True, False)
    assert AuditEvent.objects.latest("pk").facts["restored"] == 2
    assert client.get(f"{address}/99/").status_code == 404
    assert client.get(f"{address}/3/?from=abc").status_code == 400


def test_version_whose_picture_is_gone_says_so(cast):
    page, image = draft(cast.secretariat), picture(cast.secretariat)
    changed(page, cast.secretariat, body={"ar": f":::image id={image.public_id}"})
    changed(page, cast.secretariat, body={"ar": "بدون صورة"})
    services.delete_image(image, user=cast.secretariat)
    client = signed_in(cast.secretariat)
    answer = client.post(f"/en/pages/{page.public_id}/versions/3/", {"form_key": new_form_key()})
    assert (answer.status_code, "cannot come back" in answer.content.decode()) == (400, True)


def test_pages_stand_below_one_another_but_not_in_circles(cast):
    top = live(cast.secretariat, {"fr": "Le réseau"})
    below = live(cast.secretariat, {"fr": "Les statuts"}, parent=top.public_id)
    html = Client().get("/fr/le-réseau/").content.decode()
    assert "Les statuts" in html
    with override("en"), pytest.raises(ValidationError, match="below itself"):
        changed(top, cast.secretariat, parent=below.public_id)
    news = draft(cast.secretariat, {"fr": "Nouvelle"}, kind=Kind.NEWS)
    with pytest.raises(ValidationError):
        changed(news, cast.secretariat, parent=top.public_id)
    chain = below
    for number in range(3):
        chain = draft(cast.secretariat, {"fr": f"Niveau {number}"}, parent=chain.public_id)
    with override("en"), pytest.raises(ValidationError, match="levels deep"):
        draft(cast.secretariat, {"fr": "Trop bas"}, parent=chain.public_id)


OFFICE = ["", "new/", "library/", "library/add/", "{id}/", "{id}/edit/", "{id}/versions/1/"]


@pytest.mark.parametrize("address", [*OFFICE, "menus/main/", "editors/"])
@pytest.mark.parametrize("who", ["visitor", "stranger", "mayor", "clerk", "editor", "secretariat"])
def test_roles(cast, address, who):
    page = draft(cast.secretariat)
    if who == "editor":
        services.grant_editor(user=cast.secretariat, email=cast.clerk.email)
    client = Client() if who == "visitor" else signed_in(cast.clerk if who == "editor" else getattr(cast, who))
    answer = client.get("/fr/pages/" + address.format(id=page.public_id))
    allowed = who == "secretariat" or (who == "editor" and address in OFFICE)
    assert answer.status_code == (302 if who == "visitor" else 200 if allowed else 403), address
    if allowed:
        assert Markup(answer.content.decode()).faults == []


@pytest.mark.parametrize("who", ["stranger", "mayor", "clerk", "loos_mayor"])
def test_services_refuse_others(cast, who):
    user, page = getattr(cast, who), draft(cast.secretariat)
    with pytest.raises(Refused):
        services.create_page(user=user, kind="page", original_language="ar", title="x")
    with pytest.raises(Refused):
        services.save_page(page, user=user, base_version=2, content=snapshot(page))
    with pytest.raises(Refused):
        services.restore_version(page, user=user, number=1)
    with pytest.raises(Refused):
        services.grant_editor(user=user, email=user.email)
    with pytest.raises(Refused):
        services.save_menu(user=user, menu="main", items=[], seen="")


def test_right_to_write_is_given_and_ended(cast):
    client = signed_in(cast.secretariat)
    data = {"email": cast.clerk.email.upper(), "form_key": new_form_key()}
    assert client.post("/fr/pages/editors/", data).status_code == 302
    editor = PageEditor.objects.get(user=cast.clerk)
    assert signed_in(cast.clerk).get("/fr/pages/").status_code == 200
    assert client.post("/fr/pages/editors/", {**data, "form_key": new_form_key()}).status_code == 400
    for email in ("nobody@example.org", cast.secretariat.email, "x"):
        again = client.post("/fr/pages/editors/", {"email": email, "form_key": new_form_key()})
        assert again.status_code == 400
    assert client.post("/fr/pages/editors/", {"end": editor.pk, "form_key": new_form_key()}).status_code == 302
    assert signed_in(cast.clerk).get("/fr/pages/").status_code == 403
    for nonsense in (editor.pk, "abc", "9" * 30):
        assert client.post("/fr/pages/editors/", {"end": nonsense, "form_key": new_form_key()}).status_code == 404


def test_switched_off_editor_is_a_visitor(cast):
    services.grant_editor(user=cast.secretariat, email=cast.clerk.email)
    cast.clerk.is_active = False
    cast.clerk.save()
    with pytest.raises(Refused):
        services.create_page(user=cast.clerk, kind="page", original_language="ar", title="x")


def test_text_sent_after_signing_out_is_shown_to_be_copied(cast):
    page = draft(cast.secretariat)
    answer = Client().post(f"/fr/pages/{page.public_id}/edit/", form_data(page, body_fr="une heure de travail"))
    assert (answer.status_code, "une heure de travail</textarea>" in answer.content.decode()) == (403, True)


def test_page_that_is_not_there(cast):
    client = signed_in(cast.secretariat)
    for address in ("zzzzzzzz/", "zzzzzzzz/edit/", "zzzzzzzz/versions/1/", "library/zzzzzzzz/", "menus/side/"):
        assert client.get(f"/fr/pages/{address}").status_code == 404
    with pytest.raises(NotFound):
        services.publish_page(Page(pk=10**6), user=cast.secretariat)
    with pytest.raises(Invalid):
        services.restore_version(draft(cast.secretariat), user=cast.secretariat, number=77)


def test_two_who_save_at_once_lose_nothing(transactional_db):
    """A race of two saves of the same passage: one is kept, the other is told."""
    cast = make_cast()
    page = draft(cast.secretariat)
    content, results = snapshot(page), []
    barrier = threading.Barrier(2)

    def save(text: str) -> None:
        barrier.wait()
        try:
            mine = {**content, "body": {"ar": text}}
            services.save_page(page, user=cast.secretariat, base_version=2, content=mine)
            results.append("saved")
        except Conflict as conflict:
            results.append(conflict.code)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        # The memory database of tests has one connection: one after the other, from the same version.
        barrier = threading.Barrier(1)
        save("الأول"), save("الثاني")
    else:
        threads = [threading.Thread(target=save, args=(text,)) for text in ("الأول", "الثاني")]
        [thread.start() for thread in threads], [thread.join() for thread in threads]
    assert sorted(results) == ["same_field", "saved"]
    assert PageVersion.objects.filter(page=page).count() == 3
