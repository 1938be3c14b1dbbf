"""An address for answers, and a conversation to answer in."""

from typing import Any

import pytest

from seguia.notifications.inbound import replies
from seguia.notifications.tests.inbound.house import register_case


@pytest.fixture(autouse=True)
def case(kind: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The kind `test.case`; answers come to reply@example.org."""
    monkeypatch.setattr(replies, "_KINDS", {})
    settings.INBOUND_ADDRESS = "reply@example.org"
    register_case()
