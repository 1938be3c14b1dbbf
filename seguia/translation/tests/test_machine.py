"""The machine: the LibreTranslate client against a misbehaving service on 127.0.0.1, and the worker's orders."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from seguia.core.errors import Invalid, Refused
from seguia.translation import machine as machines
from seguia.translation.machine import MachineFault
from seguia.translation.machine.libretranslate import LibreTranslate
from seguia.translation.machine.pretending import PretendedMachine
from seguia.translation.models import DraftText, MachineOrder, TranslationDraft
from seguia.translation.services.machine import MOST_ATTEMPTS, carry_out_orders, order_proposals
from seguia.translation.services.publishing import submit_draft
from seguia.translation.tests.conftest import as_user
from seguia.translation.tests.editing import form_of, opened, write

DESK = "/en/translation/"


class Service:
    """A fake LibreTranslate: `answer` decides what it does with a request."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.pause = 0.0
        self.drip = 0.0

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        """The next answer; the last one is given again and again."""
        self.answers.append((status, headers, body))

    def next_answer(self) -> tuple[int, dict[str, str], bytes]:
        """What it says now."""
        if not self.answers:
            texts = [f"<{text}>" for text in self.asked[-1]["q"]]
            return 200, {}, json.dumps({"translatedText": texts}).encode()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            found.asked.append({**json.loads(self.rfile.read(length)), "path": self.path})
            time.sleep(found.pause)
            status, headers, body = found.next_answer()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for start in range(0, len(body), 10 if found.drip else len(body) or 1):
                    self.wfile.write(body[start : start + (10 if found.drip else len(body))])
                    self.wfile.flush()
                    time.sleep(found.drip)
            except OSError:
                return

        def do_GET(self) -> None:
            found.asked.append({"path": self.path, "q": []})
            self.send_error(404)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()


def client_of(service: Service, **options: Any) -> LibreTranslate:
    return LibreTranslate(service.url, **{"timeout": 2.0, **options})


def fault_of(service: Service, **options: Any) -> str:
    with pytest.raises(MachineFault) as caught:
        client_of(service, **options).translate(["un", "deux"], "fr", "ar")
    return caught.value.code


def test_texts_come_back_in_their_order(service):
    assert client_of(service, key="k").translate(["un", "", "deux"], "fr", "ar") == ["<un>", "", "<deux>"]
    assert service.asked == [
        {"q": ["un", "deux"], "source": "fr", "target": "ar", "format": "text", "api_key": "k", "path": "/translate"}
    ]


def test_long_texts_are_cut_at_their_line_ends(service):
    text = "\n".join(["a" * 3000, "", "b" * 3000])
    assert client_of(service).translate([text], "fr", "ar") == [f"<{'a' * 3000}>\n\n<{'b' * 3000}>"]
    assert [len(asked["q"]) for asked in service.asked] == [1, 1]


def test_paragraph_that_is_too_long_is_said_so_without_asking(service):
    with pytest.raises(MachineFault) as caught:
        client_of(service).translate(["a" * 5001], "fr", "ar")
    assert (caught.value.code, service.asked) == ("too_long", [])


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (500, b"oops", "unreachable"),
        (200, b"<html>Sign in</html>", "broken"),
        (200, b'{"translatedText": ["one"]}', "broken"),
        (200, b'{"translatedText": ["one", 2]}', "broken"),
        (200, b'{"translatedText": "one"}', "broken"),
        (200, b'["one", "two"]', "broken"),
        (200, b'{"error": "x"}', "broken"),
        (200, b"", "broken"),
        (200, b"\xff\xfe\x00", "broken"),
        (200, b"x" * 1_100_000, "broken"),
        (400, b'{"error": "fr is not supported"}', "language"),
        (403, b'{"error": "Invalid API key"}', "refused"),
        (429, b'{"error": "Slowdown"}', "busy"),
    ],
)
def test_faults_of_a_service(status, body, code, service):
    service.reply(status, body)
    assert fault_of(service) == code


def test_slow_service_is_given_up(service):
    service.pause = 0.6
    assert fault_of(service, timeout=0.2) == "too_slow"


