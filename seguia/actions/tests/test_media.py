"""Pictures and documents of a sheet."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seguia.actions import services
from seguia.actions.content import snapshot
from seguia.actions.models import Action, ActionVersion, Media
from seguia.actions.tests.sheets import form_data, published, saved, signed_in
from seguia.core.idempotency import new_form_key
from seguia.files.models import StoredFile
from seguia.files.tests import evil


@pytest.fixture(autouse=True)
def own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)


def send(user, action: Action, content: bytes = b"", name: str = "خزان.jpg", **more):
    data = {
        "kind": "picture",
        "file": SimpleUploadedFile(name, content or evil.picture()),
        "caption_ar": "خزان المدرسة",
        "form_key": new_form_key(),
        **more,
    }
    return signed_in(user).post(f"/fr/actions/{action.public_id}/media/add/", data)


def test_picture_is_in_the_sheet_with_its_caption_and_a_version(cast):
    action = saved(cast.draft, cast.clerk)
    assert send(cast.clerk, action).status_code == 302
    media = Media.objects.select_related("file").get(action=action)
    assert (str(media.caption["ar"]), media.file.name, media.file.width) == ("خزان المدرسة", "خزان.jpg", 1200)
    assert ActionVersion.objects.filter(action=action, number=2).exists()
    html = signed_in(cast.clerk).get(f"/ar/actions/{action.public_id}/").content.decode()
    assert f"/files/{media.file.public_id}/480.webp 480w" in html


def test_files_follow_the_sheet(cast):
    """Public while it is published, gone for the public when it is archived."""
    action = published(cast)
    send(cast.clerk, action)
    address = f"/files/{StoredFile.objects.get().public_id}/480.webp"
    assert Client().get(address).status_code == 200
    services.archive_action(action, user=cast.mayor, reason="مؤقتا")
    assert Client().get(address).status_code == 404
    assert signed_in(cast.loos_mayor).get(address).status_code == 404
    response = signed_in(cast.clerk).get(address)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_same_upload_twice_is_one_picture(cast, tmp_path):
    action = saved(cast.draft, cast.clerk)
    key = new_form_key()
    first, second = (send(cast.clerk, action, form_key=key) for _ in range(2))
    assert (first["Location"], Media.objects.count()) == (second["Location"], 1)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3


@pytest.mark.parametrize("more", [{"caption_ar": ""}, {"kind": "film"}, {"caption_ar": "x" * 301}])
def test_incomplete_form_comes_back(more, cast):
    action = saved(cast.draft, cast.clerk)
    assert send(cast.clerk, action, **more).status_code == 400
    assert Media.objects.count() == 0


def test_evil_picture_is_refused_with_its_reason(cast):
    action = saved(cast.draft, cast.clerk)
    response = send(cast.clerk, action, evil.SVG, "a.png")
    assert response.status_code == 400
    assert response.context["form"].errors["file"]
    assert Media.objects.count() == 0


def test_upload_by_another_town_is_refused(cast):
    assert send(cast.loos_mayor, cast.arabic_action).status_code == 403
    assert send(cast.loos_mayor, cast.draft).status_code == 404
    assert Media.objects.count() == 0


def test_remove_takes_record_and_bytes(cast, tmp_path, django_capture_on_commit_callbacks):
    action = saved(cast.draft, cast.clerk)
    send(cast.clerk, action)
    key = Media.objects.get().key
    browser = signed_in(cast.clerk)
    page = f"/fr/actions/{action.public_id}/media/{key}/remove/"
    assert browser.get(page).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(page, {"form_key": new_form_key()}).status_code == 302
    assert (Media.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert browser.get(page).status_code == 404


def test_editor_changes_captions_and_removes_rows(cast):
    action = saved(cast.draft, cast.clerk)
    send(cast.clerk, action)
    browser, page = signed_in(cast.clerk), f"/fr/actions/{action.public_id}/edit/"
    content = snapshot(Action.objects.get(pk=action.pk))
    content["media"][0] |= {"caption": {"ar": "وصف جديد"}, "credit": "المصلحة التقنية"}
    browser.post(page, form_data(content, 2))
    media = Media.objects.get()
    assert (media.caption["ar"], media.credit) == ("وصف جديد", "المصلحة التقنية")
    browser.post(page, form_data({**content, "media": []}, 3))
    assert (Media.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_open_editor_of_a_colleague_keeps_a_picture_added_meanwhile(cast):
    action = saved(cast.draft, cast.clerk)
    before = snapshot(Action.objects.get(pk=action.pk))
    send(cast.mayor, action)
    services.save_action(action, user=cast.clerk, base_version=1, content={**before, "lessons": {"ar": "درس"}})
    now = Action.objects.get(pk=action.pk)
    assert (now.lessons["ar"], now.media.count()) == ("درس", 1)
