"""What the buttons of a town say."""

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.support.models import RecommendationStatus

BUTTONS: dict[RecommendationStatus, Message] = {
    RecommendationStatus.ACCEPTED: _("It suits us"),
    RecommendationStatus.UNDER_WAY: _("We have begun"),
    RecommendationStatus.DONE: _("It is done"),
}