def test_dripping_service_is_given_up(service):
    service.drip = 0.1
    service.reply(200, b'{"translatedText": ["' + b"a" * 300 + b'", "b"]}')
    began = time.monotonic()
    assert fault_of(service, timeout=0.5) == "too_slow"
    assert time.monotonic() - began < 2


def test_nothing_is_carried_to_another_host(service):
    service.reply(302, b"", Location=f"{service.url}/elsewhere")
    assert fault_of(service) == "broken"
    assert [asked["path"] for asked in service.asked] == ["/translate"]


def test_a_service_that_was_away_for_a_moment_is_asked_twice(service):
    service.reply(503, b"")
    service.reply(200, b'{"translatedText": ["one", "two"]}')
    assert client_of(service).translate(["un", "deux"], "fr", "ar") == ["one", "two"]


def test_nobody_there():
    with pytest.raises(MachineFault) as caught:
        LibreTranslate("http://127.0.0.1:9", timeout=1).translate(["un"], "fr", "ar")
    assert caught.value.code == "unreachable"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x", "translate", "http://a:b@host"])
def test_addresses_that_are_none(url):
    with pytest.raises(ValueError, match="MACHINE_TRANSLATION_URL"):
        LibreTranslate(url)


# Orders


@pytest.fixture
def pretended(monkeypatch) -> PretendedMachine:
    found = PretendedMachine({"Le compostage au pied des immeubles": "التسميد عند مداخل العمارات"})
    monkeypatch.setattr(machines, "_make", [lambda: found])
    return found


def test_off_by_default(desk, translator):
    assert machines.provider() is None
    with pytest.raises(Invalid, match="switched off"):
        order_proposals(user=translator, items=[opened(translator, desk.french_action, "ar")])
    assert carry_out_orders() == 0
    page = as_user(translator).get(f"{DESK}action/{desk.french_action.public_id}/ar/").content.decode()
    assert "Ask the machine" not in page


def test_the_setting_makes_a_libretranslate_client(settings):
    settings.MACHINE_TRANSLATION_URL = "http://127.0.0.1:5000"
    assert isinstance(machines.provider(), LibreTranslate)


def test_proposals_stand_in_the_editor_and_are_reviewed(desk, translator, pretended):
    browser, sheet = as_user(translator), desk.french_action
    answer = browser.post(f"{DESK}proposals/", {"line": f"action|{sheet.public_id}|ar"})
    assert (answer.status_code, pretended.asked) == (302, [])  # not in the request
    assert "The machine is preparing" in browser.get(answer.url).content.decode()
    assert carry_out_orders() == 3
    sheet.refresh_from_db()
    assert "ar" not in sheet.title
    html = browser.get(answer.url).content.decode()
    assert "التسميد عند مداخل العمارات" in html
    assert html.count("badge is-machine") == 6  # in the list of texts and beside each of the three
    assert submit_draft(user=translator, item=opened(translator, sheet, "ar")) is False
    assert TranslationDraft.objects.get().status == "submitted"


def test_proposal_that_a_person_changed_needs_no_review(desk, translator, pretended):
    item = opened(translator, desk.french_action, "ar")
    order_proposals(user=translator, items=[item])
    carry_out_orders()
    write(translator, item, title="سماد", summary="ملخص 30 %.", done="24 صندوقا.")
    assert submit_draft(user=translator, item=item) is True
    desk.french_action.refresh_from_db()
    assert desk.french_action.language_report("ar").origin == "person"


def test_what_a_person_began_is_not_touched(desk, translator, pretended):
    item = opened(translator, desk.french_action, "ar")
    write(translator, item, title="عنواني")
    order_proposals(user=translator, items=[item])
    assert carry_out_orders() == 2
    assert DraftText.objects.get(key="title").text == "عنواني"
    assert len(pretended.asked[0][0]) == 2


def test_what_a_person_writes_while_the_machine_works_stays(desk, translator, pretended, monkeypatch):
    item = opened(translator, desk.french_action, "ar")
    order_proposals(user=translator, items=[item])
    translate = pretended.translate

    def slowly(texts, source, target):
        assert not connection.in_atomic_block or len(connection.savepoint_ids) <= 1  # the test's own only
        write(translator, item, title="عنواني")
        return translate(texts, source, target)

    monkeypatch.setattr(pretended, "translate", slowly)
    assert carry_out_orders() == 2
    assert DraftText.objects.get(key="title").text == "عنواني"


