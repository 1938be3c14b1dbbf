"""`TranslatedField`: one JSON column per text, ordered and filtered with fallback in SQL."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.text import capfirst

from seguia.core.forms import TranslatedFormField
from seguia.core.languages import fallback_order
from seguia.core.text import DICTIONARY_ORDER
from seguia.core.translated import TranslatedText, as_translated, cleaned_texts


class TranslatedField(models.JSONField):
    """A text in the network's languages.

    Values read are always `TranslatedText`. `max_length` counts characters per language; `multiline`
    keeps line breaks. Adding a language to the settings needs no migration.
    """

    def __init__(self, *args: Any, max_length: int = 200, multiline: bool = False, **kwargs: Any) -> None:
        self.text_max_length = max_length
        self.multiline = multiline
        kwargs.setdefault("default", TranslatedText)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Length and lines are rules of the form, not of the column: they need no migration."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        raw = super().from_db_value(value, expression, connection)
        return as_translated(raw) if raw is None or isinstance(raw, dict) else raw

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = as_translated(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        return dict(value) if isinstance(value, TranslatedText) else value

    def clean(self, value: Any, model_instance: models.Model | None) -> TranslatedText:
        """NFC, no control characters, known languages, length. Raises ValidationError."""
        result = cleaned_texts(value, max_length=self.text_max_length, multiline=self.multiline)
        if not result and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return result

    def formfield(self, **kwargs: Any) -> Any:
        options = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "max_length": self.text_max_length,
            "multiline": self.multiline,
        }
        return TranslatedFormField(**{**options, **kwargs})


def in_language(field: str, language: str | None = None, *, original_field: str | None = None) -> Combinable:
    """SQL for the text of `field` as a reader of `language` sees it, with the same fallback as `localised`.

    `original_field` names the column that holds the original language, tried second. Use it to order, to
    filter and to annotate: display and SQL agree.
    """
    wanted, *others = fallback_order(language)
    choices: list[Any] = [NullIf(KeyTextTransform(wanted, field), models.Value(""))]
    if original_field:
        whens = [
            models.When(**{original_field: code}, then=NullIf(KeyTextTransform(code, field), models.Value("")))
            for code in others
        ]
        choices.append(models.Case(*whens, default=None, output_field=models.TextField()))
    choices += [NullIf(KeyTextTransform(code, field), models.Value("")) for code in others]
    return Coalesce(*choices, models.Value(""), output_field=models.TextField())


def by_language(field: str, language: str | None = None, *, original_field: str | None = None) -> Combinable:
    """An ordering expression for `order_by`: the shown text as a dictionary orders it, É beside E, any script."""
    return InDictionaryOrder(Lower(in_language(field, language, original_field=original_field)))


class InDictionaryOrder(models.Func):
    """Text compared by Unicode's rules instead of by bytes: ICU on PostgreSQL, our own collation on SQLite."""

    template = "(%(expressions)s) COLLATE %(collation)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The root collation of ICU, part of every usual PostgreSQL."""
        return super().as_sql(compiler, connection, collation='"und-x-icu"', **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Made known by `core.sqlite` to every connection."""
        return super().as_sql(compiler, connection, collation=DICTIONARY_ORDER, **context)
