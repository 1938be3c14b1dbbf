"""Content as plain data: taking, checking, comparing, merging."""

import itertools
import random

import pytest

from seguia.actions.content import InvalidContent, apply, changes, flatten, merge, snapshot, unsaved, validate
from seguia.actions.content.merging import merged_order
from seguia.actions.content.validation import decimal_from
from seguia.actions.models import Action
from seguia.actions.tests.sheets import OTHER_STEP, STEP, full_content
from seguia.core.word_diff import word_pieces


@pytest.fixture
def content(cast):
    return validate(full_content(cast.draft, stage="engaged", cost="1200000", cost_currency="MAD", results=[
        {"key": "resultaa", "indicator": "water_saved", "label": {"ar": "ماء"}, "value": "300", "unit": "m3/yr",
         "year": 2024, "kind": "measured", "method": {}},
    ]))  # fmt: skip


def test_apply_then_snapshot_gives_the_same_content(cast, content):
    apply(cast.draft, content)
    assert snapshot(Action.objects.get(pk=cast.draft.pk)) == content


def test_unsaved_shows_the_content_and_writes_nothing(cast, content):
    before = snapshot(cast.draft)
    shown = unsaved(Action.objects.get(pk=cast.draft.pk), content)
    assert [str(step.title["ar"]) for step in shown.steps.all()] == ["قياس السطوح", "تركيب الخزانات"]
    assert [theme.slug for theme in shown.themes.all()] == ["waste"]
    assert snapshot(Action.objects.get(pk=cast.draft.pk)) == before


@pytest.mark.parametrize(
    ("changes_", "path"),
    [
        ({"title": {}}, "title"),
        ({"title": {"ar": "‮عنوان"}}, "title.ar"),
        ({"title": {"xx": "title"}}, "title.xx"),
        ({"title": "plain"}, "title"),
        ({"summary": {"fr": "x" * 601}}, "summary.fr"),
        ({"stage": "finished"}, "stage"),
        ({"started": "2014-13"}, "started"),
        ({"started": "2014-06", "ended": "2014-05"}, "ended"),
        ({"started": "9999"}, "started"),
        ({"cost": "NaN"}, "cost"),
        ({"cost": "-5", "cost_currency": "MAD"}, "cost"),
        ({"cost": "1e30"}, "cost"),
        ({"cost": "9" * 40}, "cost"),
        ({"cost": "12"}, "cost_currency"),
        ({"cost_year": "10" * 30}, "cost_year"),
        ({"cost_year": "1789"}, "cost_year"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"original_language": "xx"}, "original_language"),
        ({"themes": ["no-such-theme"]}, "themes"),
        ({"themes": ["a\x00b"]}, "themes"),
        ({"goals": ["99.9"]}, "goals"),
        ({"places": ["insee-com:00000"]}, "places"),
        ({"steps": "none"}, "steps"),
        ({"steps": [{"key": STEP, "title": {"ar": "x"}}] * 2}, "steps"),
        ({"steps": [{"key": STEP, "title": {}, "text": {"ar": "نص"}}]}, f"steps.{STEP}.title"),
        ({"steps": [{"title": {"ar": "x"}}] * 41}, "steps"),
        ({"sources": [{"key": "sourceaa", "title": "x", "url": "javascript:alert(1)"}]}, "sources.sourceaa.url"),
        ({"status": "published"}, "status"),
        ({"organisation": 1}, "organisation"),
    ],
)
def test_validate_names_the_faulty_field(cast, changes_, path):
    with pytest.raises(InvalidContent) as caught:
        validate(full_content(cast.draft, **changes_))
    assert path in caught.value.faults


@pytest.mark.parametrize(
    ("typed", "number"), [("1 234,5", "1234.5"), ("١٢٣٤٫٥", "1234.5"), ("1200000", "1200000"), ("3,75", "3.75")]
)
def test_decimal_reads_what_people_write(typed, number):
    assert str(decimal_from(typed)) == number


@pytest.mark.parametrize("typed", ["1,234", "1.234.567", "12 MAD", "infinity", "0x10", ""])
def test_decimal_refuses_what_is_doubtful(typed):
    with pytest.raises(Exception, match="plain number"):
        decimal_from(typed)


def test_merge_keeps_different_fields_and_languages(content):
    mine = {**content, "title": {**content["title"], "fr": "Titre refait"}}
    theirs = {**content, "title": {**content["title"], "en": "Rain from school roofs"}, "stage": "done"}
    merged = merge(content, mine, theirs)
    assert merged.disagreements == []
    assert merged.content["title"] == {**content["title"], "fr": "Titre refait", "en": "Rain from school roofs"}
    assert merged.content["stage"] == "done"


