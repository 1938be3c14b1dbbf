"""Addresses for machines: some in each language, some once."""

from django.urls import path

from seguia.portal.machines.feed import feed
from seguia.portal.machines.search_engines import opensearch, robots
from seguia.portal.machines.sitemap import sitemap_index, sitemap_section

in_each_language = [
    path("feed.atom", feed, name="feed"),
    path("opensearch.xml", opensearch, name="opensearch"),
]
once = [
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemap_section, name="sitemap-section"),
    path("robots.txt", robots, name="robots"),
]
