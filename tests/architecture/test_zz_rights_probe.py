import pytest
from tests.architecture.world import World
from seguia.config.access import named_routes
from django.urls import get_resolver, NoReverseMatch
def test_w(db):
    w = World()
    bad=[]
    for n in sorted(set(named_routes(get_resolver().url_patterns))):
        try: w.address_of(n)
        except NoReverseMatch as e: bad.append((n, str(e)[-200:]))
    for b in bad: print(b)
    assert 0