def test_faults_are_tried_again_and_then_given_up(desk, translator, pretended):
    order_proposals(user=translator, items=[opened(translator, desk.french_action, "ar")])
    pretended.fault = "busy"
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert carry_out_orders() == 0
        order = MachineOrder.objects.get()
        assert (order.attempts, order.fault) == (attempt, "busy")
        assert order.next_try_at > timezone.now()
        assert carry_out_orders() == 0  # not due yet
        MachineOrder.objects.update(next_try_at=timezone.now())
    assert MachineOrder.objects.get().state == "failed"
    page = as_user(translator).get(f"{DESK}action/{desk.french_action.public_id}/ar/").content.decode()
    assert "The translation service has too much to do." in page


@pytest.mark.parametrize("code", ["refused", "language", "too_long"])
def test_faults_that_stay_are_not_tried_again(code, desk, translator, pretended):
    order_proposals(user=translator, items=[opened(translator, desk.french_action, "ar")])
    pretended.fault = code
    carry_out_orders()
    assert MachineOrder.objects.get().state == "failed"


def test_proposals_that_do_not_fit_are_left_out(desk, translator, pretended):
    pretended.known = {"Le compostage au pied des immeubles": "س" * 400}
    order_proposals(user=translator, items=[opened(translator, desk.french_action, "ar")])
    assert carry_out_orders() == 2
    assert not DraftText.objects.filter(key="title").exists()


def test_one_broken_order_does_not_hold_up_the_others(desk, translator, pretended):
    MachineOrder.objects.create(kind="action", item="nothing0", language="ar", ordered_by=translator)
    order_proposals(user=translator, items=[opened(translator, desk.french_action, "ar")])
    assert carry_out_orders() == 3


def test_published_machine_texts_are_marked_for_readers(desk, translator, pretended, settings, client):
    settings.MACHINE_TRANSLATION_PUBLISH = True
    order_proposals(user=translator, items=[opened(translator, desk.french_action, "ar")])
    assert carry_out_orders() == 3
    sheet = desk.french_action
    sheet.refresh_from_db()
    assert sheet.language_report("ar").origin == "machine"
    html = client.get(f"/en/actions/{sheet.public_id}/?text=ar").content.decode()
    assert "translated by a machine and not yet read by a person" in html
    assert as_user(translator).get(f"{DESK}?to=&state=machine").context["count"] == 1
    item = opened(translator, sheet, "ar")
    write(translator, item, title="سماد", summary="ملخص 30 %.", done="24 صندوقا.")
    submit_draft(user=translator, item=item)
    sheet.refresh_from_db()
    assert sheet.language_report("ar").origin == "person"


def test_published_machine_text_can_be_confirmed_as_it_is(desk, translator, pretended, settings):
    settings.MACHINE_TRANSLATION_PUBLISH = True
    item = opened(translator, desk.french_action, "ar")
    order_proposals(user=translator, items=[item])
    carry_out_orders()
    item = opened(translator, desk.french_action, "ar")
    url = f"{DESK}action/{desk.french_action.public_id}/ar/"
    assert as_user(translator).get(url).content.decode().count("I have compared this machine text") == 3
    form = {**form_of(item, do="submit"), **dict.fromkeys(["r-title", "r-summary", "r-done"], "on")}
    assert as_user(translator).post(url, form).status_code == 302
    desk.french_action.refresh_from_db()
    assert desk.french_action.language_report("ar").origin == "person"


def test_who_may_not_translate_orders_nothing(desk, translator, pretended):
    item = opened(desk.secretariat, desk.french_action, "ar")
    with pytest.raises(Refused):
        order_proposals(user=desk.stranger, items=[item])
    line = {"line": f"action|{desk.french_action.public_id}|ar"}
    assert as_user(desk.stranger).post(f"{DESK}proposals/", line).status_code == 403
    for nonsense in ({}, {"line": "x"}, {"line": "action|nothing0|ar"}):
        assert as_user(translator).post(f"{DESK}proposals/", nonsense).status_code in (400, 404)
    assert not MachineOrder.objects.exists()
