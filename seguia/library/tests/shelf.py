"""Short ways to methods in every state, and to what a form sends."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seguia.accounts.models import User
from seguia.config.testing import Cast
from seguia.core.idempotency import new_form_key
from seguia.files.services import keep_upload, prepare_upload
from seguia.library import services
from seguia.library.content import TEXTS, Content, marks, snapshot
from seguia.library.models import Method, MethodDocument
from seguia.membership.models import Organisation

BODY = "## الخطوات\n\nنقرأ **العدادات** كل شهر.\n\n- أولا\n- ثانيا"


def draft(user: User, organisation: Organisation | None, title: dict[str, str] | None = None, **changes: Any) -> Method:
    """A draft with everything that is needed to submit it; the first language of `title` is the original."""
    title = title or {"ar": "قراءة العدادات", "fr": "Relever les compteurs"}
    original = next(iter(title))
    method = services.create_method(
        user=user, organisation=organisation, kind="guide", language=original, title=title[original]
    )
    filled = {
        "title": title,
        "summary": {original: "كيف نقيس قبل أن نشتري"},
        "body": {original: BODY},
        "themes": ["energy"],
        "goals": ["12"],
    }
    return changed(method, user, **{**filled, **changes})


def changed(method: Method, user: User, **changes: Any) -> Method:
    """The method with some values saved anew."""
    method = Method.objects.get(pk=method.pk)
    present = snapshot(method)
    return services.save_method(method, user=user, content={**present, **changes}, seen=marks(present)).method


def town_draft(cast: Cast, title: dict[str, str] | None = None, **changes: Any) -> Method:
    """A draft of Chefchaouen, begun by its clerk."""
    return draft(cast.clerk, cast.chefchaouen_town, title, **changes)


def submitted(cast: Cast, title: dict[str, str] | None = None, **changes: Any) -> Method:
    """Handed in by the clerk of Chefchaouen."""
    return services.submit_method(town_draft(cast, title, **changes), user=cast.clerk)


def published(cast: Cast, title: dict[str, str] | None = None, **changes: Any) -> Method:
    """A published method of Chefchaouen."""
    return services.publish_method(submitted(cast, title, **changes), user=cast.secretariat)


def networks(cast: Cast, title: dict[str, str] | None = None, **changes: Any) -> Method:
    """A published method of the network itself."""
    return services.publish_method(draft(cast.secretariat, None, title, **changes), user=cast.secretariat)


def with_document(method: Method, user: User, label: str = "جدول للتعبئة") -> MethodDocument:
    """A small table beside the method."""
    upload = SimpleUploadedFile("جدول.csv", "المرفق;القراءة\nمدرسة;12\n".encode())
    with keep_upload(prepare_upload(upload, "document")) as kept:
        return services.add_document(method, user=user, kept=kept, label=label, language="ar")


def signed_in(user: User) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(user)
    return client


def form_data(method: Method, **changes: Any) -> dict[str, Any]:
    """What the editor's form sends for a method as it is now."""
    content: Content = snapshot(Method.objects.get(pk=method.pk))
    data: dict[str, Any] = {"form_key": new_form_key(), "seen": json.dumps(marks(content)), "do": "save"}
    for name in TEXTS:
        data |= {f"{name}_{code}": text for code, text in content[name].items()}
    for name in ("kind", "original_language", "link", "source", "publisher", "licence", "themes", "goals"):
        data[name] = content[name]
    data["year"] = content["year"] or ""
    data["examples"] = "\n".join(content["examples"])
    return data | changes
