"""Taking, serving and removing files, through services and pages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seguia.core.errors import NotFound
from seguia.files.access import Access, register_owner
from seguia.files.checks import FileRefused
from seguia.files.models import StoredFile
from seguia.files.queries import file_for
from seguia.files.services import keep_upload, prepare_upload, remove_files, store_upload
from seguia.files.tests import evil


@pytest.fixture(autouse=True)
def own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def owner():
    """Owner `open` is public, `mine` for signed-in people, everything else for nobody."""

    def can_see(user, owner_id: str) -> Access:
        if owner_id == "open":
            return Access.PUBLIC
        return Access.PRIVATE if owner_id == "mine" and user.is_authenticated else Access.NONE

    register_owner("tests.owner", can_see)
    return "tests.owner"


def stored(owner: str, owner_id: str, content: bytes, name: str = "تقرير.pdf", kind: str = "document") -> StoredFile:
    upload = SimpleUploadedFile(name, content)
    return store_upload(upload, kind=kind, owner_kind=owner, owner_id=owner_id, user=None)


def files_on_disk() -> list[str]:
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_document_goes_out_as_attachment_that_nothing_can_run(cast, client, owner):
    file = stored(owner, "open", evil.pdf())
    response = client.get(f"/files/{file.public_id}/")
    assert b"".join(response.streaming_content) == evil.pdf() or response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8%AA")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "public, max-age=600"


def test_private_file_is_for_its_people_and_never_cached(cast, client, owner):
    file = stored(owner, "mine", evil.pdf())
    assert client.get(f"/files/{file.public_id}/").status_code == 404
    browser = Client()
    browser.force_login(cast.stranger)
    response = browser.get(f"/files/{file.public_id}/")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "Cookie" in response["Vary"]


def test_file_of_an_owner_nobody_answers_for_is_hidden(cast, owner):
    file = stored("tests.forgotten", "open", evil.pdf())
    with pytest.raises(NotFound):
        file_for(cast.secretariat, file.public_id)


def test_known_tag_saves_the_bytes_but_not_the_check(cast, client, owner):
    file = stored(owner, "open", evil.pdf())
    tag = client.get(f"/files/{file.public_id}/")["ETag"]
    again = client.get(f"/files/{file.public_id}/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    StoredFile.objects.update(owner_id="closed")
    assert client.get(f"/files/{file.public_id}/", headers={"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize(("width", "status"), [(480, 200), (960, 200), (1600, 404), (1, 404), (10**30, 404)])
def test_picture_goes_out_in_its_widths_only(width, status, cast, client, owner):
    file = stored(owner, "open", evil.picture(), "a.jpg", "picture")
    response = client.get(f"/files/{file.public_id}/{width}.webp")
    assert response.status_code == status
    if status == 200:
        assert response["Content-Type"] == "image/webp"
        assert "Content-Disposition" not in response or "attachment" not in response["Content-Disposition"]


def test_place_in_the_storage_says_nothing_of_the_name(cast, owner):
    file = stored(owner, "open", evil.pdf(), "سري-chefchaouen.pdf")
    assert "chefchaouen" not in file.place
    assert file.name == "سري-chefchaouen.pdf"


def test_refused_file_leaves_nothing_behind(cast, owner):
    with pytest.raises(FileRefused):
        stored(owner, "open", evil.SVG, "a.png", "picture")
    assert (StoredFile.objects.count(), files_on_disk()) == (0, [])


def test_kept_but_unrecorded_file_is_taken_away(cast, owner):
    prepared = prepare_upload(SimpleUploadedFile("a.jpg", evil.picture()), "picture")
    with keep_upload(prepared):
        assert files_on_disk() == ["480", "960", "original"]
    assert files_on_disk() == []
    with pytest.raises(RuntimeError), keep_upload(prepared):
        raise RuntimeError
    assert files_on_disk() == []


def test_too_large_file_is_refused_before_it_is_read(cast):
    upload = SimpleUploadedFile("a.pdf", b"x")
    upload.size = 21 * 1024 * 1024
    with pytest.raises(FileRefused) as caught:
        prepare_upload(upload, "document")
    assert caught.value.code == "too_large"


def test_removed_file_is_gone_after_commit_only(cast, owner, django_capture_on_commit_callbacks):
    file = stored(owner, "open", evil.picture(), "a.jpg", "picture")
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        remove_files([file])
    assert (StoredFile.objects.count(), default_storage.exists(file.place)) == (0, True)
    for callback in callbacks:
        callback()
    assert files_on_disk() == []
