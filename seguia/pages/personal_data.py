"""What pages keep of people: who wrote, who uploaded, who may write."""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.pages.models import Image, Page, PageEditor, PageVersion


def export(person: User) -> dict[str, Any]:
    """Their pages, the versions they saved, their pictures, whether they may write."""
    return {
        "pages": [dict(page.title) for page in Page.objects.filter(author=person).order_by("pk")],
        "versions": [
            {"page": dict(version.page.title), "number": version.number, "saved_at": version.saved_at.isoformat()}
            for version in PageVersion.objects.filter(author=person).select_related("page").order_by("pk")
        ],
        "pictures": [dict(image.alt) for image in Image.objects.filter(uploaded_by=person).order_by("pk")],
        "may_write_since": [
            at.isoformat() for at in PageEditor.objects.filter(user=person).values_list("granted_at", flat=True)
        ],
    }


def erase(person: User) -> None:
    """The texts are the network's and stay, without the name; the right to write ends."""
    Page.objects.filter(author=person).update(author=None)
    PageVersion.objects.filter(author=person).update(author=None)
    Image.objects.filter(uploaded_by=person).update(uploaded_by=None)
    PageEditor.objects.filter(granted_by=person).update(granted_by=None)
    PageEditor.objects.filter(user=person).delete()


def register() -> None:
    """Have it in every export and erasure."""
    register_personal_data("pages", export=export, erase=erase)
