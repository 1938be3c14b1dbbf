"""From a sheet with its rows to what the API says of it; no query."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from seguia.actions.api import schemas as out
from seguia.actions.licences import licence_address
from seguia.actions.models import Action, Media
from seguia.actions.queries import JourneyEntry
from seguia.actions.results import api_address, title_languages
from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.api import coded, figure, label_of, territory_ref, texts_of
from seguia.core.translation_state import LanguageReport
from seguia.files.models import FileKind
from seguia.membership.models import Organisation


def organisation_ref(organisation: Organisation) -> out.OrganisationRef:
    """The short form."""
    return out.OrganisationRef(
        id=organisation.public_id,
        kind=coded(organisation.kind, organisation.get_kind_display()),
        name=texts_of(organisation.name),
        label=label_of(organisation.name),
    )


def _brief(action: Action) -> dict[str, Any]:
    organisation = action.organisation
    return {
        "id": action.public_id,
        "original_language": action.original_language,
        "languages": title_languages(action),
        "title": texts_of(action.title),
        "summary": texts_of(action.summary),
        "label": action.label().text,
        "organisation": organisation_ref(organisation),
        "territory": territory_ref(organisation.territory) if organisation.territory else None,
        "stage": coded(action.stage, action.get_stage_display()),
        "started": action.started or None,
        "ended": action.ended or None,
        "themes": [
            out.ConceptRef(slug=c.slug, name=texts_of(c.preferred), label=label_of(c.preferred))
            for c in action.themes.all()
        ],
        "goals": [
            out.GoalRef(code=g.code, name=texts_of(g.label), label=label_of(g.label)) for g in action.goals.all()
        ],
        "licence": out.LicenceOut(
            code=action.licence, name=action.get_licence_display(), url=licence_address(action.licence) or None
        ),
        "published_at": action.published_at,
        "changed_at": action.changed_at,
        "is_demonstration": action.is_demonstration,
        "url": addresses_by_language(action.get_absolute_url),
        "api_url": api_address(action),
    }


def action_out(action: Action) -> out.ActionOut:
    """For lists."""
    return out.ActionOut(**_brief(action))


def action_detail(action: Action, journey: Sequence[JourneyEntry]) -> out.ActionDetail:
    """The whole sheet; `contact_email` is for members and is not here."""
    texts: dict[str, Any] = {
        name: texts_of(getattr(action, name)) for name in Action.TEXT_FIELDS if name not in ("title", "summary")
    }
    return out.ActionDetail(
        **_brief(action),
        **texts,
        **_rows(action),
        language_states=[language_state(report) for report in action.language_reports()],
        cost=_cost(action),
        places=[territory_ref(place) for place in action.places.all()],
        journey=[_journey_step(entry) for entry in journey],
    )


def _rows(action: Action) -> dict[str, Any]:
    return {
        "steps": [out.StepOut(key=r.key, title=texts_of(r.title), text=texts_of(r.text)) for r in action.steps.all()],
        "results": [
            out.ResultOut(
                key=r.key,
                indicator=coded(r.indicator, r.get_indicator_display()),
                name=texts_of(r.label),
                value=figure(r.value) or 0,
                unit=r.unit,
                year=r.year,
                kind=coded(r.kind, r.get_kind_display()),
                method=texts_of(r.method),
            )
            for r in action.results.all()
        ],
        "funders": [
            out.FunderOut(
                key=r.key, name=texts_of(r.name), kind=coded(r.kind, r.get_kind_display()), amount=figure(r.amount)
            )
            for r in action.funders.all()
        ],
        "partners": [
            out.PartnerOut(key=r.key, name=texts_of(r.name), role=texts_of(r.role)) for r in action.partners.all()
        ],
        "sources": [
            out.SourceOut(key=r.key, title=r.title, publisher=r.publisher or None, year=r.year, url=r.url or None)
            for r in action.sources.all()
        ],
        "media": [media_out(row) for row in action.media.all()],
    }


def media_out(row: Media) -> out.MediaOut:
    """A picture or document; its rights are checked again where it is fetched."""
    file = row.file
    renditions = {
        width: absolute(reverse("files:picture", args=[file.public_id, int(width)]))
        for width in sorted(file.renditions, key=int)
        if file.kind == FileKind.PICTURE
    }
    return out.MediaOut(
        key=row.key,
        kind=coded(file.kind, file.get_kind_display()),
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        url=absolute(reverse("files:download", args=[file.public_id])),
        renditions=renditions,
        width=file.width,
        height=file.height,
        caption=texts_of(row.caption),
        credit=row.credit or None,
    )


def language_state(report: LanguageReport) -> out.LanguageStateOut:
    """How far one language is."""
    return out.LanguageStateOut(
        language=report.language,
        state=coded(report.state.value, report.state.label),
        missing=report.missing,
        outdated=report.outdated,
        number_mismatches=sorted(report.number_mismatches),
        origin=report.origin,
    )


def _cost(action: Action) -> out.CostOut | None:
    if action.cost is None:
        return None
    return out.CostOut(amount=figure(action.cost) or 0, currency=action.cost_currency, year=action.cost_year)


def _journey_step(entry: JourneyEntry) -> out.JourneyStepOut:
    organisation, told = entry.step.organisation, entry.told
    return out.JourneyStepOut(
        at=entry.step.at,
        kind=coded(entry.kind.code, entry.kind.label),
        organisation=organisation_ref(organisation) if organisation else None,
        sentence=told.sentence if told else str(entry.kind.label),
        title=told.title.text if told and told.title else None,
        url=absolute(told.path) if told and told.path else None,
    )


def journey_out(action: Action, journey: Sequence[JourneyEntry]) -> out.JourneyOut:
    """What became of an action."""
    return out.JourneyOut(
        id=action.public_id,
        label=action.label().text,
        api_url=api_address(action),
        steps=[_journey_step(entry) for entry in journey],
    )
