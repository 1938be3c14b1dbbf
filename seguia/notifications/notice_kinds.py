"""Kinds of notice and their groups, told by the upper floors at start: how each is said, and how it comes by default."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.translated import Localised
from seguia.notifications.models import Mail, Notice


@dataclass(frozen=True)
class NoticeGroup:
    """What a person can wish for as one: kinds that come to them for the same reason."""

    code: str
    label: Message
    explanation: Message
    order: int
    in_app: bool = True
    mail: Mail = Mail.NONE
    """Until the person wishes otherwise. Only what answers an act of their own or belongs to an office they accepted
    may come by mail unasked."""
    locked_because: Message = ""
    """Why it cannot be switched off; empty when it can."""
    is_for_secretariat: bool = False


@dataclass(frozen=True)
class Told:
    """One notice as its reader reads it."""

    sentence: str
    """A whole sentence in the active language."""
    path: str = ""
    """Where it leads, `/fr/…`; empty when nowhere."""
    title: Localised | None = None
    """What it is about, in the language that has, shown below the sentence with its own direction."""


Tell = Callable[[Notice], Told | None]
"""Notice → what is said in the active language, from `notice.facts` and `notice.found`, without a query; None when there
is nothing left to tell."""
Load = Callable[[Sequence[Notice]], Mapping[int, Any]]
"""Notices of one kind → what each is about, by the notice's pk: read once for a page. A notice that is missing is not told."""


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice."""

    code: str
    label: Message
    group: str
    tell: Tell
    load: Load | None = None


_GROUPS: dict[str, NoticeGroup] = {}
_KINDS: dict[str, NoticeKind] = {}


def register_notice_group(group: NoticeGroup) -> None:
    """Offer one more line on the page of preferences."""
    _GROUPS[group.code] = group


def register_notice_kind(code: str, *, label: Message, group: str, tell: Tell, load: Load | None = None) -> None:
    """Make a kind of notice known; `group` is the code of one that is registered when it is told: upper floors start first."""
    _KINDS[code] = NoticeKind(code, label, group, tell, load)


def notice_group(code: str) -> NoticeGroup:
    """A group by its code. Raises LookupError."""
    return _GROUPS[code]


def notice_kind(code: str) -> NoticeKind:
    """A kind by its code. Raises LookupError."""
    return _KINDS[code]


def notice_groups(user: Any) -> list[NoticeGroup]:
    """The groups that concern a person, in their order."""
    groups = (group for group in _GROUPS.values() if user.is_staff or not group.is_for_secretariat)
    return sorted(groups, key=lambda group: (group.order, group.code))


def told(notices: Iterable[Notice]) -> list[tuple[Notice, Told | None]]:
    """What each says in the active language; one query at most for each kind among them."""
    notices = list(notices)
    missing = _load(notices)
    return [(notice, None if notice.pk in missing else _told(notice)) for notice in notices]


def _load(notices: Sequence[Notice]) -> set[int]:
    """Set `found` of each; returns those about which nothing was found."""
    missing: set[int] = set()
    for code in dict.fromkeys(notice.kind for notice in notices):
        kind = _KINDS.get(code)
        if kind is None or kind.load is None:
            continue
        of_kind = [notice for notice in notices if notice.kind == code]
        found = kind.load(of_kind)
        for notice in of_kind:
            notice.found = found.get(notice.pk)
        missing |= {notice.pk for notice in of_kind if notice.found is None}
    return missing


def _told(notice: Notice) -> Told | None:
    kind = _KINDS.get(notice.kind)
    return kind.tell(notice) if kind else None


def register_own_groups() -> None:
    """The groups every feature shares."""
    for group in (
        NoticeGroup(
            "answers",
            _("Answers to what you sent"),
            _("Your sheet was published or returned, your question was answered, your request was decided."),
            10,
            mail=Mail.AT_ONCE,
        ),
        NoticeGroup(
            "town",
            _("Your town"),
            _("Colleagues, mandates, dues and deadlines of the organisation you act for."),
            20,
            mail=Mail.DAILY,
        ),
        NoticeGroup(
            "network",
            _("News of the network"),
            _("New members, new actions and pages of the network."),
            30,
        ),
        NoticeGroup(
            "desk",
            _("The secretariat's desk"),
            _("Something new waits for a decision, or went wrong."),
            40,
            mail=Mail.DAILY,
            is_for_secretariat=True,
        ),
        NoticeGroup(
            "account",
            _("Your account"),
            _("Somebody signed in anew, your address or your rights were changed."),
            50,
            mail=Mail.AT_ONCE,
            locked_because=_(
                "These tell you when somebody else might be using your account. They always come at once."
            ),
        ),
    ):
        register_notice_group(group)
