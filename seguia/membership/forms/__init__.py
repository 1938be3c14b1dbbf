"""Input of organisations, requests, people and decisions."""

from seguia.membership.forms.deciding import BoardForm, DatedReasonForm, EmptyForm, NoticeForm, ReasonForm
from seguia.membership.forms.joining import CompleteForm, NameForm, NewcomerForm, PartnerRequestForm, TownRequestForm
from seguia.membership.forms.organisation import ContactsForm, CreateOrganisationForm, IdentifierForm, OrganisationForm
from seguia.membership.forms.people import HandOverForm, InviteForm, RoleForm
from seguia.membership.forms.town_profile import TownProfileForm

__all__ = [
    "BoardForm",
    "CompleteForm",
    "ContactsForm",
    "CreateOrganisationForm",
    "DatedReasonForm",
    "EmptyForm",
    "HandOverForm",
    "IdentifierForm",
    "InviteForm",
    "NameForm",
    "NewcomerForm",
    "NoticeForm",
    "OrganisationForm",
    "PartnerRequestForm",
    "ReasonForm",
    "RoleForm",
    "TownProfileForm",
    "TownRequestForm",
]
