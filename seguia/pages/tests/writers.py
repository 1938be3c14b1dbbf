"""Short ways to pages, pictures and the people who write them."""

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from seguia.accounts.models import User
from seguia.core.idempotency import new_form_key
from seguia.files.services import keep_upload, prepare_upload
from seguia.files.tests import evil
from seguia.pages import services
from seguia.pages.content import Content, snapshot
from seguia.pages.models import Image, Kind, Page

BODY_AR = "## الانخراط\n\nتؤدي الجماعات **واجبات الانخراط** كل سنة.\n\n- أولا\n- ثانيا"


def draft(user: User, title: dict[str, str] | None = None, kind: str = Kind.PAGE, **changes: Any) -> Page:
    """A draft in the languages of `title`; the first is the original."""
    title = title or {"ar": "كيف تنخرط جماعتكم", "fr": "Comment adhérer"}
    original = next(iter(title))
    page = services.create_page(user=user, kind=kind, original_language=original, title=title[original])
    changes = {"title": title, "body": {original: BODY_AR}, **changes}
    return changed(page, user, **changes)


def changed(page: Page, user: User, **changes: Any) -> Page:
    """The page with some values saved anew."""
    page = Page.objects.get(pk=page.pk)
    content: Content = {**snapshot(page), **changes}
    return services.save_page(page, user=user, base_version=page.version, content=content).page


def live(user: User, title: dict[str, str] | None = None, kind: str = Kind.PAGE, **changes: Any) -> Page:
    """A published page."""
    services.publish_page(draft(user, title, kind, **changes), user=user)
    return Page.objects.get(kind=kind, title=title) if title else Page.objects.latest("pk")


def scheduled(user: User, title: dict[str, str] | None = None, kind: str = Kind.PAGE, **delay: float) -> Page:
    """Published from a moment on."""
    at = timezone.now() + datetime.timedelta(**delay)
    return services.publish_page(draft(user, title, kind), user=user, at=at)


def picture(user: User, alt: dict[str, str] | None = None) -> Image:
    """A picture of the library."""
    upload = SimpleUploadedFile("خزان.jpg", evil.picture())
    with keep_upload(prepare_upload(upload, "picture")) as kept:
        return services.add_image(user=user, kept=kept, alt=alt or {"ar": "خزان ماء"}, credit="م. العلمي")


def signed_in(user: User) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(user)
    return client


def form_data(page: Page, **changes: str) -> dict[str, str]:
    """What the editor's form sends for a page as it is."""
    page = Page.objects.get(pk=page.pk)
    content = snapshot(page)
    data = {"form_key": new_form_key(), "base_version": str(page.version), "do": "save"}
    data |= {"original_language": content["original_language"], "order": "0", "picture": content["picture"]}
    for name in ("title", "summary", "body", "slugs"):
        data |= {f"{name}_{code}": text for code, text in content[name].items()}
    return data | changes
