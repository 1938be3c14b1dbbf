"""Words of the vocabulary in an original; what is exported and erased of a person."""

from seguia.accounts.personal_data import personal_data
from seguia.search.analysis import stems
from seguia.search.index.follower import rebuild as rebuild_index
from seguia.translation.glossary import terms_in, vocabulary_table
from seguia.translation.models import DraftText, TranslationDraft, Translator
from seguia.translation.services.people import choose_languages, request_translation
from seguia.translation.tests.conftest import as_user
from seguia.translation.tests.editing import opened, write


def test_terms_of_the_original_with_the_preferred_word(cast):
    rebuild_index()
    table = vocabulary_table()
    [term] = terms_in("Un compost de quartier, puis le compostage.", "fr", "سماد للحي", "ar", table)
    assert (term.found, term.preferred, term.is_used) == ("compost", "التسميد", False)
    [term] = terms_in("Un compost de quartier", "fr", "مشروع التسميد في الحي", "ar", table)
    assert term.is_used
    [term] = terms_in("Un compost de quartier", "fr", "مشروع كومبوست", "ar", table)
    assert term.is_used
    assert terms_in("Rien de connu", "fr", "", "ar", table) == []


def test_a_word_that_only_shares_its_stem_is_no_term(cast):
    rebuild_index()
    table = vocabulary_table()
    assert table is not None
    assert table.concepts_in(stems("composter", "fr"), "fr") == table.concepts_in(stems("compost", "fr"), "fr") != []
    assert terms_in("Il faut composter.", "fr", "", "ar", table) == []
    assert [term.found for term in terms_in("Les composts", "fr", "", "ar", table)] == ["composts"]
    [term] = terms_in("وبالتسميد", "ar", "", "fr", table) or terms_in("بالتسميد", "ar", "", "fr", table)
    assert term.preferred == "Compostage"


def test_without_a_vocabulary_there_are_no_terms():
    assert terms_in("Un compost", "fr", "", "ar", None) == []


def test_editor_shows_the_words_of_the_network(cast, translator):
    rebuild_index()
    url = f"/en/translation/action/{cast.french_action.public_id}/ar/"
    html = as_user(translator).get(url).content.decode()
    assert '<b><bdi lang="ar">التسميد</bdi></b>' in html
    assert "not in your text" in html


def test_what_the_desk_keeps_of_a_person_is_exported_and_erased(desk, translator):
    [kind] = [kind for kind in personal_data() if kind.name == "translations"]
    write(translator, opened(translator, desk.french_action, "ar"), title="عنوان")
    choose_languages(user=translator, languages=["ar"])
    item = desk.french_action.public_id
    request_translation(user=translator, kind="action", item=item, language="en")
    told = kind.export(translator)
    assert told["translator_into"] == ["ar", "fr"]
    assert told["desk_languages"] == ["ar"]
    assert told["unpublished_texts"] == [{"of": f"action:{item}", "language": "ar", "key": "title", "text": "عنوان"}]
    assert [wish["of"] for wish in told["wishes"]] == [f"action:{item}"]
    kind.erase(translator)
    assert not Translator.objects.exists()
    assert DraftText.objects.get().author is None
    assert TranslationDraft.objects.get().worker is None
    assert kind.export(translator)["wishes"] == []
