"""Addresses of the portal."""

from django.urls import include, path

from seguia.portal.views.demo import demo
from seguia.portal.views.home import about, home
from seguia.portal.views.map import map_data, map_page
from seguia.portal.views.my_town import my_town
from seguia.portal.views.search import search_page

app_name = "portal"
urlpatterns = [
    path("", home, name="home"),
    path("search/", search_page, name="search"),
    path("map/", map_page, name="map"),
    path("map/towns.json", map_data, name="map-data"),
    path("about/", about, name="about"),
    path("demo/", demo, name="demo"),
    path("my-town/", my_town, name="my-town"),
    path("desk/", include("seguia.portal.desk.urls")),
    path("statistics/", include("seguia.portal.statistics.urls")),
    path("saved-searches/", include("seguia.portal.saved_searches.urls")),
]
