"""Addresses of the help desk. Words stand before identifiers: `advisers` could be one."""

from django.urls import path

from seguia.support import advice_urls
from seguia.support.views import advisers, asking, case, deeds

app_name = "support"
urlpatterns = [
    path("", asking.home, name="home"),
    path("ask/", asking.ask, name="ask"),
    path("advisers/", advisers.people, name="advisers"),
    path("advisers/<public_id:public_id>/", advisers.change, name="adviser"),
    path("advisers/<public_id:public_id>/end/", advisers.end, name="adviser-end"),
    *advice_urls.urlpatterns,
    path("<public_id:public_id>/", case.detail, name="case"),
    path("<public_id:public_id>/write/", case.write, name="write"),
    path("<public_id:public_id>/take/", deeds.take, name="take"),
    path("<public_id:public_id>/hand-over/", deeds.hand_on, name="hand-over"),
    path("<public_id:public_id>/decline/", deeds.decline, name="decline"),
    path("<public_id:public_id>/close/", deeds.close, name="close"),
    path("<public_id:public_id>/withdraw/", deeds.withdraw, name="withdraw"),
    path("<public_id:public_id>/reopen/", deeds.reopen, name="reopen"),
    path("<public_id:public_id>/deadlines/", deeds.deadline, name="deadline"),
    path("<public_id:public_id>/deadlines/<public_id:deadline_id>/done/", deeds.deadline_done, name="deadline-done"),
]
