"""Addresses of organisations, members, the people in them and the secretariat's pages about them."""

from django.urls import path

from seguia.membership.views import (
    acting,
    desk,
    invitations,
    joining,
    newcomers,
    organisations,
    people,
    public,
    town_profile,
)

app_name = "membership"
urlpatterns = [
    path("members/", public.members, name="members"),
    path("members/map/", public.members_map, name="members-map"),
    path("members/map.json", public.members_map_data, name="members-map-data"),
    path("join/", joining.join, name="join"),
    path("join/partner/", joining.join_partner, name="join-partner"),
    path("join/start/", newcomers.start, name="newcomer-start"),
    path("join/link/<str:token>/", newcomers.newcomer, name="newcomer"),
    path("join/<str:scheme>/<str:code>/", joining.join_town, name="join-town"),
    path("membership/<public_id:public_id>/", joining.own, name="own"),
    path("membership/<public_id:public_id>/complete/", joining.complete, name="complete"),
    path("membership/<public_id:public_id>/withdraw/", joining.withdraw, name="withdraw"),
    path("membership/<public_id:public_id>/resign/", joining.resign, name="resign"),
    path("territories/<str:scheme>/<str:code>/profile/", town_profile.town_profile, name="town-profile"),
    path("acting-for/", acting.choose, name="acting"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("organisations/create/", organisations.create, name="create"),
    path("organisations/<public_id:public_id>/", public.organisation, name="organisation"),
    path("organisations/<public_id:public_id>/edit/", organisations.edit, name="edit"),
    path("organisations/<public_id:public_id>/numbers/", organisations.numbers, name="numbers"),
    path("organisations/<public_id:public_id>/numbers/<int:pk>/", organisations.remove_number, name="remove-number"),
    path("organisations/<public_id:public_id>/contacts/", organisations.contacts, name="contacts"),
    path("organisations/<public_id:public_id>/membership/", desk.enter, name="enter"),
    path("organisations/<public_id:public_id>/people/", people.people, name="people"),
    path("organisations/<public_id:public_id>/people/invite/", people.invite, name="invite"),
    path("organisations/<public_id:public_id>/people/<int:pk>/role/", people.change_role, name="change-role"),
    path("organisations/<public_id:public_id>/people/<int:pk>/remove/", people.remove, name="remove-person"),
    path("organisations/<public_id:public_id>/people/<int:pk>/hand-over/", people.hand_over, name="hand-over"),
    path(
        "organisations/<public_id:public_id>/invitations/<public_id:invitation_id>/",
        people.withdraw_invitation,
        name="withdraw-invitation",
    ),
    path("memberships/", desk.desk, name="desk"),
    path("memberships/<public_id:public_id>/", desk.membership, name="desk-membership"),
    path("memberships/<public_id:public_id>/<slug:code>/", desk.deed, name="deed"),
]
