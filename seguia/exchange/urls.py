"""Addresses of exchanges, below `exchange/`."""

from django.urls import path

from seguia.exchange.views import desk, matches, postings

app_name = "exchange"
urlpatterns = [
    path("", postings.listing, name="list"),
    path("new/<slug:side>/", postings.create, name="create"),
    path("matching/", desk.matching, name="matching"),
    path("matching/run/", desk.run, name="run"),
    path("matching/<public_id:public_id>/confirm/", desk.confirm, name="confirm"),
    path("matching/<public_id:public_id>/refuse/", desk.refuse, name="refuse"),
    path("matching/<public_id:public_id>/keep/", desk.keep, name="keep"),
    path("matches/<public_id:public_id>/", matches.detail, name="match"),
    path("matches/<public_id:public_id>/answer/", matches.answer, name="answer"),
    path("matches/<public_id:public_id>/cancel/", matches.cancel, name="cancel"),
    path("matches/<public_id:public_id>/held/", matches.held, name="held"),
    path("matches/<public_id:public_id>/feedback/", matches.feedback, name="feedback"),
    path("matches/<public_id:public_id>/draft/", matches.draft, name="draft"),
    path("<public_id:public_id>/", postings.detail, name="detail"),
    path("<public_id:public_id>/edit/", postings.edit, name="edit"),
    path("<public_id:public_id>/state/", postings.state, name="state"),
]
