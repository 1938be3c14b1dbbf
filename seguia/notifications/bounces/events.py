"""What a mail provider reports as JSON: a few plain names, to which a provider's own form is easily mapped."""

from typing import Any

from seguia.notifications.bounces.reports import Report
from seguia.notifications.bounces.services import Bounce

MOST_EVENTS = 1000


def read_events(body: Any) -> list[Report]:
    """`{"events": [{"message_id": "<…>", "type": "hard" | "soft", "status": "5.1.1", "diagnostic": "…"}]}`.

    Raises ValueError with what is wrong.
    """
    events = body.get("events") if isinstance(body, dict) else None
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise ValueError("“events” is not such a list.")
    return [_report(number, event) for number, event in enumerate(events, 1)]


def _report(number: int, event: Any) -> Report:
    if not isinstance(event, dict):
        raise ValueError(f"Event {number} is not an object.")
    if event.get("type") not in ("hard", "soft"):
        raise ValueError(f"Event {number}: “type” must be hard or soft.")
    texts = {name: event.get(name, "") for name in ("message_id", "status", "diagnostic")}
    if not all(isinstance(text, str) and "\0" not in text for text in texts.values()) or not texts["message_id"]:
        raise ValueError(f"Event {number}: “message_id” is missing, or something is not a text.")
    message_id = f"<{texts['message_id'].strip().strip('<>')}>"
    bounce = Bounce(event["type"] == "hard", texts["status"][:12], texts["diagnostic"][:300])
    return Report(bounce, message_ids=[message_id[:300]])
