"""Addresses of reports, below `reports/`."""

from django.urls import path

from seguia.reports import views

app_name = "reports"
urlpatterns = [
    path("sent/", views.sent, name="sent"),
    path("new/<slug:kind>/<str:key>/", views.create, name="create"),
    path("<public_id:public_id>/", views.detail, name="detail"),
]
