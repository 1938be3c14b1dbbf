"""The picture library: checked, described, shown where it may be, not deleted while it is used."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.test import Client

from seguia.core.errors import Conflict, Refused
from seguia.core.idempotency import new_form_key
from seguia.files.tests import evil
from seguia.pages import services
from seguia.pages.models import Image, ImageUse, Kind
from seguia.pages.preview import preview_token
from seguia.pages.tests.writers import changed, draft, live, picture, signed_in


@pytest.fixture(autouse=True)
def own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)


def upload(user, content=b"", **more):
    data = {
        "file": SimpleUploadedFile("خزان.jpg", content or evil.picture()),
        "alt_ar": "خزان ماء فوق مدرسة",
        "licence": "CC-BY-4.0",
        "form_key": new_form_key(),
        **more,
    }
    return signed_in(user).post("/en/pages/library/add/", data)


def address(image: Image) -> str:
    return f"/files/{image.file.public_id}/480.webp"


def test_picture_is_added_once_and_says_what_is_missing(cast, tmp_path):
    key = new_form_key()
    first, second = (upload(cast.secretariat, form_key=key) for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    image = Image.objects.get()
    assert (image.alt["ar"], image.missing_languages) == ("خزان ماء فوق مدرسة", ["fr", "en"])
    html = signed_in(cast.secretariat).get("/en/pages/library/").content.decode()
    assert f":::image id={image.public_id}" in html
    assert "Not described in" in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alt_ar": ""}, "This field is required"), ({"content": b"<svg onload=x>"}, "SVG"),
        ({"content": b"hello"}, "picture"), ({"licence": "mine"}, "Select a valid choice"),
        ({"alt_ar": "x" * 301}, "301"),
    ],
)  # fmt: skip
def test_bad_uploads_are_refused_and_leave_nothing(cast, tmp_path, changes, words):
    answer = upload(cast.secretariat, **changes)
    assert (answer.status_code, words in answer.content.decode()) == (400, True), answer.content.decode()
    assert not Image.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_picture_is_public_only_while_something_live_shows_it(cast):
    image = picture(cast.secretariat)
    visitor, editor = Client(), signed_in(cast.secretariat)
    assert visitor.get(address(image)).status_code == 404
    assert editor.get(address(image)).status_code == 200
    page = draft(cast.secretariat, body={"ar": f"نص\n\n:::image id={image.public_id} caption=خزان"})
    assert visitor.get(address(image)).status_code == 404
    services.publish_page(page, user=cast.secretariat)
    assert visitor.get(address(image)).status_code == 200
    html = visitor.get("/ar/كيف-تنخرط-جماعتكم/").content.decode()
    assert 'alt="خزان ماء"' in html
    assert "480w" in html
    assert "م. العلمي" in html
    services.withdraw_page(page, user=cast.secretariat)
    assert visitor.get(address(image)).status_code == 404


def test_guests_of_a_preview_see_its_pictures_and_no_others(cast):
    image, other = picture(cast.secretariat), picture(cast.secretariat)
    page = draft(cast.secretariat, body={"ar": f":::image id={image.public_id}"})
    shared = f"/ar/pages/shared/{preview_token(page.public_id)}/"
    html = Client().get(shared).content.decode()
    assert f"{shared}{image.file.public_id}/480.webp" in html
    assert Client().get(f"{shared}{image.file.public_id}/480.webp").status_code == 200
    assert Client().get(f"{shared}{other.file.public_id}/480.webp").status_code == 404


def test_used_picture_is_not_deleted(cast, tmp_path):
    image = picture(cast.secretariat)
    page = draft(cast.secretariat, {"fr": "Une nouvelle"}, kind=Kind.NEWS, picture=image.public_id)
    client, deletion = signed_in(cast.secretariat), f"/en/pages/library/{image.public_id}/delete/"
    assert "Une nouvelle" in client.get(f"/en/pages/library/{image.public_id}/").content.decode()
    answer = client.post(deletion, {"form_key": new_form_key()})
    assert (answer.status_code, "Une nouvelle" in answer.content.decode()) == (409, True)
    changed(page, cast.secretariat, picture="")
    assert client.post(deletion, {"form_key": new_form_key()}).status_code == 302
    assert not Image.objects.exists()


def test_database_keeps_a_used_picture_too(cast):
    image = picture(cast.secretariat)
    draft(cast.secretariat, body={"ar": f":::image id={image.public_id}"})
    assert ImageUse.objects.count() == 1
    with pytest.raises(ProtectedError):
        image.delete()


def test_describing_a_picture(cast):
    image = picture(cast.secretariat)
    data = {"alt_ar": "خزان", "alt_fr": "Une citerne", "credit": "A", "licence": "CC0-1.0", "form_key": new_form_key()}
    assert signed_in(cast.secretariat).post(f"/fr/pages/library/{image.public_id}/", data).status_code == 302
    image.refresh_from_db()
    assert (image.alt["fr"], image.licence, image.missing_languages) == ("Une citerne", "CC0-1.0", ["en"])
    with pytest.raises(ValidationError):
        services.change_image(image, user=cast.secretariat, alt={}, credit="", licence="")


@pytest.mark.parametrize("who", ["stranger", "mayor", "clerk"])
def test_others_may_not(cast, who):
    image, user = picture(cast.secretariat), getattr(cast, who)
    with pytest.raises(Refused):
        services.delete_image(image, user=user)
    with pytest.raises(Refused):
        services.change_image(image, user=user, alt={"ar": "x"}, credit="", licence="")
    assert upload(user).status_code == 403


def test_conflict_names_the_pages(cast):
    image = picture(cast.secretariat)
    live(cast.secretariat, {"fr": "Page illustrée"}, body={"fr": f":::image id={image.public_id}"})
    with pytest.raises(Conflict, match="Page illustrée"):
        services.delete_image(image, user=cast.secretariat)
