"""Mail out and in: own words around somebody's text, one conversation, answers into the thread, nothing to who left."""

from email.message import EmailMessage
from typing import Any

import pytest

from seguia.accounts.models import User
from seguia.config.testing import Cast
from seguia.files.tests import evil
from seguia.notifications.inbound import IncomingFile, IncomingReply, reply_address
from seguia.notifications.inbound.taking import take_mail
from seguia.notifications.models import Notice, OutboxMessage
from seguia.notifications.notice_kinds import told
from seguia.notifications.rendering import written_mail
from seguia.support.models import Attachment, Case, CaseStatus, Message, Via
from seguia.support.replies import handle, prepare
from seguia.support.services.messages import NewMessage, post_message
from seguia.support.services.taking import hand_over, take_case
from seguia.support.tests.desk import HelpDesk, make_case


@pytest.fixture
def inbound(settings: Any) -> None:
    settings.INBOUND_ADDRESS = "reply@example.org"


@pytest.fixture
def case(desk: HelpDesk, inbound: None) -> Case:
    """Salma has it and asked something."""
    case = take_case(user=desk.salma, case=desk.case)
    post_message(
        user=desk.salma, case=case, new=NewMessage("Combien de tonnes ? href=https://evil.example", waits_for_town=True)
    )
    return case


def last_mail(user: User, kind: str = "support.message") -> OutboxMessage:
    found = OutboxMessage.objects.filter(user=user, kind=kind).order_by("-pk").first()
    assert found
    return found


def answer(user: User, case: Case, text: str, *files: tuple[str, bytes], number: int = 1) -> bytes:
    """A mail as a person's program would write it."""
    address = reply_address("support.case", case.public_id, user)
    assert address
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = user.email, address, "Re: شباك المواكبة"
    mail["Message-ID"] = f"<{number}@mail.example.org>"
    mail["Date"] = "Sun, 22 Nov 2026 08:00:00 +0100"
    mail["Return-Path"] = f"<{user.email}>"
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_mail_has_the_words_with_their_own_direction(cast: Cast, desk: HelpDesk, case: Case) -> None:
    cast.clerk.language = "ar"
    cast.clerk.save()
    message = last_mail(cast.clerk)
    mail = written_mail(message)
    assert mail
    html = str(mail.alternatives[0][0])
    assert '<blockquote lang="fr" dir="ltr">Combien de tonnes ?' in html
    assert '<html lang="ar" dir="rtl"' in html or message.language != "ar"
    assert "Combien de tonnes ? href=https://evil.example" in mail.body
    assert case.title in mail.subject
    assert mail.reply_to == [reply_address("support.case", case.public_id, cast.clerk)]


def test_mails_of_a_case_are_one_conversation(cast: Cast, desk: HelpDesk, case: Case) -> None:
    mails = [written_mail(message) for message in OutboxMessage.objects.filter(user=cast.clerk)]
    references = {mail.extra_headers["References"] for mail in mails if mail}
    assert len(mails) == 3, "receipt, taken, question"
    assert len(references) == 1
    other = written_mail(last_mail(cast.clerk, "support.asked"))
    assert other
    assert make_case(cast)
    new = written_mail(last_mail(cast.clerk, "support.asked"))
    assert new
    assert new.extra_headers["References"] not in references


def test_who_lost_the_case_gets_nothing_that_still_waits(cast: Cast, desk: HelpDesk, case: Case) -> None:
    post_message(user=cast.clerk, case=case, new=NewMessage("سري: الميزانية 2 مليون درهم"))
    waiting = last_mail(desk.salma)
    assert written_mail(waiting)
    hand_over(user=desk.salma, case=case, to=desk.bruno_advises, reason="خذه")
    take_case(user=desk.bruno, case=case)
    assert written_mail(waiting) is None
    notices = told(list(Notice.objects.filter(user=desk.salma).order_by("pk")))
    assert [one.title for _notice, one in notices if one] == [None], "only that somebody else has it"


def test_mail_about_a_new_case_is_not_sent_when_it_is_taken(cast: Cast, desk: HelpDesk) -> None:
    waiting = last_mail(desk.salma, "support.advising")
    assert written_mail(waiting)
    take_case(user=cast.secretariat, case=desk.case)
    assert written_mail(waiting) is None


def test_answer_by_mail_is_a_message(cast: Cast, desk: HelpDesk, case: Case) -> None:
    raw = answer(
        cast.clerk, case, "حوالي طنين في الأسبوع\n\nOn Sunday Salma wrote:\n> Combien ?", ("أرقام.pdf", evil.pdf())
    )
    assert take_mail(raw) == "taken"
    assert take_mail(raw) == "repeated"
    message = Message.objects.get(via=Via.MAIL)
    assert (message.text, message.author, message.language) == ("حوالي طنين في الأسبوع", cast.clerk, "ar")
    assert Attachment.objects.get().file.content_type == "application/pdf"
    case.refresh_from_db()
    assert case.status == CaseStatus.TAKEN
    assert last_mail(desk.salma).facts["message"] == message.public_id


def test_adviser_answers_by_mail_to_the_town(cast: Cast, desk: HelpDesk, case: Case) -> None:
    assert take_mail(answer(desk.salma, case, "شكرا")) == "taken"
    message = Message.objects.get(via=Via.MAIL)
    assert (message.author_role, message.is_private) == ("adviser", False)


def test_dangerous_file_does_not_hold_the_words_back(cast: Cast, desk: HelpDesk, case: Case) -> None:
    files = [("فيروس.exe", b"MZ\x90\x00"), ("أرقام.pdf", evil.pdf()), ("x.html", evil.HTML)]
    assert take_mail(answer(cast.clerk, case, "الأرقام مرفقة", *files)) == "taken"
    assert Attachment.objects.count() == 1
    mail = written_mail(last_mail(cast.clerk, "support.refused_files"))
    assert mail
    assert "فيروس.exe" in mail.body
    assert "x.html" in mail.body


@pytest.mark.parametrize("name", ["تقرير-" * 60 + ".pdf", "\0.pdf", "a\r\nBcc: x@y.z.pdf"])
def test_names_of_files_of_every_kind(cast: Cast, desk: HelpDesk, case: Case, name: str) -> None:
    file = IncomingFile(name, "application/pdf", evil.pdf())
    reply = IncomingReply("support.case", case.public_id, cast.clerk, "Re", "نص", "ar", [file], "<x@y>")
    assert prepare(reply).accepted
    assert handle(reply).attachments.count() == 1


@pytest.mark.parametrize("who", ["stranger", "loos_mayor", "bruno"])
def test_strangers_write_nothing_by_mail(cast: Cast, desk: HelpDesk, case: Case, who: str) -> None:
    user = getattr(desk, who, None) or getattr(cast, who)
    assert take_mail(answer(user, case, "أريد أن أقرأ")) == "refused"
    nothing = Case(public_id="00000000")
    assert take_mail(answer(user, nothing, "أريد أن أقرأ", number=2)) == "refused"
    assert not Message.objects.filter(via=Via.MAIL).exists()


def test_without_an_address_mails_still_go_out(cast: Cast, desk: HelpDesk) -> None:
    mail = written_mail(last_mail(cast.clerk, "support.asked"))
    assert mail
    assert f"/help-desk/{desk.case.public_id}/" in mail.body
