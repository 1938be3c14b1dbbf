"""A case from the first word to the last: asking, taking, writing, handing on, closing."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.membership.models import Representation
from seguia.notifications.models import Notice, OutboxMessage
from seguia.support.models import (
    Case,
    CaseKind,
    CaseStatus,
    Deadline,
    ForWhom,
    Handover,
    HandoverState,
    Message,
    Outcome,
    ThreadEvent,
)
from seguia.support.queries import case_for, visible_cases
from seguia.support.rules import standing_of
from seguia.support.services.advisers import (
    Office,
    change_office,
    end_adviser,
    free_cases_of_absent,
    name_adviser,
)
from seguia.support.services.asking import MOST_OPEN, Need, note_found, open_case, title_from
from seguia.support.services.closing import Ending, close_case, reopen_case, withdraw_case
from seguia.support.services.deadlines import NewDeadline, finish_deadline, set_deadline
from seguia.support.services.messages import NewerMessages, NewMessage, ask_town, post_message
from seguia.support.services.taking import decline_handover, hand_over, take_case
from seguia.support.telling import people_of_desk, people_of_town
from seguia.support.tests.desk import NEED, HelpDesk, make_adviser, make_case


def say(user: object, case: Case, text: str = "شكرا جزيلا", **facts: object) -> Message:
    return post_message(user=user, case=case, new=NewMessage(text, **facts))  # type: ignore[arg-type]


def events(case: Case) -> list[str]:
    return list(case.messages.exclude(event="").values_list("event", flat=True))


def mails_to(user: object, kind: str = "support.message") -> int:
    return OutboxMessage.objects.filter(user=user, kind=kind).count()  # type: ignore[misc]


def test_town_asks_in_its_language(cast: Cast, desk: HelpDesk) -> None:
    case = desk.case
    assert (case.status, case.language, case.kind) == (CaseStatus.OPEN, "ar", CaseKind.METHOD)
    assert case.title == "نريد جمع النفايات العضوية للسوق الأسبوعي وتحويلها إلى سماد"
    assert mails_to(cast.clerk, "support.asked") == 1
    assert AuditEvent.objects.filter(code="support.case.opened").exists()
    assert mails_to(desk.salma, "support.advising") == 1
    assert mails_to(desk.bruno, "support.advising") == 0, "Bruno does not answer in Arabic"
    assert Notice.objects.filter(user=cast.secretariat, kind="support.desk").exists()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Nous cherchons un exemple de compost. Merci.", "Nous cherchons un exemple de compost"),
        ("Aide\nLigne deux", "Aide"),
        ("كيف نرشد استهلاك الماء في الحدائق؟ نحن جماعة صغيرة.", "كيف نرشد استهلاك الماء في الحدائق؟"),
    ],
)
def test_title_is_made_from_the_need(text: str, title: str) -> None:
    assert title_from(text) == title


def test_latin_text_on_an_arabic_page_is_not_called_arabic(cast: Cast) -> None:
    need = Need("Comment financer des panneaux solaires sur les écoles ?", language="ar")
    assert open_case(user=cast.mayor, organisation=cast.chefchaouen_town, need=need).language == "fr"


def test_nobody_asks_for_a_town_that_is_not_theirs(cast: Cast) -> None:
    for user in (cast.loos_mayor, cast.stranger, cast.secretariat):
        with pytest.raises(Refused):
            open_case(user=user, organisation=cast.chefchaouen_town, need=Need(NEED))
    assert not Case.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "أ" * 8001])
def test_need_has_to_be_said_and_not_endlessly(cast: Cast, text: str) -> None:
    with pytest.raises(ValidationError):
        open_case(user=cast.clerk, organisation=cast.chefchaouen_town, need=Need(text))


def test_a_town_may_have_only_so_many_open(cast: Cast) -> None:
    for _number in range(MOST_OPEN):
        make_case(cast)
    with pytest.raises(Conflict):
        make_case(cast)


def test_what_was_found_at_once_closes_it_honestly(cast: Cast, desk: HelpDesk) -> None:
    before = OutboxMessage.objects.count()
    case = note_found(user=cast.clerk, organisation=cast.chefchaouen_town, need=Need(NEED))
    assert (case.status, case.outcome, case.adviser) == (CaseStatus.CLOSED, Outcome.FOUND, None)
    assert OutboxMessage.objects.count() == before, "nobody is asked"
    reopen_case(user=cast.clerk, case=case, reason="لم يكف ذلك")
    case.refresh_from_db()
    assert case.status == CaseStatus.OPEN


def test_institutional_help_goes_to_the_secretariat(cast: Cast, desk: HelpDesk) -> None:
    case = make_case(cast, kind=CaseKind.INSTITUTIONAL)
    with pytest.raises(NotFound):
        case_for(desk.salma, case.public_id)
    assert mails_to(desk.salma, "support.advising") == 1, "of the other request only"
    taken = take_case(user=cast.secretariat, case=case)
    assert taken.adviser is not None
    assert taken.adviser.is_volunteer is False


def test_adviser_takes_asks_is_answered(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    assert (case.status, case.adviser) == (CaseStatus.TAKEN, desk.salma_advises)
    ask_town(user=desk.salma, case=case, text="كم طنا في الأسبوع؟")
    case.refresh_from_db()
    assert case.status == CaseStatus.WAITING
    assert case.first_answered_at is not None
    assert mails_to(cast.clerk) == 2, "that it is taken, and the question"
    say(cast.clerk, case, "حوالي طنين")
    case.refresh_from_db()
    assert case.status == CaseStatus.TAKEN
    assert mails_to(desk.salma) == 1
    assert events(case) == [ThreadEvent.TAKEN, ThreadEvent.ASKED_TOWN]
    assert take_case(user=desk.salma, case=case).version == case.version, "taking it again changes nothing"


def test_taken_case_is_gone_for_the_other_adviser(cast: Cast, desk: HelpDesk) -> None:
    assert case_for(desk.bruno, desk.case.public_id)
    take_case(user=desk.salma, case=desk.case)
    with pytest.raises(NotFound):
        take_case(user=desk.bruno, case=desk.case)
    with pytest.raises(NotFound):
        case_for(desk.bruno, desk.case.public_id)


def test_adviser_takes_no_more_than_agreed(cast: Cast, desk: HelpDesk) -> None:
    small = make_adviser("amina", most_cases=1)
    take_case(user=small.user, case=desk.case)
    with pytest.raises(Conflict):
        take_case(user=small.user, case=make_case(cast))


def test_nobody_advises_their_own_town(cast: Cast, desk: HelpDesk) -> None:
    office = Office(languages=["ar"], kinds=[CaseKind.METHOD])
    adviser = name_adviser(user=cast.secretariat, email=cast.mayor.email, office=office)
    standing = standing_of(cast.mayor, desk.case)
    assert (standing.is_town, standing.may_take, standing.reads_notes) == (True, False, False)
    with pytest.raises(Refused):
        take_case(user=cast.mayor, case=desk.case)
    with pytest.raises(Invalid):
        hand_over(user=cast.secretariat, case=desk.case, to=adviser, reason="خذيه")


def test_private_note_is_not_for_the_town(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    note = say(desk.salma, case, "المجلس منقسم حول الموضوع", is_private=True)
    assert note.is_private
    case.refresh_from_db()
    assert case.first_answered_at is None, "the town has read nothing yet"
    assert not OutboxMessage.objects.filter(facts__message=note.public_id).exists()
    with pytest.raises(Refused):
        say(cast.clerk, case, "سر", is_private=True)


def test_hand_over_is_accepted_by_taking(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    hand_over(user=desk.salma, case=case, to=desk.bruno_advises, reason="Bruno connaît mieux le compost.")
    case.refresh_from_db()
    assert case.adviser == desk.salma_advises, "until Bruno takes it, Salma answers for it"
    assert standing_of(desk.bruno, case).may_take
    assert not standing_of(desk.bruno, case).reads_thread
    take_case(user=desk.bruno, case=case)
    case.refresh_from_db()
    assert case.adviser == desk.bruno_advises
    assert not standing_of(desk.salma, case).sees_case
    assert events(case) == [ThreadEvent.TAKEN, ThreadEvent.OFFERED, ThreadEvent.HANDED_OVER]
    assert mails_to(cast.clerk) == 2, "that it was taken, and that another answers now"
    assert Handover.objects.get().state == HandoverState.ACCEPTED


def test_who_cannot_take_over_says_so(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    hand_over(user=desk.salma, case=case, to=desk.bruno_advises, reason="خذه من فضلك")
    decline_handover(user=desk.bruno, case=case, reason="Je pars en congé.")
    case.refresh_from_db()
    assert case.adviser == desk.salma_advises
    assert Handover.objects.get().state == HandoverState.DECLINED
    with pytest.raises(NotFound):
        case_for(desk.bruno, case.public_id)
    with pytest.raises(NotFound):
        decline_handover(user=desk.bruno, case=case)


def test_back_to_the_queue_with_a_private_note(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    hand_over(user=desk.salma, case=case, to=None, reason="الموضوع قانوني أكثر منه تقني")
    case.refresh_from_db()
    assert (case.status, case.adviser) == (CaseStatus.OPEN, None)
    assert case.messages.filter(is_private=True, text__contains="قانوني").exists()
    assert ThreadEvent.RETURNED in events(case)
    assert mails_to(desk.salma, "support.advising") == 1, "who gave it back is not asked to take it"
    assert Notice.objects.filter(user=cast.secretariat, kind="support.desk").count() == 2
    assert not case.messages.public().filter(text__contains="قانوني").exists()
    with pytest.raises(ValidationError):
        hand_over(user=cast.secretariat, case=case, to=desk.bruno_advises, reason=" ")


def test_adviser_who_leaves_leaves_nobody_waiting(cast: Cast, desk: HelpDesk) -> None:
    first, second, closed = desk.case, make_case(cast), make_case(cast)
    for case in (first, second, closed):
        take_case(user=desk.salma, case=case)
    close_case(user=desk.salma, case=closed, ending=Ending("helped"))
    hand_over(user=desk.salma, case=first, to=desk.bruno_advises, reason="قبل رحيلي")
    assert end_adviser(user=cast.secretariat, adviser=desk.salma_advises, reason="غادرت الشبكة") == 2
    for case in (first, second):
        case.refresh_from_db()
        assert (case.status, case.adviser) == (CaseStatus.OPEN, None)
        assert case.messages.filter(is_private=True, text="غادرت الشبكة").count() == 1
        assert not standing_of(desk.salma, case).sees_case
        assert (
            OutboxMessage.objects.filter(user=cast.clerk, facts__case=case.public_id, kind="support.message").count()
            == 2
        )
    closed.refresh_from_db()
    assert closed.adviser == desk.salma_advises
    assert not visible_cases(desk.salma).exists()
    assert end_adviser(user=cast.secretariat, adviser=desk.salma_advises, reason="مرة أخرى") == 0


def test_adviser_may_leave_by_themselves_but_not_send_others_away(cast: Cast, desk: HelpDesk) -> None:
    with pytest.raises(Refused):
        end_adviser(user=desk.bruno, adviser=desk.salma_advises, reason="…")
    assert end_adviser(user=desk.salma, adviser=desk.salma_advises, reason="لم يعد لدي وقت") == 0
    office = Office(languages=["ar"])
    again = name_adviser(user=cast.secretariat, email=desk.salma.email.upper(), office=office)
    assert again.pk == desk.salma_advises.pk
    assert again.until is None


def test_cases_of_who_was_switched_off_are_freed(cast: Cast, desk: HelpDesk) -> None:
    take_case(user=desk.salma, case=desk.case)
    desk.salma.is_active = False
    desk.salma.save()
    assert free_cases_of_absent() == 1
    desk.case.refresh_from_db()
    assert desk.case.status == CaseStatus.OPEN
    assert free_cases_of_absent() == 0


def test_only_the_secretariat_names_advisers(cast: Cast, desk: HelpDesk) -> None:
    office = Office(languages=["fr"])
    for user in (desk.salma, cast.mayor, cast.stranger):
        with pytest.raises(Refused):
            name_adviser(user=user, email=cast.stranger.email, office=office)
        with pytest.raises(Refused):
            change_office(user=user, adviser=desk.bruno_advises, office=office)
    with pytest.raises(Invalid):
        name_adviser(user=cast.secretariat, email="nobody@example.org", office=office)
    with pytest.raises(ValidationError):
        name_adviser(user=cast.secretariat, email=cast.stranger.email, office=Office(languages=["xx"]))


def test_colleague_is_shown_what_came_meanwhile(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    seen = case.messages.last().public_id  # type: ignore[union-attr]
    say(cast.mayor, case, "أضيف أن السوق يوم الخميس", seen=seen)
    with pytest.raises(NewerMessages):
        say(cast.clerk, case, "السوق يوم الجمعة", seen=seen)
    assert case.messages.filter(event="").count() == 1
    newest = case.messages.last().public_id  # type: ignore[union-attr]
    say(cast.clerk, case, "السوق يوم الجمعة", seen=newest)
    say(cast.clerk, case, "تصحيح: الخميس", seen=newest)
    assert case.messages.filter(event="").count() == 3, "one's own words are no news"


def test_private_note_is_no_news_for_the_town(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    seen = case.messages.last().public_id  # type: ignore[union-attr]
    say(desk.salma, case, "ملاحظة", is_private=True)
    say(cast.clerk, case, "جواب", seen=seen)


def test_same_key_or_mail_is_one_message(cast: Cast, desk: HelpDesk) -> None:
    one = say(cast.clerk, desk.case, "مرة", key="abc")
    assert say(cast.clerk, desk.case, "مرة", key="abc") == one
    mail = say(cast.clerk, desk.case, "بريد", message_id="<1@x>")
    assert say(cast.clerk, desk.case, "بريد", message_id="<1@x>") == mail
    assert desk.case.messages.count() == 2


def test_closing_tells_the_other_side_and_may_be_taken_back(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    with pytest.raises(ValidationError):
        close_case(user=desk.salma, case=case, ending=Ending("found"))
    before = mails_to(cast.clerk)
    close_case(user=desk.salma, case=case, ending=Ending("helped", "الوحدة تعمل منذ شهر", language="fr"))
    case.refresh_from_db()
    assert (case.status, case.outcome, case.result_language) == (CaseStatus.CLOSED, "helped", "ar")
    assert mails_to(cast.clerk) == before + 1
    assert say(cast.clerk, case, "شكرا").pk, "thanks are possible"
    with pytest.raises(Conflict):
        close_case(user=desk.salma, case=case, ending=Ending("helped"))
    with pytest.raises(Refused):
        reopen_case(user=desk.salma, case=case, reason="…")
    reopen_case(user=cast.mayor, case=case, reason="توقفت الوحدة")
    case.refresh_from_db()
    assert (case.status, case.adviser, case.outcome) == (CaseStatus.TAKEN, desk.salma_advises, "")


def test_thirty_days_later_it_stays_closed(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    close_case(user=desk.salma, case=case, ending=Ending("not"))
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - datetime.timedelta(days=31))
    with pytest.raises(Conflict):
        reopen_case(user=cast.clerk, case=case, reason="متأخر")
    with pytest.raises(Conflict):
        say(cast.clerk, case)


def test_closing_while_the_town_answers_is_held(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    seen = case.messages.last().public_id  # type: ignore[union-attr]
    say(cast.clerk, case, "ما زلنا نحتاج إليكم")
    with pytest.raises(NewerMessages):
        close_case(user=desk.salma, case=case, ending=Ending("helped", seen=seen))
    with pytest.raises(Conflict):
        close_case(user=desk.salma, case=case, ending=Ending("helped", version="1"))


def test_reopened_case_waits_when_its_adviser_has_left(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    withdraw_case(user=cast.clerk, case=case, reason="تغيرت الأولويات")
    end_adviser(user=cast.secretariat, adviser=desk.salma_advises, reason="رحلت")
    reopen_case(user=cast.clerk, case=case, reason="عدنا إليه")
    case.refresh_from_db()
    assert (case.status, case.adviser) == (CaseStatus.OPEN, None)


def test_deadline_of_the_desk_is_not_the_towns(cast: Cast, desk: HelpDesk) -> None:
    case = take_case(user=desk.salma, case=desk.case)
    day = timezone.localdate() + datetime.timedelta(days=7)
    own = set_deadline(user=desk.salma, case=case, new=NewDeadline("الاتصال بالمختبر", day))
    theirs = set_deadline(user=desk.salma, case=case, new=NewDeadline("إرسال الأرقام", day, ForWhom.TOWN))
    with pytest.raises(Refused):
        finish_deadline(user=cast.clerk, deadline=own)
    finish_deadline(user=cast.clerk, deadline=theirs)
    finish_deadline(user=cast.clerk, deadline=theirs)
    assert Deadline.objects.filter(done_at=None).get() == own
    assert events(case).count(ThreadEvent.DEADLINE_DONE) == 1
    public = case.messages.public().values_list("text", flat=True)
    assert "الاتصال بالمختبر" not in set(public)
    with pytest.raises(ValidationError):
        set_deadline(user=desk.salma, case=case, new=NewDeadline("أمس", day - datetime.timedelta(days=9)))
    with pytest.raises(Refused):
        set_deadline(user=cast.clerk, case=case, new=NewDeadline("…", day))


def test_when_nobody_who_asked_is_left_the_representatives_are_told(cast: Cast, desk: HelpDesk) -> None:
    assert people_of_town(desk.case) == [cast.clerk]
    Representation.objects.filter(user=cast.clerk).update(until=timezone.localdate())
    assert people_of_town(desk.case) == [cast.mayor]
    assert people_of_desk(desk.case) == []
    say(cast.secretariat, desk.case, "Nous cherchons quelqu'un.")
    assert people_of_desk(desk.case) == [cast.secretariat]


def test_mayor_whose_mandate_ended_reads_nothing(cast: Cast, desk: HelpDesk) -> None:
    Representation.objects.filter(user=cast.mayor).update(until=timezone.localdate())
    with pytest.raises(NotFound):
        case_for(cast.mayor, desk.case.public_id)
    assert not visible_cases(cast.mayor).exists()


def test_list_and_single_case_agree_for_everybody(cast: Cast, desk: HelpDesk) -> None:
    cases = [desk.case, make_case(cast), make_case(cast, kind=CaseKind.INSTITUTIONAL), make_case(cast)]
    take_case(user=desk.salma, case=cases[1])
    hand_over(user=desk.salma, case=cases[1], to=desk.bruno_advises, reason="خذه")
    take_case(user=desk.bruno, case=cases[3])
    close_case(user=desk.bruno, case=cases[3], ending=Ending("helped"))
    for user in (cast.clerk, cast.mayor, cast.loos_mayor, cast.stranger, cast.secretariat, desk.salma, desk.bruno):
        listed = set(visible_cases(user))
        fresh = Case.objects.all()
        assert listed == {case for case in fresh if standing_of(user, case).sees_case}, user
