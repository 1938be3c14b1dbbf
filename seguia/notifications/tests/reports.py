"""Mails that come back, as servers of several makes write them."""

POSTFIX = """\
Return-Path: <>
Delivered-To: {to}
Auto-Submitted: auto-replied
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="X1"

--X1
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.example.org.

--X1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Mon, 5 Jan 2026 09:00:00 +0100

Final-Recipient: rfc822; town@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--X1
Content-Type: text/rfc822-headers

From: =?utf-8?b?2LTYqNmD2Kk=?= <seguia@example.org>
Message-ID: {message_id}
Subject: hello

--X1--
"""
EXCHANGE = """\
From: Microsoft Outlook <postmaster@example.org>
To: {to}
Subject: Undeliverable: hello
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="X2"

--X2
Content-Type: text/html; charset=utf-8

<p>Your message could not be delivered.</p>
--X2
Content-Type: message/delivery-status

Reporting-MTA: dns;SERVER

Final-recipient: RFC822;town@example.org
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound

--X2
Content-Type: message/rfc822

From: seguia@example.org
Message-ID: {message_id}
Subject: hello
Content-Type: text/plain

Body
--X2--
"""
AWAY = """\
Return-Path: <>
From: town@example.org
To: {to}
Subject: Out of office
Auto-Submitted: auto-replied
In-Reply-To: {message_id}
Content-Type: text/plain; charset=utf-8

I am on holiday until Monday. 5.1.1 user unknown
"""
OLD = """\
Return-Path: <>
From: MAILER-DAEMON@old.example.org
To: {to}
Subject: failure notice

Hi. This is the qmail-send program. I wasn't able to deliver your message.
"""


def written(template: str, **facts: str) -> bytes:
    """One of them, with the ends of lines that mail has."""
    told = {
        "to": "bounces@example.org",
        "message_id": "<none@example.org>",
        "action": "failed",
        "status": "5.1.1",
        "diagnostic": "550 5.1.1 <town@example.org>: Recipient address rejected: User unknown",
        **facts,
    }
    return template.format(**told).replace("\n", "\r\n").encode()
