"""The public directory, its map, its table and its place in the API."""

import csv
import gzip
import io
import json

import pytest

from seguia.config.testing import make_territory
from seguia.core.spreadsheets import harmless_cell
from seguia.membership.models import Membership, Organisation
from seguia.membership.services.lifecycle import suspend_membership
from seguia.membership.tests.members import make_member
from seguia.territories.models import Kind


@pytest.fixture
def network(cast):
    """Two towns and a partner."""
    partner = Organisation.objects.create(
        kind="university",
        name={"ar": "جامعة عبد المالك السعدي", "fr": "Université Abdelmalek Essaâdi"},
        country="MA",
        email="secret@example.org",
        phone="+212 539 11 22 33",
        phone_is_public=True,
        website="https://example.org/",
    )
    make_member(cast.chefchaouen_town)
    make_member(cast.loos_town, kind="associate", member_since="2024-02-01")
    make_member(partner, kind="partner")
    return partner


def names(client, query: str) -> set[str]:
    """Which of the three a page of the directory shows."""
    html = client.get(f"/fr/members/{query}").content.decode()
    known = {"Chefchaouen", "Loos-en-Gohelle", "Essaâdi"}
    cards = html.split('<ul class="cards is-grid">')[-1].split("</ul>")[0] if "cards is-grid" in html else ""
    return {name for name in known if name in cards}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Chefchaouen", "Loos-en-Gohelle", "Essaâdi"}),
        ("?q=essaadi", {"Essaâdi"}),
        ("?q=شفشاون", {"Chefchaouen"}),
        ("?q=gohelle", {"Loos-en-Gohelle"}),
        ("?q=62528", {"Loos-en-Gohelle"}),
        ("?q=zzzz", set()),
        ("?q=%C2%A0", {"Chefchaouen", "Loos-en-Gohelle", "Essaâdi"}),
        ("?country=ma", {"Chefchaouen", "Essaâdi"}),
        ("?region=insee-reg:32", {"Loos-en-Gohelle"}),
        ("?size=under-50000", {"Chefchaouen"}),
        ("?kind=university", {"Essaâdi"}),
        ("?member=associate", {"Loos-en-Gohelle"}),
        ("?since=2024", {"Loos-en-Gohelle"}),
        ("?page=99999", {"Chefchaouen", "Loos-en-Gohelle", "Essaâdi"}),
    ],
)
def test_filters(query, expected, client, network):
    assert names(client, query) == expected


@pytest.mark.parametrize(
    "query", ["?country=123", "?kind=x", "?size=x", "?member=x", "?since=99", "?since=٢٠٢٤", "?page=0", "?region=x"]
)
def test_nonsense_is_refused_with_a_sentence(query, client, network):
    answer = client.get(f"/en/members/{query}")
    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()


def test_figures_are_counted(client, network):
    html = client.get("/en/members/").content.decode()
    assert "3 members" in html
    assert "2 countries" in html
    assert "1 member " in client.get("/en/members/?country=FR").content.decode()


@pytest.mark.parametrize("status", ["requested", "checked", "accepted", "suspended", "ended", "refused"])
def test_only_active_members_are_in_it(status, client, cast, asilah):
    hall = Organisation.objects.create(kind="local-government", name={"fr": "Assilah"}, territory=asilah)
    make_member(hall, status)
    assert "Assilah" not in client.get("/fr/members/").content.decode()
    assert client.get("/api/v1/members").json()["count"] == 0
    assert client.get("/en/members/map.json").json()["rows"] == []


def test_a_change_is_seen_at_once(client, cast, network, django_capture_on_commit_callbacks):
    assert "3 members" in client.get("/en/members/").content.decode()
    membership = Membership.objects.get(organisation=cast.loos_town)
    with django_capture_on_commit_callbacks(execute=True):
        suspend_membership(user=cast.secretariat, membership=membership, reason="سبب")
    assert "2 members" in client.get("/en/members/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(number, client, cast, django_assert_num_queries):
    for n in range(number):
        town = make_territory(f"hcp:88{n}", Kind.COMMUNE, "MA", {"fr": f"Nador {n}"}, region=cast.north)
        make_member(Organisation.objects.create(kind="local-government", name={"fr": f"Nador {n}"}, territory=town))
    client.get("/fr/members/")
    with django_assert_num_queries(1):
        client.get("/fr/members/")
    with django_assert_num_queries(2):
        client.get("/fr/members/?q=nador")
    with django_assert_num_queries(1):
        assert client.get("/api/v1/members").json()["count"] == number


def test_the_map_is_compact_compressed_and_kept(client, cast, network, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/ar/members/map.json", headers={"accept-encoding": "gzip"})
    data = json.loads(gzip.decompress(answer.content))
    assert data == {
        "base": "/ar/territories/",
        "lang": "ar",
        "rows": [["شفشاون", 35.171, -5.27, "hcp/0115101/"]],
    }
    assert answer["Content-Encoding"] == "gzip"
    assert "max-age=300" in answer["Cache-Control"]
    with django_assert_num_queries(0):
        again = client.get("/ar/members/map.json", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get("/ar/members/map.json").json() == data


def test_the_map_page_shows_the_figures(client, network):
    html = client.get("/en/members/map/").content.decode()
    assert 'data-towns="/en/members/map.json"' in html
    assert "3 members" in html


def test_the_api_shows_what_is_public_and_no_more(client, network):
    body = client.get("/api/v1/members?kind=university").json()
    item = body["items"][0]
    assert item["contact"] == {"address": None, "email": None, "phone": "+212 539 11 22 33"}
    assert (item["country"], item["territory"], item["member"]["code"]) == ("MA", None, "partner")
    for face in ("/api/v1/members", "/api/v1/members.csv", "/en/members/", f"/en/organisations/{network.public_id}/"):
        assert "secret@example.org" not in client.get(face).content.decode()


def test_the_table_can_be_read(client, network):
    answer = client.get("/api/v1/members.csv?country=FR")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Type"].startswith("text/csv")
    assert [(row["name_fr"], row["territory"], row["member_since"]) for row in rows] == [
        ("Ville de Loos-en-Gohelle", "insee-com:62528", "2024-02-01")
    ]


@pytest.mark.parametrize("text", ["=1+1", "+212", "-3", "@x", "\t=1", "＝1"])
def test_no_cell_is_a_formula(text):
    assert harmless_cell(text) == f"'{text}"
    assert harmless_cell("جماعة") == "جماعة"


def test_the_town_page_has_the_mark_of_a_member(client, cast, network):
    shown = client.get("/en/territories/hcp/0115101/").content.decode()
    assert "Member of the network since" in shown
    assert "جماعة شفشاون" in shown or "Commune de Chefchaouen" in shown
    cast.loos_town.memberships.update(status="suspended")
    assert "Member of the network since" not in client.get("/en/territories/insee-com/62528/").content.decode()
