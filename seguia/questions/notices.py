"""What people are told about questions: on their page of notices, and by mail as they wish, in their own language around
the words of others."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seguia.notifications.models import Mail, Notice
from seguia.notifications.notice_kinds import NoticeGroup, Told, register_notice_group, register_notice_kind
from seguia.questions.models import Post
from seguia.questions.queries import every_post_by_pk, posts_by_pk

ASKED, ANSWERED, ADDED = "questions.asked", "questions.answered", "questions.added"
HELPED, REMINDED, RAISED, DECIDED = "questions.helped", "questions.reminded", "questions.raised", "questions.decided"
GROUP = "questions"


def load_posts(notices: Sequence[Notice]) -> Mapping[int, Post]:
    """The text of each, while everybody can read it."""
    return _loaded(notices, posts_by_pk([notice.about_id for notice in notices]))


def load_all_posts(notices: Sequence[Notice]) -> Mapping[int, Post]:
    """Also what was taken offline: its author is told so."""
    return _loaded(notices, every_post_by_pk([notice.about_id for notice in notices]))


def _loaded(notices: Sequence[Notice], posts: Mapping[int, Post]) -> dict[int, Post]:
    found = {notice.pk: posts.get(int(notice.about_id or 0)) for notice in notices}
    return {pk: post for pk, post in found.items() if post is not None}


def _town(post: Post) -> str:
    """On behalf of whom it was written."""
    if post.organisation is None:
        return _("The secretariat")
    town = post.organisation.territory
    return (town.name.localised() if town else post.organisation.label()).text


def _said(post: Post, sentence: str) -> Told:
    return Told(
        sentence % {"town": _town(post), "action": post.action.label().text}, post.get_absolute_url(), post.said
    )


def tell_asked(notice: Notice) -> Told:
    """To the town that did it."""
    return _said(notice.found, _("%(town)s asks about your action “%(action)s”."))


def tell_answered(notice: Notice) -> Told:
    """To who asked."""
    return _said(notice.found, _("%(town)s answered your question about “%(action)s”."))


def tell_added(notice: Notice) -> Told:
    """To the town that did it, when others speak."""
    return _said(notice.found, _("%(town)s wrote below a question about your action “%(action)s”."))


def tell_helped(notice: Notice) -> Told:
    """To who answered."""
    post: Post = notice.found
    about = {"action": post.action.label().text}
    return Told(
        _("Your answer about “%(action)s” helped the town that asked.") % about, post.get_absolute_url(), post.title
    )


def tell_reminded(notice: Notice) -> Told:
    """To the town that did it."""
    post: Post = notice.found
    sentence = _("A question about your action “%(action)s” still has no answer. One sentence is enough.")
    return Told(sentence % {"action": post.action.label().text}, post.get_absolute_url(), post.said)


def tell_raised(notice: Notice) -> Told:
    """To the secretariat."""
    post: Post = notice.found
    days = int(notice.facts.get("days", 0))
    told = {"n": days, "action": post.action.label().text}
    sentence = ngettext(
        "A question about “%(action)s” has had no answer for %(n)s day.",
        "A question about “%(action)s” has had no answer for %(n)s days.",
        days,
    )
    return Told(sentence % told, post.get_absolute_url(), post.title)


def tell_decided(notice: Notice) -> Told | None:
    """To the author, with the reason in the words of the secretariat."""
    post: Post = notice.found
    sentence = {
        "mend": _("A reader reported a problem in what you wrote. The secretariat asks you to mend it: %(reason)s"),
        "offline": _("The secretariat has taken what you wrote offline. Reason: %(reason)s"),
        "restored": _("What you wrote is public again."),
    }.get(notice.facts.get("outcome", ""))
    if sentence is None:
        return None
    path = post.get_absolute_url() if post.is_legible else ""
    return Told(sentence % {"reason": notice.facts.get("reason", "")}, path, post.title)


def register() -> None:
    """Called when the app starts."""
    register_notice_group(
        NoticeGroup(
            GROUP,
            gettext_lazy("Questions to your town"),
            gettext_lazy("Other towns ask about what your town did, or add something. A quick answer helps them most."),
            15,
            mail=Mail.AT_ONCE,
        )
    )
    for code, label, group, tell in [
        (ASKED, gettext_lazy("Question about an action of your town"), GROUP, tell_asked),
        (ADDED, gettext_lazy("Something new below a question about an action of your town"), GROUP, tell_added),
        (REMINDED, gettext_lazy("Question that waits for your answer"), GROUP, tell_reminded),
        (ANSWERED, gettext_lazy("Answer to your question"), "answers", tell_answered),
        (HELPED, gettext_lazy("Your answer helped"), "answers", tell_helped),
        (RAISED, gettext_lazy("Question without an answer"), "desk", tell_raised),
    ]:
        register_notice_kind(code, label=label, group=group, tell=tell, load=load_posts)
    label = gettext_lazy("Decision on what you wrote in a conversation")
    register_notice_kind(DECIDED, label=label, group="answers", tell=tell_decided, load=load_all_posts)
