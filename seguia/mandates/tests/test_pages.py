"""Pages about mandates: who sees them, what they say, what bad input is answered with."""

import datetime
import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from seguia.config.testing import Cast
from seguia.mandates.dashboard import own_mandates
from seguia.mandates.models import BulkChange, Mandate, StagedImport, Term
from seguia.mandates.sections import officials_section
from seguia.mandates.services.handing_over import tie_to_account
from seguia.mandates.services.writing import begin_mandate, end_mandate
from seguia.mandates.tests.registers import MAYORS, mayor
from seguia.membership.models import Invitation, Representation, Role
from seguia.membership.queries import organisation_ids_of
from seguia.notifications.models import OutboxMessage

PRESIDENT = "زينب الجبلي"


def day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


def president(cast: Cast, since: datetime.date | None = None) -> Mandate:
    return begin_mandate(
        user=cast.secretariat, territory=cast.chefchaouen, arabic_name=PRESIDENT, latin_name="Zineb Jebli",
        function="president", since=since or day(-30), source="Bulletin officiel",
        delegation={"ar": "الماء", "fr": "L’eau"},
    )  # fmt: skip


def key(client: Client, url: str) -> str:
    """The one-time key of the form at an address."""
    found = re.search(r'name="form_key" value="([^"]+)"', client.get(url).content.decode())
    assert found is not None
    return found.group(1)


def send(client: Client, url: str, **data: Any) -> Any:
    """Fill in the form at an address and send it."""
    return client.post(url, {"form_key": key(client, url), **data})


@pytest.fixture
def staff(cast: Cast, client: Client) -> Client:
    client.force_login(cast.secretariat)
    return client


def addresses(cast: Cast, mandate: Mandate) -> list[str]:
    """Every page of the secretariat."""
    town = [mandate.territory.scheme, mandate.territory.code]
    return [
        reverse("mandates:overview"),
        reverse("mandates:import"),
        reverse("mandates:add-term"),
        reverse("mandates:change-term", args=[Term.objects.get(country="MA", year=2021).pk]),
        reverse("mandates:election", args=[Term.objects.get(country="MA", year=2021).pk]),
        reverse("mandates:town", args=town),
        reverse("mandates:begin", args=town),
        reverse("mandates:correct", args=[mandate.public_id]),
        reverse("mandates:end", args=[mandate.public_id]),
        reverse("mandates:delete", args=[mandate.public_id]),
    ]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_secretariat_sees_every_page_in_every_language_and_nobody_else(
    cast: Cast, client: Client, language: str
) -> None:
    mandate = president(cast)
    for address in addresses(cast, mandate):
        url = address.replace("/en/", f"/{language}/", 1)
        client.logout()
        assert client.get(url).status_code == 302
        for person in (cast.mayor, cast.clerk, cast.stranger):
            client.force_login(person)
            assert client.get(url).status_code == 403, url
        client.force_login(cast.secretariat)
        response = client.get(url)
        assert response.status_code == 200, url
        assert "noindex" in response.content.decode()


def test_nobody_else_changes_anything_by_post(cast: Cast, client: Client) -> None:
    mandate = president(cast)
    for person in (None, cast.mayor, cast.clerk, cast.stranger):
        client.logout()
        if person:
            client.force_login(person)
        for address in addresses(cast, mandate):
            assert client.post(address, {"form_key": "x" * 24}).status_code in {302, 403, 405}, address
    assert Mandate.objects.get().until is None


def test_town_page_shows_name_function_days_and_source_only(cast: Cast, client: Client) -> None:
    mandate = president(cast)
    end_mandate(user=cast.secretariat, mandate=mandate, until=day(40), reason="death", note="très malade")
    page = client.get(cast.chefchaouen.get_absolute_url().replace("/en/", "/ar/", 1)).content.decode()
    assert PRESIDENT in page
    assert "Bulletin officiel" in page
    assert "الماء" in page
    assert "très malade" not in page
    assert "Edit the mandates" not in page


def test_section_asks_the_same_number_of_queries_for_one_and_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    president(cast)
    with django_assert_num_queries(3):
        officials_section(cast.chefchaouen)
    for name in ("Omar Sahli", "Hanae Amrani"):
        begin_mandate(
            user=cast.secretariat, territory=cast.chefchaouen, latin_name=name, function="deputy", since=day(-9)
        )
    with django_assert_num_queries(3):
        section = officials_section(cast.chefchaouen)
    assert section is not None
    assert [m.function for m in section[1]["first"]] == ["president", "deputy", "deputy"]


