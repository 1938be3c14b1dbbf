"""Addresses of mandates."""

from django.urls import path

from seguia.mandates.views import elections, handover, imports, town

app_name = "mandates"
urlpatterns = [
    path("", elections.overview, name="overview"),
    path("calendar/new/", elections.add_term, name="add-term"),
    path("calendar/<int:pk>/", elections.change_term, name="change-term"),
    path("elections/<int:pk>/", elections.election, name="election"),
    path("changes/<public_id:public_id>/", elections.change, name="change"),
    path("import/", imports.send_file, name="import"),
    path("import/<public_id:public_id>/", imports.staged, name="staged"),
    path("towns/<str:scheme>/<str:code>/", town.mandates, name="town"),
    path("towns/<str:scheme>/<str:code>/new/", town.begin, name="begin"),
    path("<public_id:public_id>/", town.correct, name="correct"),
    path("<public_id:public_id>/end/", town.end, name="end"),
    path("<public_id:public_id>/delete/", town.delete, name="delete"),
    path("<public_id:public_id>/tie/", handover.tie, name="tie"),
    path("<public_id:public_id>/untie/", handover.untie, name="untie"),
    path("handover/<public_id:public_id>/", handover.handover, name="handover"),
    path("handover/<public_id:public_id>/invite/<public_id:mandate_id>/", handover.invite, name="invite"),
]
