"""What the sign-in pages ask of the single sign-on."""

from typing import Any

from django import template

from seguia.accounts import single_sign_on

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_on_buttons(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Name and address of each configured provider."""
    return single_sign_on.sign_on_buttons(context["request"])
