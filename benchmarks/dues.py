"""`script/bench dues --invoices 2000`: issue a call for dues and render its PDFs; seconds, PDFs a second, peak memory."""

import argparse
import datetime
import resource
import tempfile
import time
from decimal import Decimal
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Fill an own SQLite file with members, call their dues, render each invoice; print a table."""
    parser = argparse.ArgumentParser(prog="script/bench dues", description=__doc__)
    parser.add_argument("--invoices", type=int, default=2000)
    count = parser.parse_args(arguments).invoices
    with tempfile.TemporaryDirectory() as folder:
        _use_database(Path(folder))
        members = _timed("members written", count, lambda: _write_members(count))
        call = _timed("preview computed", count, lambda: _prepared(members))
        invoices = _timed("invoices issued", count, lambda: _issued(call))
        _timed("PDFs rendered", len(invoices), lambda: _rendered(invoices))
        _timed("PDFs from the cache", len(invoices), lambda: _rendered(invoices))
        faults = _timed("ledger verified", count, _faults)
    print(
        f"faults of the ledger: {len(faults)}; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    )
    return 1 if faults or len(invoices) != count else 0


def _timed(what, count, job):
    begin = time.perf_counter()
    result = job()
    seconds = time.perf_counter() - begin
    print(f"{what:<22} {count:>7} {seconds:>9.2f} s {count / seconds:>10.1f} / s")
    return result


def _use_database(folder):
    from django.conf import settings  # noqa: PLC0415 -- the product is ready only now
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    settings.EXPORTS_DIR = folder / "exports"
    database = connections["default"]
    if database.vendor == "sqlite":
        database.close()
        database.settings_dict["NAME"] = str(folder / "bench.sqlite3")
        connections["default"] = connections.create_connection("default")
        call_command("migrate", verbosity=0)


def _write_members(count):
    from django.db import transaction  # noqa: PLC0415

    from seguia.accounts.models import User  # noqa: PLC0415
    from seguia.dues.demo import ISSUER, SCALES, create_scale  # noqa: PLC0415
    from seguia.dues.models import Issuer  # noqa: PLC0415

    staff = User.objects.create_user("bench@example.org", None, is_staff=True)
    Issuer.objects.create(**ISSUER)
    for scale in SCALES:
        create_scale(staff, 2026, *scale)
    with transaction.atomic():
        for number in range(count):
            _write_member(number)
    return staff


def _write_member(number):
    """A town of Morocco or of France, of any size, a member since 2020."""
    from seguia.membership.models import Membership, Organisation  # noqa: PLC0415
    from seguia.territories.models import Territory  # noqa: PLC0415

    country, scheme, names = (
        ("MA", "hcp", {"ar": f"جماعة {number}"}),
        ("FR", "insee-com", {"fr": f"Commune {number}"}),
    )[number % 2]
    place = Territory.objects.create(
        scheme=scheme, code=f"B{number:05d}", kind="commune", country=country, name=names,
        population=number * 137 % 600000,
    )  # fmt: skip
    town = Organisation.objects.create(kind="local-government", name=names, territory=place)
    Membership.objects.create(organisation=town, status="active", since=datetime.date(2020, 1, 1))


def _prepared(staff):
    from seguia.dues.models import Issuer  # noqa: PLC0415
    from seguia.dues.services.calls import prepare_call, start_call  # noqa: PLC0415

    days = {"issued_on": datetime.date(2026, 1, 15), "due_on": datetime.date(2026, 3, 31)}
    return start_call(user=staff, call=prepare_call(user=staff, year=2026, issuer=Issuer.objects.get(), **days))


def _issued(call):
    from seguia.dues.models import Invoice  # noqa: PLC0415
    from seguia.dues.services.calls import run_call_step  # noqa: PLC0415

    while run_call_step(call):
        pass
    return list(Invoice.objects.select_related("routing", "corrects").order_by("pk"))


def _rendered(invoices):
    from seguia.dues.documents.content import invoice_pdf  # noqa: PLC0415

    return sum(Decimal(len(invoice_pdf(invoice))) for invoice in invoices)


def _faults():
    from seguia.dues.verification import ledger_faults  # noqa: PLC0415

    return list(ledger_faults())