def test_page_of_a_town_that_ended_tells_who_governed_on_its_last_day(cast: Cast) -> None:
    mandate = president(cast, since=day(-700))
    end_mandate(user=cast.secretariat, mandate=mandate, until=day(-300), reason="merger")
    cast.chefchaouen.valid_to = day(-300)
    section = officials_section(cast.chefchaouen)
    assert section is not None
    assert section[1]["count"] == 1


def test_mandate_is_begun_ended_and_corrected_on_pages(cast: Cast, staff: Client) -> None:
    town = [cast.chefchaouen.scheme, cast.chefchaouen.code]
    data = {
        "arabic_name": PRESIDENT, "function": "president", "since": "2021-09-20", "source": "Procès-verbal",
        "delegation_fr": "L’eau", "themes": ["waste"],
    }  # fmt: skip
    url = reverse("mandates:begin", args=town)
    sent = {"form_key": key(staff, url), **data}
    for _attempt in range(2):  # a double click
        assert staff.post(url, sent).status_code == 302
    mandate = Mandate.objects.get()
    assert (mandate.official.arabic_name, list(mandate.themes.all())) == (PRESIDENT, [cast.waste])
    end = reverse("mandates:end", args=[mandate.public_id])
    assert send(staff, end, until=str(day(5)), reason="resignation", note="x").status_code == 302
    mandate.refresh_from_db()
    assert (mandate.until, mandate.end_reason) == (day(5), "resignation")
    correct = reverse("mandates:correct", args=[mandate.public_id])
    changed = {**data, "until": "", "end_reason": "", "arabic_name": "زينب الجبلية", "rank": "2"}
    assert send(staff, correct, **changed).status_code == 302
    mandate.refresh_from_db()
    assert (mandate.until, mandate.official.arabic_name, mandate.rank) == (None, "زينب الجبلية", 2)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"since": "2021-09-20", "function": "deputy", "source": "PV"}, "at least one script"),
        ({"latin_name": "A", "since": "20/99/2021", "function": "deputy", "source": "PV"}, "valid date"),
        ({"latin_name": "A", "since": "2021-09-20", "function": "king", "source": "PV"}, "valid choice"),
        ({"latin_name": "A\u202eB", "since": "2021-09-20", "function": "deputy", "source": "PV"}, "U+202E"),
        ({"latin_name": "Omar", "since": "2021-09-20", "function": "mayor", "source": "PV"}, "heads this council"),
        ({"latin_name": "A" * 161, "since": "2021-09-20", "function": "deputy", "source": "PV"}, "160"),
        ({"latin_name": "A", "since": "2021-09-20", "function": "deputy"}, "required"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_kept(
    cast: Cast, staff: Client, data: dict[str, str], says: str
) -> None:
    president(cast)
    url = reverse("mandates:begin", args=[cast.chefchaouen.scheme, cast.chefchaouen.code])
    response = send(staff, url, **{**data, "delegation_fr": "typed text"})
    assert response.status_code == 400
    assert says in response.content.decode()
    assert "typed text" in response.content.decode()
    assert Mandate.objects.count() == 1


def test_end_before_the_beginning_is_refused(cast: Cast, staff: Client) -> None:
    mandate = president(cast)
    url = reverse("mandates:end", args=[mandate.public_id])
    response = send(staff, url, until="1999-01-01", reason="death")
    assert response.status_code == 400
    assert "later than the beginning" in response.content.decode()


def test_taking_out_is_refused_once_somebody_acts_because_of_it(cast: Cast, staff: Client) -> None:
    mandate = president(cast)
    url = reverse("mandates:delete", args=[mandate.public_id])
    tie_to_account(user=cast.secretariat, mandate=mandate, representation=Representation.objects.get(user=cast.mayor))
    assert send(staff, url).status_code == 409
    assert staff.post(reverse("mandates:untie", args=[mandate.public_id])).status_code == 302
    assert send(staff, url).status_code == 302
    assert not Mandate.objects.exists()


def upload(*lines: str, header: str = MAYORS, name: str = "rne.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([header, *lines]).encode(), "text/csv")


def options(file: Any, **more: str) -> dict[str, Any]:
    return {
        "file": file,
        "format": "rne",
        "function": "mayor",
        "on": "2026-05-01",
        "source": "RNE",
        "is_complete": "on",
        **more,
    }


LINE = mayor("62528", "HÉRISSON", "Zoé", "28/05/2020", "28/05/2020")


def test_file_is_looked_at_applied_and_taken_back(cast: Cast, staff: Client) -> None:
    response = staff.post(reverse("mandates:import"), options(upload(LINE)))
    assert response.status_code == 302
    assert not Mandate.objects.exists()
    staged = StagedImport.objects.get()
    assert b"1961" not in gzip.decompress(bytes(staged.content))
    page = staff.get(response.url).content.decode()
    assert "rne.csv" in page
    url = reverse("mandates:staged", args=[staged.public_id])
    data = {"form_key": key(staff, url)}
    first, second = staff.post(url, data), staff.post(url, data)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Mandate.objects.get().official.latin_name == "Zoé HÉRISSON"
    assert not StagedImport.objects.exists()
    assert staff.get(url).status_code == 404
    assert send(staff, first.url).status_code == 302
    assert not Mandate.objects.exists()
    assert BulkChange.objects.get().undone_at is not None


def test_faults_of_a_file_are_told_with_lines_and_answers_are_kept(cast: Cast, staff: Client) -> None:
    bad = LINE.replace("28/05/2020", "someday")
    response = staff.post(reverse("mandates:import"), options(upload(LINE, bad), source="My source"))
    page = response.content.decode()
    assert response.status_code == 400
    assert "rne.csv, line 3" in page
    assert "someday" in page
    assert "My source" in page
    assert not StagedImport.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.csv", "ملف.csv", "x" * 180 + ".csv", "一" * 90 + ".csv"])
def test_name_of_a_file_is_only_a_name(cast: Cast, staff: Client, name: str) -> None:
    response = staff.post(reverse("mandates:import"), options(upload(LINE, name=name)))
    assert response.status_code in {302, 400}
    assert StagedImport.objects.count() == (response.status_code == 302)


def test_file_that_is_too_large_is_refused_before_it_is_read(cast: Cast, staff: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("seguia.mandates.forms.MOST_BYTES", 100)
    response = staff.post(reverse("mandates:import"), options(upload(LINE)))
    assert response.status_code == 400
    assert "command line" in response.content.decode()
    assert not StagedImport.objects.exists()


def test_staged_file_belongs_to_who_sent_it(cast: Cast, staff: Client, client: Client) -> None:
    url = staff.post(reverse("mandates:import"), options(upload(LINE))).url
    other = type(cast.secretariat).objects.create_user("other@example.org", "secret", is_staff=True)
    client.force_login(other)
    assert client.get(url).status_code == 404


def test_future_day_is_refused(cast: Cast, staff: Client) -> None:
    response = staff.post(reverse("mandates:import"), options(upload(LINE), on=str(day(2))))
    assert response.status_code == 400
    assert "lies ahead" in response.content.decode()


def test_handover_shows_who_left_who_came_and_what_waits(cast: Cast, client: Client) -> None:
    old = president(cast, since=day(-900))
    end_mandate(user=cast.secretariat, mandate=old, until=day(-10), reason="election")
    begin_mandate(
        user=cast.secretariat, territory=cast.chefchaouen, latin_name="Omar Sahli", function="president", since=day(-10)
    )
    client.force_login(cast.clerk)
    page = client.get(reverse("mandates:handover", args=[cast.chefchaouen_town.public_id])).content.decode()
    assert "Omar Sahli" in page
    assert "Zineb Jebli" in page
    assert "1 draft of a sheet" in page
    assert "Clerk" in page
    for person, status in ((cast.stranger, 403), (cast.loos_mayor, 403), (cast.secretariat, 200)):
        client.force_login(person)
        url = reverse("mandates:handover", args=[cast.chefchaouen_town.public_id])
        assert client.get(url).status_code == status


def test_editor_invites_the_new_mayor_and_rights_follow_the_mandate(cast: Cast, client: Client) -> None:
    """After the election nobody represents the town; its clerk invites, the official accepts, the mandate rules."""
    Representation.objects.filter(user=cast.mayor).update(until=day(-1))
    mandate = president(cast)
    client.force_login(cast.clerk)
    url = reverse("mandates:invite", args=[cast.chefchaouen_town.public_id, mandate.public_id])
    assert not OutboxMessage.objects.exists()
    assert send(client, url, email="no address").status_code == 400
    assert send(client, url, email=cast.stranger.email).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == (cast.stranger.email, Role.REPRESENTATIVE)
    assert OutboxMessage.objects.count() == 1
    page = client.get(reverse("mandates:handover", args=[cast.chefchaouen_town.public_id])).content.decode()
    assert "invited, no answer yet" in page
    invitation.state, invitation.accepted_by = "accepted", cast.stranger
    invitation.save()
    Representation.objects.create(user=cast.stranger, organisation=cast.chefchaouen_town, role=Role.REPRESENTATIVE)
    page = client.get(reverse("mandates:handover", args=[cast.chefchaouen_town.public_id])).content.decode()
    assert "acts for the town" in page
    mandate.refresh_from_db()
    assert mandate.official.user == cast.stranger
    end_mandate(user=cast.secretariat, mandate=mandate, until=day(0), reason="resignation")
    assert organisation_ids_of(cast.stranger) == set()


def test_official_of_another_town_cannot_be_invited_here(cast: Cast, client: Client) -> None:
    mandate = president(cast)
    client.force_login(cast.loos_mayor)
    url = reverse("mandates:invite", args=[cast.loos_town.public_id, mandate.public_id])
    assert client.get(url).status_code == 404
    assert client.post(url, {"form_key": "x" * 24, "email": "a@example.org"}).status_code == 404
    assert not Invitation.objects.exists()


def test_same_name_is_proposed_to_the_secretariat_and_tied_by_its_decision(cast: Cast, staff: Client) -> None:
    cast.mayor.name = "JEBLI Zineb"
    cast.mayor.save()
    mandate = president(cast)
    url = reverse("mandates:handover", args=[cast.chefchaouen_town.public_id])
    held = Representation.objects.get(user=cast.mayor)
    assert "This is the same person" in staff.get(url).content.decode()
    tie = reverse("mandates:tie", args=[mandate.public_id])
    for nonsense in ("", "x", "99999999", "²"):
        assert staff.post(tie, {"representation": nonsense}).status_code == 404
    assert staff.post(tie, {"representation": held.pk}).status_code == 302
    assert "This is the same person" not in staff.get(url).content.decode()


def test_secretariat_ties_a_mayor_in_mid_term_whose_name_is_written_differently(cast: Cast, staff: Client) -> None:
    mandate = president(cast, since=day(-900))
    held = Representation.objects.get(user=cast.mayor)
    url = reverse("mandates:town", args=[mandate.territory.scheme, mandate.territory.code])
    page = staff.get(url).content.decode()
    assert "Tie to this account" in page
    assert f'<option value="{held.pk}">' in page
    assert staff.post(reverse("mandates:tie", args=[mandate.public_id]), {"representation": held.pk}).status_code == 302
    page = staff.get(url).content.decode()
    assert ("Tie to this account" in page, "Untie from the account" in page) == (False, True)
    end_mandate(user=cast.secretariat, mandate=mandate, until=day(0), reason="election")
    assert organisation_ids_of(cast.mayor) == set()


def test_my_town_part_tells_own_mandates_and_the_next_election(cast: Cast) -> None:
    mandate = president(cast)
    tie_to_account(user=cast.secretariat, mandate=mandate, representation=Representation.objects.get(user=cast.mayor))
    Term.objects.filter(country="MA", year=2027).update(election_date=day(100))
    part = own_mandates(cast.mayor, cast.chefchaouen_town)
    assert part is not None
    assert (part[1]["days"], part[1]["is_soon"], [m.pk for m, _ in part[1]["mandates"]]) == (100, True, [mandate.pk])
    clerk = own_mandates(cast.clerk, cast.chefchaouen_town)
    assert clerk is not None
    assert clerk[1]["mandates"] == []


def test_addresses_that_do_not_exist(cast: Cast, staff: Client, tmp_path: Path) -> None:
    for name, args in (
        ("mandates:correct", ["zzzzzzzz"]),
        ("mandates:staged", ["zzzzzzzz"]),
        ("mandates:change", ["zzzzzzzz"]),
        ("mandates:handover", ["zzzzzzzz"]),
        ("mandates:town", ["insee-com", "99999"]),
        ("mandates:election", [999999]),
        ("mandates:change-term", [999999]),
    ):
        assert staff.get(reverse(name, args=args)).status_code == 404, name
