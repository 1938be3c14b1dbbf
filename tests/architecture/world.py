"""One real thing of every kind, all of them Chefchaouen's or the network's, and an address of every route that leads to one.

A refusal says something only where there is something to refuse: a made-up identifier is "not found" for everybody.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from seguia.accounts.models import User
from seguia.actions.services.media import add_media
from seguia.config.testing import Cast, make_cast, make_user
from seguia.dues.defaults import create_reminder_levels
from seguia.dues.models import ReminderLevel, Scale, Statement, StatementLine
from seguia.dues.services.calls import prepare_call
from seguia.dues.tests import house
from seguia.files.services import keep_upload, prepare_upload, store_upload
from seguia.files.tests import evil
from seguia.mandates.importers import ImportOptions, MandateReport, MandateRow
from seguia.mandates.models import BulkChange, Mandate, MandateRepresentation, Official, StagedImport, Term
from seguia.mandates.services import staging
from seguia.membership.models import (
    Application,
    Contact,
    Identifier,
    Membership,
    MembershipStatus,
    Representation,
)
from seguia.membership.services.invitations import invite_person
from seguia.membership.services.requests import OWNER_KIND as APPLICATION_FILES
from seguia.newsletter.writing import add_text, create_issue
from seguia.notifications.models import AddressState, Notice
from seguia.pages.models import PageEditor
from seguia.pages.tests import writers
from seguia.portal.desk.batches import begin_batch
from seguia.portal.models import DeskBatch, DeskDecision
from seguia.portal.saved_searches.services import create_search
from seguia.reports.services import create_report
from seguia.translation.models import DraftText, TranslationDraft, Translator
from seguia.translation.standing import rebuild as rebuild_standing
from seguia.vocabulary.models import UnknownWord
from tests.architecture.worlds import exchange, library, questions, replication, support

DAY = datetime.date(2026, 3, 1)
FEATURES = (library, replication, questions, exchange, support)
Arguments = dict[str, Any]


class World:
    """The cast, three people more, and the arguments of every route that leads to one thing."""

    def __init__(self) -> None:
        self.cast: Cast = make_cast()
        self.examples: dict[str, Arguments] = {}
        self.people: dict[str, User] = {
            "stranger": self.cast.stranger,
            "loos_mayor": self.cast.loos_mayor,
            "clerk": self.cast.clerk,
            "mayor": self.cast.mayor,
            "secretariat": self.cast.secretariat,
            "billing": house.make_billing(self.cast.chefchaouen_town),
            "translator": make_user("translator", language="fr"),
            "page_editor": make_user("writer", language="fr"),
        }
        self._add_places()
        for add in (_add_membership, _add_actions, _add_dues, _add_mandates, _add_translation, _add_pages):
            add(self)
        for add in (_add_newsletter, _add_portal, _add_small_things):
            add(self)
        for feature in FEATURES:
            feature.add(self)

    def lead(self, space: str, names: str, **arguments: Any) -> None:
        """These routes lead here."""
        self.examples.update({f"{space}:{name}" if space else name: arguments for name in names.split()})

    def address_of(self, name: str) -> str:
        """The address of a route."""
        return reverse(name, kwargs=self.examples.get(name, {}))

    def _add_places(self) -> None:
        place = {"scheme": self.cast.chefchaouen.scheme, "code": self.cast.chefchaouen.code}
        self.lead("territories", "detail like", **place)
        self.lead("mandates", "town begin", **place)
        self.lead("membership", "join-town town-profile", **place)
        self.lead("api", "read_territory read_lineage list_like_places", **place)


def kept(name: str = "deliberation.pdf", content: bytes | None = None, kind: str = "document") -> Any:
    """An upload that was checked and kept."""
    return keep_upload(prepare_upload(SimpleUploadedFile(name, content or evil.pdf()), kind))


def _add_membership(world: World) -> None:
    cast, town = world.cast, world.cast.chefchaouen_town
    membership = house.make_membership(town)
    asked = house.make_membership(cast.loos_town, MembershipStatus.REQUESTED, since=None)
    upload = SimpleUploadedFile("deliberation.pdf", evil.pdf())
    paper = store_upload(
        upload, kind="document", owner_kind=APPLICATION_FILES, owner_id=membership.public_id, user=cast.mayor
    )
    for one, person, document in ((membership, cast.mayor, paper), (asked, cast.loos_mayor, None)):
        Application.objects.create(
            membership=one, applicant=person, name="فاطمة", function="رئيسة", language="ar",
            consented_at=timezone.now(), document=document,
        )  # fmt: skip
    Contact.objects.create(organisation=town, kind="billing", name="أمينة", email="caisse@example.org")
    number = Identifier.objects.create(organisation=town, scheme="ice", number="001512345000041")
    invitation = invite_person(user=cast.mayor, organisation=town, email="new@example.org", role="editor")
    held = Representation.objects.get(organisation=town, user=cast.clerk)
    own = {"public_id": town.public_id}
    world.lead("membership", "organisation edit people invite numbers contacts enter", **own)
    world.lead("api", "read_organisation", **own)
    world.lead("mandates", "handover", **own)
    world.lead("membership", "remove-number", **own, pk=number.pk)
    world.lead("membership", "change-role remove-person hand-over", **own, pk=held.pk)
    world.lead("membership", "withdraw-invitation", **own, invitation_id=invitation.public_id)
    world.lead("membership", "own resign withdraw desk-membership", public_id=membership.public_id)
    world.lead("membership", "complete", public_id=membership.public_id)
    world.lead("membership", "deed", public_id=membership.public_id, code="resign")
    world.lead("membership", "invitation", token="not-a-token")
    world.lead("membership", "newcomer", token="not-a-token")
    world.lead("files", "download", public_id=paper.public_id)


def _add_actions(world: World) -> None:
    cast = world.cast
    with kept("reservoir.jpg", evil.picture(), "picture") as upload:
        media = add_media(cast.draft, user=cast.mayor, kept=upload, caption={"ar": "خزان ماء"})
    draft, public = {"public_id": cast.draft.public_id}, {"public_id": cast.arabic_action.public_id}
    world.lead("actions", "edit preview versions media-add submit archive restore publish return", **draft)
    world.lead("actions", "diff", **draft, number=1)
    world.lead("actions", "media-remove", **draft, key=media.key)
    world.lead("actions", "detail journey", **public)
    world.lead("api", "read_action read_journey", **public)
    world.lead("reports", "create", kind="action", key=cast.arabic_action.public_id)
    width = next(iter(media.file.renditions))
    world.lead("files", "picture", public_id=media.file.public_id, width=int(width))


def _add_dues(world: World) -> None:
    cast = world.cast
    membership = Membership.objects.get(organisation=cast.chefchaouen_town)
    issuer = house.make_issuer()
    create_reminder_levels(ReminderLevel)
    house.make_scale(cast)
    open_scale = Scale.objects.create(year=2027, name={"fr": "Barème 2027", "ar": "سلم"}, currency="MAD")
    invoice = house.make_invoice(cast, membership)
    payment = house.pay(cast, membership, "1000.00")
    later = datetime.date(2026, 12, 1)
    call = prepare_call(user=cast.secretariat, year=2026, issuer=issuer, issued_on=DAY, due_on=later)
    statement = Statement.objects.create(name="relevé.csv", currency="MAD", imported_by=cast.secretariat)
    StatementLine.objects.create(statement=statement, place=1, on=DAY, amount=Decimal(500), digest="0" * 64)
    paper = {"public_id": invoice.public_id}
    world.lead("dues", "invoice invoice-pdf routing dispute credit write-off delay settle use-credit", **paper)
    world.lead("dues", "receipt-pdf payment payment-reverse", public_id=payment.public_id)
    world.lead("dues", "scale scale-edit scale-force scale-copy scale-delete", public_id=open_scale.public_id)
    world.lead("dues", "call call-start call-cancel", public_id=call.public_id)
    world.lead("dues", "call-exclude call-include", public_id=call.public_id, membership_id=membership.pk)
    world.lead("dues", "statement statement-confirm", public_id=statement.public_id)
    world.lead("dues", "issuer", pk=issuer.pk)
    world.lead("dues", "level", pk=ReminderLevel.objects.order_by("pk")[0].pk)
    world.lead("dues", "export-file", kind="invoices", year=2026, form="csv")


def _add_mandates(world: World) -> None:
    cast = world.cast
    official = Official.objects.create(latin_name="Fatima Alaoui", arabic_name="فاطمة العلوي", user=cast.mayor)
    mandate = Mandate.objects.create(
        official=official, territory=cast.chefchaouen, function="mayor", since=datetime.date(2021, 9, 20)
    )
    deputy = Mandate.objects.create(
        official=Official.objects.create(latin_name="Karim Idrissi"),
        territory=cast.chefchaouen, function="deputy", since=datetime.date(2021, 9, 20),
    )  # fmt: skip
    held = Representation.objects.get(user=cast.mayor)
    MandateRepresentation.objects.create(mandate=mandate, representation=held)
    term = Term.objects.filter(country="MA").first() or Term.objects.create(country="MA", council="communal", year=2021)
    change = BulkChange.objects.create(kind="election", term=term, by=cast.secretariat)
    staged = _staged(cast)
    world.lead("mandates", "correct end delete tie untie", public_id=mandate.public_id)
    world.lead("mandates", "invite", public_id=cast.chefchaouen_town.public_id, mandate_id=deputy.public_id)
    world.lead("mandates", "change-term election", pk=term.pk)
    world.lead("mandates", "change", public_id=change.public_id)
    world.lead("mandates", "staged", public_id=staged.public_id)
    world.lead("api", "read_mandate", public_id=mandate.public_id)


def _staged(cast: Cast) -> StagedImport:
    """One line that waits to be applied."""
    day = datetime.date(2021, 9, 20)
    row = MandateRow(2, "hcp:0115101", "councillor", "Said Alami", "سعيد العلمي", day)
    options = staging._packed_options(ImportOptions(file="rne.csv", source="RNE", is_complete=False), MandateReport())
    return StagedImport.objects.create(
        name="rne.csv", by=cast.secretariat, content=staging._packed([row]), options=options
    )


def _add_translation(world: World) -> None:
    cast, person = world.cast, world.people["translator"]
    languages = ["ar", "fr", "en"]
    trusted = Translator.objects.create(user=person, languages=languages, granted_by=cast.secretariat)
    draft = TranslationDraft.objects.create(
        kind="action", object_id=cast.arabic_action.pk, item=cast.arabic_action.public_id, language="en",
        title=cast.arabic_action.title, original_language="ar", status="submitted",
        submitted_by=cast.clerk, submitted_at=timezone.now(),
    )  # fmt: skip
    DraftText.objects.create(draft=draft, key="title", text="Energy advice", seen_mark="0", author=cast.clerk)
    rebuild_standing()
    sheet = {"kind": "action", "item": cast.arabic_action.public_id, "language": "en"}
    world.lead("translation", "edit drop ask", **sheet)
    world.lead("translation", "review", public_id=draft.public_id)
    world.lead("translation", "withdraw", pk=trusted.pk)


def _add_pages(world: World) -> None:
    user = world.cast.secretariat
    PageEditor.objects.create(user=world.people["page_editor"], granted_by=user)
    draft = writers.draft(user)
    live = writers.live(user, {"fr": "Qui sommes-nous", "ar": "من نحن"})
    image = writers.picture(user)
    world.lead("pages", "manage edit publish withdraw archive", public_id=draft.public_id)
    world.lead("pages", "version", public_id=draft.public_id, number=1)
    world.lead("pages", "image image-delete", public_id=image.public_id)
    world.lead("pages", "menu", name="main")
    world.lead("pages", "page", slug=live.slugs.get(language="fr").slug)
    world.lead("pages", "news", slug="nothing")
    world.lead("pages", "shared", token="not-a-token")
    world.lead("pages", "shared-picture", token="not-a-token", file_id=image.file.public_id, width=480)
    world.lead("api", "read_page", public_id=live.public_id)


def _add_newsletter(world: World) -> None:
    user = world.cast.secretariat
    issue = create_issue(user=user, title={"ar": "أخبار", "fr": "Nouvelles"}, introduction={"fr": "Bonjour"})
    add_text(issue, user=user, title={"fr": "Eau"}, text={"fr": "Un texte."})
    own = {"public_id": issue.public_id}
    world.lead("newsletter", "edit add-item add-text test schedule take-back delete issue", **own)
    world.lead("newsletter", "change-item", **own, pk=issue.items.get().pk)
    world.lead("newsletter", "preview", **own, language="fr")
    world.lead("newsletter", "confirm", token="nothing")


def _add_portal(world: World) -> None:
    cast = world.cast
    key = cast.arabic_action.public_id
    facts = {"kind": "action", "key": key, "reason": "link", "text": "رابط", "address": "", "language": "ar"}
    report = create_report(user=None, **facts)
    begin_batch(user=cast.secretariat, kind="reports", decision="none", reason="سبب", chosen=[(report.public_id, "")])
    search = create_search(user=cast.mayor, query=QueryDict("q=ماء"), name="ماء", language="ar", frequency="none")
    world.lead("reports", "detail", public_id=report.public_id)
    world.lead("portal", "desk-batch desk-batch-resume desk-batch-undo", public_id=DeskBatch.objects.get().public_id)
    world.lead("portal", "desk-undo", public_id=DeskDecision.objects.get().public_id)
    world.lead("portal", "desk-decide", kind="reports", key=report.public_id, decision="none")
    world.lead("portal", "saved-search-change saved-search-delete", public_id=search.public_id)
    world.lead("portal", "saved-search-feed", token=search.token)
    world.lead("portal", "statistics-download", code="actions-by-theme")


def _add_small_things(world: World) -> None:
    cast = world.cast
    notice = Notice.objects.create(
        user=cast.mayor, kind="actions.published", group="actions", facts={}, created_at=timezone.now()
    )
    word = UnknownWord.objects.create(word="بيوغاز", language="ar", count=3, last_seen=DAY)
    AddressState.objects.create(address=cast.mayor.email, blocked_at=timezone.now())
    concept = {"slug": cast.composting.slug}
    world.lead("notifications", "open read", pk=notice.pk)
    world.lead("notifications", "unsubscribe", token="not-a-token")
    world.lead("vocabulary", "adopt ignore", pk=word.pk)
    world.lead("vocabulary", "detail edit merge", **concept)
    world.lead("vocabulary", "goal", code=cast.goal.code)
    world.lead("api", "read_concept", **concept)
    world.lead("api", "read_goal", code=cast.goal.code)
    world.lead("api", "read_news", public_id="00000000")
    world.lead("thesaurus", "concept", **concept)
    world.lead("thesaurus", "part", **concept, ending="ttl")
    world.lead("thesaurus", "whole", ending="ttl")
    world.lead("", "sitemap-section", section="pages", number=1)
    world.lead("", "account_reset_password_from_key", uidb36="a", key="b-c")
    world.lead("", "mfa_edit_webauthn mfa_remove_webauthn", pk=1)
    world.lead("", "openid_connect_login openid_connect_callback", provider_id="nothing")
