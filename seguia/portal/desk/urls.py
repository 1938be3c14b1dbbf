"""Addresses of the desk, below `desk/`, within those of the portal."""

from django.urls import path

from seguia.portal.desk import bulk_views, mail_views, views
from seguia.portal.statistics.views import work_statistics

urlpatterns = [
    path("", views.desk, name="desk"),
    path("statistics/", work_statistics, name="desk-statistics"),
    path("several/", bulk_views.look_ahead, name="desk-bulk"),
    path("several/apply/", bulk_views.apply, name="desk-bulk-apply"),
    path("several/<public_id:public_id>/", bulk_views.batch_page, name="desk-batch"),
    path("several/<public_id:public_id>/resume/", bulk_views.resume, name="desk-batch-resume"),
    path("several/<public_id:public_id>/undo/", bulk_views.undo_all, name="desk-batch-undo"),
    path("decisions/<public_id:public_id>/undo/", views.undo, name="desk-undo"),
    path("mail/", mail_views.failed_mail, name="desk-mail"),
    path("mail/again/", mail_views.try_again, name="desk-mail-again"),
    path("mail/works/", mail_views.address_works, name="desk-mail-works"),
    path("decide/<str:kind>/<str:key>/<slug:decision>/", views.decide, name="desk-decide"),
]
