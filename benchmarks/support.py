"""`script/bench support --cases 10000 --advisers 200`: the queue of every adviser, beside a naive one; the reminders.

An own SQLite file is filled with invented towns and requests. The naive queue reads every open request with its themes
and sorts in Python; both must give the same requests in the same order. Milliseconds a page: median, 95 of 100, slowest.
"""

import argparse
import datetime
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

COMPARED = 6
"""Naive queues that are made and compared: each takes a query for every open request."""
LANGUAGES = ("ar", "fr", "en")
STATES = ("open",) * 12 + ("taken",) * 8 + ("waiting",) * 5 + ("closed",) * 70 + ("withdrawn",) * 5
"""A quarter is not ended: a network that has been answering for years."""


def main(arguments: list[str]) -> int:
    """Fill, measure both, compare, print."""
    parser = argparse.ArgumentParser(prog="script/bench support", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--advisers", type=int, default=200)
    parser.add_argument("--queues", type=int, default=200, help="how many pages are made")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _use_database(Path(folder))
        begin = time.perf_counter()
        staff, users = _fill(options.cases, options.advisers)
        print(f"{options.cases} requests, {options.advisers} advisers written in {time.perf_counter() - begin:.1f} s")
        asked = [users[number % len(users)] for number in range(options.queues)]
        different = sum(_page(user) != _naive(user) for user in users[:COMPARED])
        _measured("queue of an adviser", [_timed(_page, user) for user in asked])
        _measured("the same, naive", [_timed(_naive, user) for user in asked[:COMPARED]])
        _measured("queue of the secretariat", [_timed(_page, staff) for _ in range(40)])
        _measured("its overdue ones", [_timed(_overdue, staff) for _ in range(40)])
        _measured("all figures", [_timed(_figures, staff) for _ in range(5)])
        begin = time.perf_counter()
        number = _remind()
        print(f"{number} reminders made in {time.perf_counter() - begin:.1f} s; none again: {_remind() == 0}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"pages that differ from the naive ones: {different} of {COMPARED}; peak memory {peak:.0f} MiB")
    return 1 if different else 0


def _measured(what: str, times: list[float]) -> None:
    ranked = sorted(times)
    middle, high = ranked[len(ranked) // 2], ranked[min(len(ranked) - 1, len(ranked) * 95 // 100)]
    print(f"{what:<26} median {middle:7.1f} ms   p95 {high:7.1f} ms   slowest {ranked[-1]:7.1f} ms")


def _timed(job: Any, user: Any) -> float:
    begin = time.perf_counter()
    job(user)
    return 1000 * (time.perf_counter() - begin)


def _use_database(folder: Path) -> None:
    from django.core.management import call_command  # noqa: PLC0415 -- the product is ready only now
    from django.db import connections  # noqa: PLC0415

    database = connections["default"]
    if database.vendor == "sqlite":
        database.close()
        database.settings_dict["NAME"] = str(folder / "bench.sqlite3")
        connections["default"] = connections.create_connection("default")
        call_command("migrate", verbosity=0)


def _fill(cases: int, advisers: int) -> tuple[Any, list[Any]]:
    from seguia.accounts.models import User  # noqa: PLC0415
    from seguia.support.models import Adviser, Case  # noqa: PLC0415
    from seguia.vocabulary.models import Concept  # noqa: PLC0415

    chance = random.Random(7)
    staff = User.objects.create_user("bench@example.org", None, is_staff=True)
    themes = [Concept.objects.create(slug=f"t{n}", preferred={"fr": f"Thème {n}"}, is_theme=True) for n in range(20)]
    towns = _towns(cases // 10)
    users = User.objects.bulk_create(User(email=f"adviser{n}@example.org", name=f"A{n}") for n in range(advisers))
    made = Adviser.objects.bulk_create(
        Adviser(user=user, languages=chance.sample(LANGUAGES, chance.randint(1, 2)), kinds=["method"], most_cases=5)
        for user in users
    )
    places = Adviser.themes.through
    places.objects.bulk_create(
        places(adviser_id=one.pk, concept_id=theme.pk) for one in made for theme in chance.sample(themes, 3)
    )
    written = Case.objects.bulk_create((_case(n, chance, towns, made) for n in range(cases)), batch_size=500)
    tags = Case.themes.through
    tags.objects.bulk_create(
        (tags(case_id=case.pk, concept_id=theme.pk) for case in written for theme in chance.sample(themes, 2)),
        batch_size=500,
    )
    _add_deadlines(written, chance)
    return staff, list(users)


def _towns(number: int) -> list[Any]:
    from seguia.membership.models import Organisation  # noqa: PLC0415
    from seguia.territories.models import Territory  # noqa: PLC0415

    places = Territory.objects.bulk_create(
        Territory(scheme="insee-com", code=f"B{n:05d}", kind="commune", country="FR", name={"fr": f"Commune {n}"})
        for n in range(number)
    )
    return Organisation.objects.bulk_create(
        Organisation(kind="local-government", name=place.name, territory=place) for place in places
    )


def _case(number: int, chance: random.Random, towns: list[Any], advisers: list[Any]) -> Any:
    from seguia.support.models import Case  # noqa: PLC0415

    status, now = chance.choice(STATES), datetime.datetime.now(datetime.UTC)
    asked = now - datetime.timedelta(days=chance.random() * (20 if status == "open" else 700), seconds=number)
    is_ended = status in ("closed", "withdrawn")
    return Case(
        organisation=chance.choice(towns),
        language=chance.choice(LANGUAGES),
        title=f"Demande {number}",
        need="Nous cherchons des exemples de communes qui ont réduit leurs déchets. " * 5,
        status=status,
        adviser=None if status == "open" else chance.choice(advisers),
        asked_at=asked,
        first_answered_at=None if status == "open" else asked + datetime.timedelta(days=chance.random() * 9),
        closed_at=now if is_ended else None,
        outcome="helped" if status == "closed" else "",
    )


def _add_deadlines(cases: list[Any], chance: random.Random) -> None:
    from seguia.support.models import Deadline  # noqa: PLC0415

    today = datetime.datetime.now(datetime.UTC).date()
    Deadline.objects.bulk_create(
        Deadline(case=case, text="Plan", language="fr", due=today + datetime.timedelta(days=chance.randint(-20, 60)))
        for case in cases
        if chance.random() < 0.2
    )


def _page(user: Any) -> list[int]:
    """What the product shows."""
    from seguia.support.queue import QueueRequest, queue_for  # noqa: PLC0415

    return [row.case.pk for row in queue_for(user, QueueRequest()).rows]


def _overdue(user: Any) -> list[int]:
    from seguia.support.queue import QueueRequest, queue_for  # noqa: PLC0415

    return [row.case.pk for row in queue_for(user, QueueRequest(view="overdue")).rows]


def _naive(user: Any) -> list[int]:
    """Every open request is read with its themes, judged and sorted in Python; then come town and adviser one by one."""
    from seguia.support.models import Adviser, Case  # noqa: PLC0415

    adviser = Adviser.objects.get(user=user)
    mine = {theme.pk for theme in adviser.themes.all()}
    ranked = []
    for case in Case.objects.filter(status="open"):
        if case.kind in adviser.kinds:
            on_theme = bool(mine & {theme.pk for theme in case.themes.all()})
            ranked.append((case.language not in adviser.languages, not on_theme, case.asked_at, case.pk, case))
    shown = [case for *_rank, case in sorted(ranked, key=lambda one: one[:4])[:20]]
    for case in shown:
        _ = case.organisation.territory, list(case.deadlines.all())
    return [case.pk for case in shown]


def _figures(user: Any) -> None:
    from django.core.cache import cache  # noqa: PLC0415

    from seguia.support.figures import desk_tables  # noqa: PLC0415

    cache.clear()
    desk_tables(user)


def _remind() -> int:
    from seguia.support.reminders import remind_all  # noqa: PLC0415

    return remind_all()
