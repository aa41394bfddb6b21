"""What mail servers send back, in the shapes they use; the mark stands where each server leaves it."""

from __future__ import annotations

from textwrap import dedent

MARK = "k17-0123456789ab"
RETURNED = f"""\
From: Asiakaskysely <kysely@example.fi>
To: matti@asiakas.example
Subject: Miten asiointi sujui?
Message-ID: <{MARK}.1@example.fi>
X-Kuulo-Invitation: {MARK}
"""


def mail(text: str) -> bytes:
    """Return the text as it comes over the wire."""
    return dedent(text).replace("RETURNED", RETURNED).replace("\n", "\r\n").encode()


def report(*, action: str, status: str, diagnostic: str, subject: str = "Undelivered Mail Returned to Sender") -> bytes:
    """Return a report as Postfix writes it."""
    return mail(f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.fi (Mail Delivery System)
To: kysely@example.fi
Subject: {subject}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.fi.

<matti@asiakas.example>: {diagnostic}

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.fi
Original-Envelope-Id: {MARK}

Final-Recipient: rfc822; Matti@asiakas.example
Original-Recipient: rfc822;matti@asiakas.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--B
Content-Type: text/rfc822-headers

RETURNED
--B--
""")


UNKNOWN_USER = report(action="failed", status="5.1.1", diagnostic="550 5.1.1 No such user here")
FULL_MAILBOX = report(action="failed", status="5.2.2", diagnostic="552 5.2.2 Mailbox full")
DELAYED = report(action="delayed", status="4.4.1", diagnostic="connect: timed out", subject="Delayed Mail")
ARRIVED = report(action="delivered", status="2.0.0", diagnostic="250 ok", subject="Successful Mail Delivery Report")

EXCHANGE = mail("""\
From: Postmaster@asiakas.example
To: kysely@example.fi
Subject: =?utf-8?B?VG9pbWl0dGFtYXR0YTogTWl0ZW4gYXNpb2ludGkgc3VqdWk/?=
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="X"

--X
Content-Type: multipart/alternative; boundary="Y"

--Y
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<p>Viesti=C3=A4 ei voitu toimittaa.</p>
--Y--

--X
Content-Type: message/delivery-status

Reporting-MTA: dns;HE1EUR.prod.outlook.example

Final-recipient: RFC822;matti@asiakas.example
Action: failed
Status: 5.1.10
Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--X
Content-Type: message/rfc822

RETURNED
Hei Matti
--X--
""")

QMAIL = mail("""\
Return-Path: <>
From: MAILER-DAEMON@isp.example
To: kysely@example.fi
Subject: failure notice

Hi. This is the qmail-send program at isp.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<matti@asiakas.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <kysely@example.fi>
RETURNED
Hei Matti
""")

EXIM = mail("""\
From: Mail Delivery System <Mailer-Daemon@exim.example>
To: kysely@example.fi
Auto-Submitted: auto-replied
X-Failed-Recipients: matti@asiakas.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients.

  matti@asiakas.example
    host mx.asiakas.example [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<matti@asiakas.example>:
    550 Requested action not taken: mailbox unavailable

------ This is a copy of the message, including all the headers. ------

RETURNED
""")

ONLY_VERP = mail(f"""\
From: MAILER-DAEMON@old.example
To: bounces+{MARK}@example.fi
Subject: Undeliverable

User unknown.
""")

ON_HOLIDAY = mail(f"""\
From: Matti Asiakas <matti@asiakas.example>
To: kysely@example.fi
Subject: Automaattinen vastaus: Miten asiointi sujui?
Auto-Submitted: auto-replied
In-Reply-To: <{MARK}.1@example.fi>

Olen lomalla 1.8. asti. Jos osoite matti@asiakas.example ei vastaa: could not be delivered 5.1.1
""")

LETTER = mail(f"""\
From: Matti Asiakas <matti@asiakas.example>
To: kysely@example.fi
Subject: Re: Miten asiointi sujui?
In-Reply-To: <{MARK}.1@example.fi>

My parcel could not be delivered, error 550 on your page.
""")

READ_RECEIPT = mail("""\
From: matti@asiakas.example
To: kysely@example.fi
Subject: Read: Miten asiointi sujui?
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="Z"

--Z
Content-Type: message/disposition-notification

Final-Recipient: rfc822;matti@asiakas.example
Disposition: manual-action/MDN-sent-manually; displayed
--Z--
""")
