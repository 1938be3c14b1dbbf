"""Addresses of the newsletter."""

from django.urls import path

from seguia.newsletter.views import desk, editing, public

app_name = "newsletter"
urlpatterns = [
    path("", public.issue_list, name="list"),
    path("subscribe/", public.subscribe, name="subscribe"),
    path("subscribe/asked/", public.asked, name="asked"),
    path("confirm/<slug:token>/", public.confirm, name="confirm"),
    path("desk/", desk.overview, name="desk"),
    path("desk/new/", desk.create, name="create"),
    path("desk/invite/", desk.invite, name="invite"),
    path("desk/<public_id:public_id>/", editing.edit, name="edit"),
    path("desk/<public_id:public_id>/add/", editing.add_item, name="add-item"),
    path("desk/<public_id:public_id>/text/", editing.add_text, name="add-text"),
    path("desk/<public_id:public_id>/parts/<int:pk>/", editing.change_item, name="change-item"),
    path("desk/<public_id:public_id>/preview/<slug:language>/", editing.preview, name="preview"),
    path("desk/<public_id:public_id>/test/", editing.send_test, name="test"),
    path("desk/<public_id:public_id>/send/", editing.schedule, name="schedule"),
    path("desk/<public_id:public_id>/take-back/", editing.take_back, name="take-back"),
    path("desk/<public_id:public_id>/delete/", editing.delete, name="delete"),
    path("<public_id:public_id>/", public.issue, name="issue"),
]