def test_merge_of_the_same_field_disagrees_and_choices_settle(content):
    mine = {**content, "done": {"ar": "نص أول"}}
    theirs = {**content, "done": {"ar": "نص ثان"}}
    merged = merge(content, mine, theirs)
    assert [(d.path, d.mine, d.theirs) for d in merged.disagreements] == [("done.ar", "نص أول", "نص ثان")]
    for choice, text in [("mine", "نص أول"), ("theirs", "نص ثان"), ("both", "نص ثان\n\nنص أول")]:
        settled = merge(content, mine, theirs, {"done.ar": choice})
        assert (settled.content["done"]["ar"], settled.disagreements) == (text, [])
    assert merge(content, mine, theirs, {"done.ar": "nonsense"}).disagreements == merged.disagreements


def test_merge_of_equal_changes_is_no_disagreement(content):
    changed = {**content, "done": {"ar": "نص واحد"}}
    assert merge(content, changed, dict(changed)).disagreements == []


def test_merge_takes_rows_of_both_sides_in_order(content):
    row = {"title": {"ar": "جديد"}, "text": {}}
    mine = {**content, "steps": [content["steps"][0], {"key": "mineaaaa", **row}, content["steps"][1]]}
    theirs = {**content, "steps": [*content["steps"], {"key": "theirsaa", **row}]}
    merged = merge(content, mine, theirs)
    assert [step["key"] for step in merged.content["steps"]] == [STEP, "mineaaaa", OTHER_STEP, "theirsaa"]


def test_merge_of_removed_and_changed_row_keeps_the_text_and_asks(content):
    mine = {**content, "steps": content["steps"][1:]}
    changed = {**content["steps"][0], "text": {"ar": "شرح مهم"}}
    theirs = {**content, "steps": [changed, content["steps"][1]]}
    for one, other in [(mine, theirs), (theirs, mine)]:
        merged = merge(content, one, other)
        assert [(d.path, d.is_row) for d in merged.disagreements] == [(f"steps.{STEP}", True)]
        assert changed in merged.content["steps"]
    removed = merge(content, mine, theirs, {f"steps.{STEP}": "mine"})
    assert [step["key"] for step in removed.content["steps"]] == [OTHER_STEP]


def test_merge_removes_a_row_the_other_left_alone(content):
    mine = {**content, "steps": content["steps"][1:]}
    theirs = {**content, "stage": "done"}
    assert [s["key"] for s in merge(content, mine, theirs).content["steps"]] == [OTHER_STEP]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("abc", "abc", "acb", "acb"),
        ("abc", "cab", "abc", "cab"),
        ("abc", "cab", "abcd", "cdab"),
        ("ab", "xab", "aby", "xaby"),
        ("", "x", "y", "xy"),
    ],
)
def test_merged_order_follows_who_moved(base, mine, theirs, result):
    assert "".join(merged_order(list(base), list(mine), list(theirs))) == result


def test_merge_of_random_different_edits_loses_nothing(content):
    """200 pairs of edits of different values: both are in the result, whoever came second."""
    rng = random.Random(7)
    paths = [(name, language) for name in ("title", "summary", "done", "lessons") for language in ("ar", "fr", "en")]
    for number in range(200):
        (mine_at, theirs_at) = rng.sample(paths, 2)
        mine, theirs = (
            {**content, name: {**content[name], language: f"{side} {number}"}}
            for side, (name, language) in [("mine", mine_at), ("theirs", theirs_at)]
        )
        merged = merge(content, mine, theirs)
        flat = flatten(merged.content)
        assert merged.disagreements == []
        assert flat[".".join(mine_at)] == f"mine {number}"
        assert flat[".".join(theirs_at)] == f"theirs {number}"


def test_changes_are_word_by_word_and_by_row(content):
    after = {
        **content,
        "summary": {**content["summary"], "fr": "Sept écoles récupèrent 300 m³ chaque hiver."},
        "stage": "done",
        "themes": ["energy"],
        "steps": content["steps"][:1],
    }
    found = {change.path: change for change in changes(content, after)}
    assert set(found) == {"summary.fr", "stage", "themes.energy", "themes.waste", f"steps.{OTHER_STEP}",
                          f"steps.{OTHER_STEP}.title.ar", f"steps.{OTHER_STEP}.text.ar"}  # fmt: skip
    pieces = [(piece.kind, piece.text) for piece in found["summary.fr"].pieces]
    assert pieces == [("out", "Six"), ("in", "Sept"), ("same", " écoles récupèrent 300 m³ chaque hiver.")]
    assert (found["stage"].before, found["stage"].after) == ("engaged", "done")


def test_word_pieces_put_together_give_both_texts():
    before, after = "ركبت الجماعة خزانات في ست مدارس.", "ركبت الجماعة 12 خزانا في سبع مدارس وثانوية."
    pieces = word_pieces(before, after)
    assert "".join(p.text for p in pieces if p.kind != "in") == before
    assert "".join(p.text for p in pieces if p.kind != "out") == after


def test_merge_is_symmetric_without_disagreement(content):
    variants = [
        {**content, "stage": "idea"},
        {**content, "lessons": {"ar": "درس"}},
        {**content, "themes": ["energy", "waste"]},
        {**content, "steps": content["steps"][:1]},
    ]
    for one, other in itertools.combinations(variants, 2):
        assert flatten(merge(content, one, other).content) == flatten(merge(content, other, one).content)
