"""Whether a case exists cannot be told from outside: every page is the same, byte for byte, with it and without it."""

import datetime
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seguia.accounts.models import User
from seguia.config.testing import Cast, make_user
from seguia.files.models import StoredFile
from seguia.files.services import keep_upload, prepare_upload
from seguia.files.tests import evil
from seguia.membership.models import Representation, Role
from seguia.search.index.follower import rebuild
from seguia.support.models import Adviser, Attachment, Case, CaseKind, Deadline
from seguia.support.services.asking import Need, open_case
from seguia.support.services.deadlines import NewDeadline, set_deadline
from seguia.support.services.messages import NewMessage, post_message
from seguia.support.services.taking import take_case
from seguia.support.tests.desk import make_adviser
from seguia.translation.models import Translator

ID, MESSAGE, FILE, DEADLINE = "kepts3cr", "kepts3cm", "kepts3cf", "kepts3cd"
NEED = "سرقسطة: نريد تحويل نفايات السوق إلى سماد"
CHANGING = re.compile(
    rb'name="(?:csrfmiddlewaretoken|form_key)" value="[^"]*"|nonce="[^"]*"|nonce-[\w+/=-]+|"(?:took|seconds)[^,}]*'
)


@pytest.fixture
def outsiders(cast: Cast) -> dict[str, User | None]:
    """Everybody who has nothing to do with it."""
    billing, translator = make_user("billing"), make_user("translator")
    Representation.objects.create(user=billing, organisation=cast.chefchaouen_town, role=Role.BILLING)
    Translator.objects.create(user=translator, languages=["fr"], granted_by=cast.secretariat)
    bruno = make_adviser("bruno", languages=("fr",)).user
    left = make_adviser("left").user
    Adviser.objects.filter(user=left).update(until="2026-01-01T00:00:00Z")
    return {
        "visitor": None,
        "stranger": cast.stranger,
        "other mayor": cast.loos_mayor,
        "adviser without the case": bruno,
        "adviser who left": left,
        "billing": billing,
        "translator": translator,
    }


def addresses(cast: Cast) -> list[str]:
    """Pages, feeds, search, interface, notices, files; and every address of the case itself."""
    town = cast.chefchaouen_town
    deeds = ["", "write/", "take/", "hand-over/", "decline/", "close/", "withdraw/", "reopen/", "deadlines/"]
    deeds += [f"deadlines/{DEADLINE}/done/", "recommend/", "recommend/send/", "publish/"]
    return [
        *(f"/ar/help-desk/{ID}/{deed}" for deed in deeds),
        "/ar/help-desk/",
        "/ar/help-desk/ask/",
        "/ar/help-desk/queue/",
        "/ar/help-desk/figures/",
        "/ar/help-desk/advisers/",
        "/ar/",
        "/ar/my-town/",
        "/ar/search/?q=سرقسطة",
        "/ar/notifications/",
        "/ar/statistics/",
        "/sitemap.xml",
        "/ar/members/",
        f"/ar{reverse('membership:organisation', args=[town.public_id])[3:]}",
        "/ar/territories/hcp/0115101/",
        "/ar/account/data/",
        "/api/v1/",
        "/api/v1/search?q=سرقسطة",
        f"/api/v1/organisations/{town.public_id}",
        f"/files/{FILE}/",
        f"/files/{FILE}/480.webp",
    ]


def seen(cast: Cast, outsiders: dict[str, User | None]) -> dict[tuple[str, str, str], Any]:
    """Every answer to everybody, without what is new in each answer."""
    found = {}
    for role, user in outsiders.items():
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        for address in addresses(cast):
            for method in ("get", "post") if ID in address else ("get",):
                cache.clear()
                form = {"text": "x", "reason": "x", "form_key": "a" * 24} if method == "post" else {}
                response = getattr(client, method)(address, form)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                found[role, method, address] = (response.status_code, response.get("Location"), CHANGING.sub(b"", body))
    return found


def make_secret(cast: Cast, adviser: User) -> Case:
    """A case with everything: thread, note, file, deadline, in the hands of an adviser."""
    case = open_case(user=cast.clerk, organisation=cast.chefchaouen_town, need=Need(NEED, kind=CaseKind.INSTITUTIONAL))
    Case.objects.filter(pk=case.pk).update(public_id=ID)
    case.refresh_from_db()
    take_case(user=adviser, case=case)
    with keep_upload(prepare_upload(SimpleUploadedFile("سر.jpg", evil.picture()), "picture")) as kept:
        post_message(user=cast.clerk, case=case, new=NewMessage("جواب"), kept=[kept])
    StoredFile.objects.filter(pk=Attachment.objects.get().file_id).update(public_id=FILE)
    post_message(user=adviser, case=case, new=NewMessage("ملاحظة", is_private=True))
    set_deadline(user=adviser, case=case, new=NewDeadline("أجل", timezone.localdate() + datetime.timedelta(days=3)))
    Deadline.objects.update(public_id=DEADLINE)
    return case


@pytest.mark.once
def test_nothing_tells_whether_a_case_exists(cast: Cast, outsiders: dict[str, User | None]) -> None:
    rebuild()
    before, insider = seen(cast, outsiders), seen(cast, {"clerk": cast.clerk})
    adviser = make_adviser("salma", kinds=(CaseKind.METHOD, CaseKind.INSTITUTIONAL)).user
    case = make_secret(cast, adviser)
    after = seen(cast, outsiders)
    assert {key for key in before if before[key] != after[key]} == set()
    changed = {key[2] for key, answer in seen(cast, {"clerk": cast.clerk}).items() if answer != insider[key]}
    assert changed >= {f"/ar/help-desk/{ID}/", "/ar/my-town/", f"/files/{FILE}/"}, (
        "the control: people of the town see it"
    )
    for user, status in [(cast.clerk, 200), (adviser, 200), (cast.secretariat, 200)]:
        client = Client()
        client.force_login(user)
        assert client.get(f"/ar/help-desk/{case.public_id}/").status_code == status, "the control: it is there"
        assert client.get(f"/files/{FILE}/").status_code == status
