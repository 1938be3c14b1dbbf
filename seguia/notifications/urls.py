"""Addresses of the notifications."""

from django.urls import path

from seguia.notifications.views import failures, notices, stopping

app_name = "notifications"
urlpatterns = [
    path("", notices.notice_list, name="list"),
    path("read/", notices.mark_all_read, name="read-all"),
    path("preferences/", notices.preferences, name="preferences"),
    path("preferences/try-again/", notices.try_again, name="try-again"),
    path("failures/", failures.failures, name="failures"),
    path("failures/clear/", failures.clear, name="clear"),
    path("<int:pk>/", notices.open_notice, name="open"),
    path("<int:pk>/read/", notices.mark_read, name="read"),
    path("unsubscribe/<str:token>/", stopping.unsubscribe, name="unsubscribe"),
]
