"""The components that every text knows: picture, button, notice, table of contents."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from seguia.core.errors import Message
from seguia.core.identifiers import PublicIdConverter
from seguia.pages.components import Component, Placed, Surroundings, register_component
from seguia.pages.pictures import picture_shown
from seguia.pages.rendering.checking import is_safe_address
from seguia.ui.markdown import to_page_html

NOTICES = {"info": "", "good": "is-good", "warning": "is-warning"}


def _template(name: str, **context: object) -> SafeString:
    return render_to_string(f"pages/components/{name}.html", context)


def _image(placed: Placed, around: Surroundings) -> SafeString:
    image = around.images.get(PublicIdConverter().to_python(placed.parameters["id"]))
    if image is None:
        return SafeString("")
    shown = picture_shown(image, around.language, around.image_url)
    return _template("image", picture=shown, caption=placed.parameters.get("caption", ""))


def _button(placed: Placed, around: Surroundings) -> SafeString:
    address = placed.parameters["href"]
    if not is_safe_address(address):
        return SafeString("")
    return _template("button", href=address, label=placed.parameters["label"], look=placed.parameters.get("look", ""))


def _button_check(placed: Placed) -> Message | None:
    address, look = placed.parameters.get("href", ""), placed.parameters.get("look", "")
    if address and not is_safe_address(address):
        told = _("The link to “%(address)s” is not possible. Links begin with https://, mailto:, tel: or “/”.")
        return told % {"address": address[:80]}
    if look not in ("", "plain"):
        return _("“%(name)s” can be: %(choices)s.") % {"name": "look", "choices": "plain"}
    return None


def _notice(placed: Placed, around: Surroundings) -> SafeString:
    content = mark_safe(to_page_html(placed.content))  # noqa: S308 -- sanitised
    look = NOTICES.get(placed.parameters.get("kind", ""), "")
    return _template("notice", content=content, look=look, title=placed.parameters.get("title", ""))


def _notice_check(placed: Placed) -> Message | None:
    if placed.parameters.get("kind", "info") not in NOTICES:
        return _("“%(name)s” can be: %(choices)s.") % {"name": "kind", "choices": ", ".join(NOTICES)}
    return None


def _contents(placed: Placed, around: Surroundings) -> SafeString:
    with override(around.language):
        return _template("contents", headings=[h for h in around.headings if h.level <= 3])


def register() -> None:
    """Make them known."""
    register_component(
        Component(
            "image",
            gettext_lazy("A picture of the library"),
            ':::image id=4f7k2m9x caption="The spring in May"',
            _image,
            required=("id",),
            optional=("caption",),
        )
    )
    register_component(
        Component(
            "button",
            gettext_lazy("A button that leads somewhere"),
            ':::button href=/fr/search/ label="Search actions"',
            _button,
            required=("href", "label"),
            optional=("look",),
            check=_button_check,
        )
    )
    register_component(
        Component(
            "notice",
            gettext_lazy("A box for what must be seen"),
            ":::notice kind=warning\nThe office is closed on Friday.\n:::",
            _notice,
            optional=("kind", "title"),
            has_content=True,
            check=_notice_check,
        )
    )
    register_component(
        Component("contents", gettext_lazy("A table of contents, made from the headings"), ":::contents", _contents)
    )
