"""Two member towns merge: the new town's membership goes on, the old ones end with a pointer to it, nothing is lost."""

import datetime

import pytest

from seguia.config.testing import Cast, make_action, make_territory
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.membership.models import Contact, Membership, Organisation, Representation
from seguia.membership.services.lifecycle import merge_memberships
from seguia.membership.services.mergers import continue_in_new_town
from seguia.membership.tests.members import make_member
from seguia.membership.waiting import decide_merger, towns_that_merged
from seguia.territories.models import Kind
from seguia.territories.queries import territory_at
from seguia.territories.services import NewTerritory, record_territory_event

DAY = datetime.date(2026, 1, 1)


@pytest.fixture
def neighbours(cast: Cast):
    """Loos and its neighbour, both members, become one commune."""
    lens = make_territory("insee-com:62498", Kind.COMMUNE, "FR", {"fr": "Lens"}, parent=cast.hauts, region=cast.hauts)
    town = Organisation.objects.create(kind="local-government", name={"fr": "Ville de Lens"}, territory=lens)
    Representation.objects.create(user=cast.stranger, organisation=town, role="editor")
    Contact.objects.create(organisation=town, kind="billing", name="Comptabilité")
    first = make_member(cast.loos_town, "suspended", since=datetime.date(2023, 5, 1))
    second = make_member(town, kind="associate", since=datetime.date(2019, 2, 1))
    return cast.loos, lens, first, second


def merge(cast: Cast, *territories) -> None:
    record_territory_event(
        by=cast.secretariat,
        kind="merger",
        date=DAY,
        before=territories,
        after=[NewTerritory("insee-com:62528", {"fr": "Loos-Lens"})],
    )


def test_the_desk_proposes_and_one_decision_continues_both(cast, neighbours):
    loos, lens, first, second = neighbours
    assert not towns_that_merged(0, 10)
    merge(cast, loos, lens)
    items = towns_that_merged(0, 10)
    assert {item.key for item in items} == {first.public_id, second.public_id}
    sentence = decide_merger(user=cast.secretariat, key=first.public_id, decision="continue", version=items[0].version)
    assert "Loos-Lens" in sentence
    new = Membership.objects.open().get()
    assert new.organisation.territory == territory_at("insee-com", "62528")
    assert (new.status, new.kind, new.since, new.member_since) == ("active", "full", DAY, datetime.date(2019, 2, 1))
    for old in (first, second):
        old.refresh_from_db()
        assert (old.status, old.until, old.merged_into) == ("ended", DAY, new)
    assert not towns_that_merged(0, 10)


def test_nothing_is_lost(cast, neighbours):
    loos, lens, first, _second = neighbours
    sheet = make_action(cast.loos_town, {"fr": "Composteurs"}, status="published")
    merge(cast, loos, lens)
    new = continue_in_new_town(user=cast.secretariat, membership=first)
    people = Representation.objects.current().filter(organisation=new.organisation)
    assert {(one.user, one.role) for one in people} == {(cast.loos_mayor, "representative"), (cast.stranger, "editor")}
    assert new.organisation.contacts.get().name == "Comptabilité"
    sheet.refresh_from_db()
    assert sheet.organisation == cast.loos_town
    before, after = DAY - datetime.timedelta(days=1), DAY
    assert Membership.objects.members_on(before).count() == 2
    assert list(Membership.objects.members_on(after)) == [new]


def test_the_new_town_is_in_the_directory_once(client, cast, neighbours):
    loos, lens, first, _second = neighbours
    merge(cast, loos, lens)
    continue_in_new_town(user=cast.secretariat, membership=first)
    assert [item["label"] for item in client.get("/api/v1/members?country=FR").json()["items"]] == [
        "Commune de Loos-Lens"
    ]


def test_a_town_that_stands_is_not_continued(cast, neighbours):
    with pytest.raises(Conflict):
        continue_in_new_town(user=cast.secretariat, membership=neighbours[2])


def test_a_split_is_left_to_people(cast, neighbours):
    loos, _lens, first, _second = neighbours
    parts = [NewTerritory(f"insee-com:6299{n}", {"fr": f"Loos {n}"}) for n in (1, 2)]
    record_territory_event(by=cast.secretariat, kind="split", date=DAY, before=[loos], after=parts)
    with pytest.raises(Conflict) as refusal:
        continue_in_new_town(user=cast.secretariat, membership=first)
    assert "2" in str(refusal.value)
    first.refresh_from_db()
    assert first.status == "suspended"


def test_only_the_secretariat_merges(cast, neighbours):
    with pytest.raises(Refused):
        merge_memberships(user=cast.loos_mayor, memberships=neighbours[2:], into=cast.chefchaouen_town)


def test_a_membership_does_not_continue_itself(cast, neighbours):
    with pytest.raises(Invalid):
        merge_memberships(user=cast.secretariat, memberships=[neighbours[2]], into=cast.loos_town)


def test_a_second_merger_is_a_conflict(cast, neighbours):
    loos, lens, first, second = neighbours
    merge(cast, loos, lens)
    continue_in_new_town(user=cast.secretariat, membership=first)
    with pytest.raises(Conflict):
        continue_in_new_town(user=cast.secretariat, membership=second)
    assert Membership.objects.open().count() == 1
