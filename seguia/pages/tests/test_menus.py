"""Menus: data, cached, evaluated by the clock; without them the built-in navigation."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from seguia.core.errors import Conflict
from seguia.core.idempotency import new_form_key
from seguia.core.translated import TranslatedText
from seguia.pages import services
from seguia.pages.menus import CACHE_KEY, menu_entries
from seguia.pages.models import MenuItem
from seguia.pages.services.menus import menu_mark
from seguia.pages.tests.writers import draft, live, scheduled, signed_in
from seguia.ui.errors import server_error


@pytest.fixture(autouse=True)
def menus_are_read(built_in_menus, django_capture_on_commit_callbacks):
    cache.delete(CACHE_KEY)
    yield
    cache.delete(CACHE_KEY)


def navigation(client: Client, language: str = "ar") -> str:
    cache.delete(CACHE_KEY)
    return client.get(f"/{language}/map/").content.decode().split('class="site-nav"')[1].split("</nav>")[0]


def save(cast, items, menu="main"):
    present = list(MenuItem.objects.filter(menu=menu))
    services.save_menu(user=cast.secretariat, menu=menu, items=items, seen=menu_mark(present))


def test_without_menus_the_built_in_navigation_stands(cast):
    assert '/ar/search/"' in navigation(Client())
    assert '/ar/map/" aria-current' in navigation(Client())


def test_menu_by_the_page(cast):
    page, client = live(cast.secretariat), signed_in(cast.secretariat)
    data = {
        "rows": "3", "seen": "", "form_key": new_form_key(),
        "row0-place": "portal:map", "row0-order": "2",
        "row1-page": page.public_id, "row1-order": "1",
        "row2-url": "https://example.org/", "row2-label_ar": "موقع آخر", "row2-order": "",
    }  # fmt: skip
    assert client.post("/fr/pages/menus/main/", data).status_code == 302
    shown = navigation(Client())
    assert shown.index("كيف تنخرط") < shown.index("/ar/map/") < shown.index("https://example.org/")
    assert "Comment adhérer" in navigation(Client(), "fr")
    html = client.get("/fr/pages/menus/main/").content.decode()
    assert "https://example.org/" in html
    empty = {"rows": "1", "seen": menu_mark(list(MenuItem.objects.all())), "form_key": new_form_key()}
    assert client.post("/fr/pages/menus/main/", empty).status_code == 302
    assert not MenuItem.objects.exists()
    assert '/ar/search/"' in navigation(Client())


def test_scheduled_page_appears_in_the_cached_menu_with_its_moment(cast):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        page = scheduled(cast.secretariat, minutes=0.5)
        save(cast, [MenuItem(place="portal:map"), MenuItem(page=page)])
        assert "كيف تنخرط" not in navigation(Client())
        cache.delete(CACHE_KEY)
        Client().get("/ar/map/")
        clock.shift(datetime.timedelta(seconds=31))
        assert "كيف تنخرط" in Client().get("/ar/map/").content.decode().split('class="site-nav"')[1].split("</nav>")[0]


def test_draft_is_in_no_menu(cast):
    save(cast, [MenuItem(page=draft(cast.secretariat)), MenuItem(place="portal:map")])
    assert "كيف تنخرط" not in navigation(Client())


def test_marked_page_stands_in_the_footer(cast):
    page = live(cast.secretariat, in_menu=True)
    cache.delete(CACHE_KEY)
    foot = Client().get("/fr/map/").content.decode().split("<footer")[1]
    assert page.title["fr"] in foot


@pytest.mark.parametrize(
    "item",
    [
        {"url": "javascript:alert(1)", "label": {"fr": "x"}}, {"url": "https://example.org/"}, {"place": "nowhere"}, {},
        {"place": "portal:map", "url": "https://example.org/", "label": {"fr": "x"}},
    ],
)  # fmt: skip
def test_items_that_lead_nowhere_are_refused(cast, item):
    item = {**item, "label": TranslatedText(item.get("label", {}))}
    with pytest.raises(ValidationError):
        save(cast, [MenuItem(**item)])
    assert not MenuItem.objects.exists()


def test_faulty_row_keeps_what_was_typed(cast):
    data = {"rows": "1", "seen": "", "form_key": new_form_key(), "row0-url": "ftp://x", "row0-label_fr": "Mon lien"}
    answer = signed_in(cast.secretariat).post("/en/pages/menus/main/", data)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "ftp://x" in html
    assert "Mon lien" in html
    assert "not possible" in html


def test_second_editor_of_a_menu_is_told(cast):
    save(cast, [MenuItem(place="portal:map")])
    with pytest.raises(Conflict):
        services.save_menu(user=cast.secretariat, menu="main", items=[], seen="")
    data = {"rows": "1", "seen": "", "form_key": new_form_key(), "row0-place": "portal:search"}
    assert signed_in(cast.secretariat).post("/en/pages/menus/main/", data).status_code == 409
    assert MenuItem.objects.get().place == "portal:map"


def test_two_who_fill_an_empty_menu_at_once(cast, monkeypatch):
    """The second did not see the first: the constraint decides."""
    save(cast, [MenuItem(place="portal:map")])
    monkeypatch.setattr("seguia.pages.services.menus.menu_mark", lambda items: "")
    monkeypatch.setattr(type(MenuItem.objects.all()), "delete", lambda self: (0, {}))
    with pytest.raises(Conflict, match="meanwhile"):
        services.save_menu(user=cast.secretariat, menu="main", items=[MenuItem(place="portal:search")], seen="")
    assert MenuItem.objects.get().place == "portal:map"


def test_cached_menu_asks_nothing(cast, django_assert_num_queries):
    live(cast.secretariat, in_menu=True)
    save(cast, [MenuItem(place="portal:map")])
    cache.delete(CACHE_KEY)
    with django_assert_num_queries(3):  # items; marked pages, their addresses
        menu_entries("main", "ar")
    with django_assert_num_queries(0):
        menu_entries("footer", "fr")


def test_saving_forgets_the_cache_after_commit(cast, django_capture_on_commit_callbacks):
    cache.set(CACHE_KEY, "old")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        save(cast, [MenuItem(place="portal:map")])
        assert cache.get(CACHE_KEY) == "old"
    assert cache.get(CACHE_KEY) is None


def test_fault_of_ours_asks_for_no_menu(django_assert_num_queries, rf):
    request = rf.get("/fr/x/")
    request.user = AnonymousUser()
    assert server_error(request).status_code == 500
