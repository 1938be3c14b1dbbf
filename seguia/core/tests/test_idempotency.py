"""Every form takes effect once."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import RequestFactory

from seguia.config.testing import make_user
from seguia.core.errors import Invalid
from seguia.core.idempotency import SentDifferently, body_hash, new_form_key, take_effect_once
from seguia.core.models import SubmittedForm
from seguia.core.tests.real_database import real_database

__all__ = ["real_database"]


def request_of(user, path="/fr/x/", **data):
    request = RequestFactory().post(path, data)
    request.user = user
    return request


class Counter:
    def __init__(self) -> None:
        self.runs = 0

    def __call__(self) -> str:
        self.runs += 1
        return f"/fr/result/{self.runs}/"


def test_replay_leads_to_the_same_result_without_effect(db):
    user, key, effect = make_user("فاطمة".encode().hex()[:8]), new_form_key(), Counter()
    responses = [take_effect_once(request_of(user, form_key=key, text="ماء"), effect) for _ in range(5)]
    assert {response["Location"] for response in responses} == {"/fr/result/1/"}
    assert effect.runs == 1


def test_same_key_with_another_body_is_422(db):
    user, key, effect = make_user("fatima"), new_form_key(), Counter()
    take_effect_once(request_of(user, form_key=key, text="ماء"), effect)
    with pytest.raises(SentDifferently) as caught:
        take_effect_once(request_of(user, form_key=key, text="هواء"), effect)
    assert (caught.value.status, effect.runs) == (422, 1)


def test_key_of_somebody_else_gives_nothing_away(db):
    key, effect = new_form_key(), Counter()
    take_effect_once(request_of(make_user("fatima"), form_key=key, text="ماء"), effect)
    for other in (make_user("stranger"), AnonymousUser()):
        with pytest.raises(SentDifferently):
            take_effect_once(request_of(other, form_key=key, text="ماء"), effect)


@pytest.mark.parametrize("key", ["", "short", "x" * 37, "ماء" * 8, "a b" * 8])
def test_form_without_a_good_key_is_refused(key, db):
    effect = Counter()
    with pytest.raises(Invalid):
        take_effect_once(request_of(AnonymousUser(), form_key=key), effect)
    assert (effect.runs, SubmittedForm.objects.count()) == (0, 0)


def test_failed_effect_keeps_no_key_and_may_be_sent_again(db):
    user, key = make_user("fatima"), new_form_key()

    def failing() -> str:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        take_effect_once(request_of(user, form_key=key), failing)
    assert SubmittedForm.objects.count() == 0
    assert take_effect_once(request_of(user, form_key=key), Counter())["Location"] == "/fr/result/1/"


def test_body_hash_knows_path_fields_and_files_but_not_the_token():
    def hashed(**data) -> str:
        return body_hash(request_of(None, **data))

    assert hashed(a="1", csrfmiddlewaretoken="x") == hashed(a="1", csrfmiddlewaretoken="y")
    assert hashed(a="1") != hashed(a="2")
    assert hashed(a="1") != hashed(path="/fr/y/", a="1")
    files = [SimpleUploadedFile("a.txt", content) for content in (b"one", b"two", b"one")]
    hashes = [hashed(file=file) for file in files]
    assert hashes[0] == hashes[2] != hashes[1]


def test_five_at_the_same_moment_take_effect_once(real_database):
    user, key, barrier, results = make_user("fatima"), new_form_key(), threading.Barrier(5), []
    made = []

    def effect() -> str:
        made.append(make_user(f"guest{len(made)}"))
        return "/fr/done/"

    def run() -> None:
        try:
            barrier.wait(timeout=30)
            results.append(take_effect_once(request_of(user, form_key=key, text="ماء"), effect)["Location"])
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert results == ["/fr/done/"] * 5
    assert len(made) == 1
