"""Sixty people want twenty seats at the same moment. With a control that fails: the same crowd on Django's own backend."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from django.db import OperationalError, connections, transaction

from seguia.core.tests.conftest import PLAIN, SeatFile

Maker = Callable[..., SeatFile]
PEOPLE, SEATS = 60, 20


def claim(seats: SeatFile, person: int) -> int | None:
    """The first free seat; None when there is none left. The pause is where a race would happen."""
    with transaction.atomic(seats.alias):
        free = seats.run("SELECT number FROM seat WHERE person IS NULL ORDER BY number LIMIT 1")
        time.sleep(0.001)
        if not free:
            return None
        seats.run("UPDATE seat SET person = %s WHERE number = %s", person, free[0][0])
        seats.run("UPDATE tally SET count = count + 1")
        return int(free[0][0])


def crowd(seats: SeatFile, deed: Callable[[SeatFile, int], object]) -> tuple[list[object], list[str]]:
    """Everybody at once: what each got, and what went wrong."""
    start, got, wrong = threading.Barrier(PEOPLE), [], []

    def person(number: int) -> None:
        start.wait()
        try:
            got.append(deed(seats, number))
        except OperationalError as error:
            wrong.append(str(error))
        finally:
            connections[seats.alias].close()

    threads = [threading.Thread(target=person, args=(number,)) for number in range(1, PEOPLE + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return got, wrong


def taken(seats: SeatFile) -> tuple[int, int, int]:
    """Seats taken, people who have one, and the tally."""
    found = seats.run("SELECT count(person), count(DISTINCT person), (SELECT count FROM tally) FROM seat")
    return found[0]


def test_crowd_gets_exactly_the_seats_there_are(seat_file: Maker) -> None:
    seats = seat_file()
    got, wrong = crowd(seats, claim)
    assert wrong == []
    numbers = [number for number in got if number is not None]
    assert (sorted(numbers), got.count(None)) == (list(range(1, SEATS + 1)), PEOPLE - SEATS)
    assert taken(seats) == (SEATS, SEATS, SEATS)
    assert seats.is_gate_free()


def test_same_crowd_fails_without_the_gate(seat_file: Maker) -> None:
    """The control: Django's backend with its DEFERRED transactions loses people."""
    seats = seat_file(PLAIN, timeout=2)
    got, wrong = crowd(seats, claim)
    assert len(wrong) > PEOPLE // 4, f"{len(got)} got through: the crowd is no crowd"
    assert set(wrong) == {"database is locked"}


def test_single_statements_do_not_starve_beside_transactions(seat_file: Maker) -> None:
    seats = seat_file(timeout=10)

    def deed(seats: SeatFile, person: int) -> None:
        for _ in range(5):
            if person % 2:
                seats.run("UPDATE tally SET count = count + 1")
            else:
                with transaction.atomic(seats.alias):
                    (count,) = seats.run("SELECT count FROM tally")[0]
                    time.sleep(0.002)
                    seats.run("UPDATE tally SET count = %s", count + 1)

    _, wrong = crowd(seats, deed)
    assert wrong == []
    assert seats.run("SELECT count FROM tally") == [(PEOPLE * 5,)]


_PROCESS = """
import json, sys, threading, time
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "seguia.core.sqlite", "NAME": sys.argv[1], "OPTIONS": {"timeout": 30}}})
from django.db import connection, transaction

def claim(person):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM seat WHERE person IS NULL ORDER BY number LIMIT 1")
        free = cursor.fetchone()
        time.sleep(0.001)
        if free:
            cursor.execute("UPDATE seat SET person = %s WHERE number = %s", [person, free[0]])
            cursor.execute("UPDATE tally SET count = count + 1")
        return free and free[0]

def person(number):
    try:
        told.append(claim(number))
    except Exception as error:
        wrong.append(repr(error))
    finally:
        connection.close()

told, wrong = [], []
print("ready", flush=True)
sys.stdin.readline()
threads = [threading.Thread(target=person, args=(int(sys.argv[2]) + n,)) for n in range(10)]
[t.start() for t in threads]
[t.join() for t in threads]
print(json.dumps([told, wrong]))
"""


@pytest.mark.slow
def test_crowd_in_several_processes_gets_exactly_the_seats_there_are(seat_file: Maker) -> None:
    seats = seat_file()
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _PROCESS, str(seats.path), str(number * 10 + 1)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PEOPLE // 10)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    answers = [json.loads(child.communicate(timeout=60)[0]) for child in children]
    assert [wrong for _, wrong in answers] == [[]] * len(children)
    numbers = [number for told, _ in answers for number in told]
    assert sorted(number for number in numbers if number) == list(range(1, SEATS + 1))
    assert len(numbers) == PEOPLE
    assert taken(seats) == (SEATS, SEATS, SEATS)
