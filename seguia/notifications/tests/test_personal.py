"""What is kept about a person here is exported and erased, and nothing about others."""

import json

import pytest
from django.test import Client

from seguia.accounts.personal_data import personal_data
from seguia.config.testing import Cast
from seguia.notifications.models import AddressState, Mail, Notice, OptOut, OutboxMessage, Preference
from seguia.notifications.services import Bounce, notify, opt_out, queue_message, record_bounce
from seguia.notifications.subscriptions import subscription_of

pytestmark = pytest.mark.django_db
FACTS = {"town": "شفشاون", "page": "http://localhost:8000/ar/"}
NAMES = {"notices", "notification_preferences", "mails"}


def test_export_and_erasure(cast: Cast, client: Client) -> None:
    for user in (cast.mayor, cast.clerk):
        notify("test.news", to=[user], facts=FACTS)
        Preference.objects.create(user=user, group="town", mail=Mail.WEEKLY)
        message = queue_message("test.news", to=user, facts=FACTS)
        opt_out(subscription_of(message))
        record_bounce(message, Bounce(is_hard=True, status="5.1.1"))
    kinds = [kind for kind in personal_data() if kind.name in NAMES]
    assert {kind.name for kind in kinds} == NAMES
    told = json.loads(json.dumps({kind.name: kind.export(cast.mayor) for kind in kinds}))
    assert told["notices"][0]["facts"]["town"] == "شفشاون"
    assert told["notification_preferences"]["groups"] == [{"group": "town", "in_app": True, "mail": "weekly"}]
    assert told["mails"]["address"][0]["status"] == "5.1.1"
    assert "clerk" not in json.dumps(told)
    for kind in kinds:
        kind.erase(cast.mayor)
    for table in (Notice, Preference, OutboxMessage, OptOut, AddressState):
        assert table._default_manager.count() == 1, table
