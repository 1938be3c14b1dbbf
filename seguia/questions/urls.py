"""Addresses of questions, below `questions/`."""

from django.urls import path

from seguia.questions.views import deeds, threads, writing

app_name = "questions"
urlpatterns = [
    path("of/<public_id:public_id>/", threads.of_action, name="of-action"),
    path("of/<public_id:public_id>/ask/", writing.ask, name="ask"),
    path("<public_id:public_id>/", threads.detail, name="detail"),
    path("<public_id:public_id>/answer/", writing.answer, name="answer"),
    path("<public_id:public_id>/edit/", writing.edit, name="edit"),
    path("<public_id:public_id>/helped/", deeds.helped, name="helped"),
    path("<public_id:public_id>/translate/<slug:language>/", deeds.translate, name="translate"),
    *(
        path(f"<public_id:public_id>/{deed}/", deeds.decide, {"deed": deed}, name=deed)
        for deed in ("withdraw", "offline", "restore")
    ),
]
