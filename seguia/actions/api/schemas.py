"""What the API says of an action."""

import datetime

from ninja import Schema
from pydantic import Field

from seguia.core.api import Addresses, CodeOut, Label, TerritoryRef, TextItem, Texts

Figure = float | int


class OrganisationRef(Schema):
    """Who carries it out."""

    id: str
    kind: CodeOut
    name: Texts
    label: Label


class ConceptRef(Schema):
    """A concept of the vocabulary."""

    slug: str = Field(examples=["composting"])
    name: Texts
    label: Label


class GoalRef(Schema):
    """A Sustainable Development Goal or target."""

    code: str = Field(examples=["12.5"])
    name: Texts
    label: Label


class LicenceOut(Schema):
    """Under what terms the texts may be used."""

    code: str = Field(description="SPDX identifier.", examples=["CC-BY-4.0"])
    name: str
    url: str | None


class ActionOut(TextItem):
    """An action, as lists give it."""

    id: str = Field(description="Public identifier.", examples=["4k2m9xqa"])
    title: Texts
    summary: Texts
    label: Label
    organisation: OrganisationRef
    territory: TerritoryRef | None
    stage: CodeOut = Field(description="How far it is in the world: idea, engaged, done.")
    started: str | None = Field(description="Year, month or day (2014, 2014-05, 2014-05-17).")
    ended: str | None
    themes: list[ConceptRef]
    goals: list[GoalRef]
    licence: LicenceOut
    published_at: datetime.datetime
    changed_at: datetime.datetime
    is_demonstration: bool = Field(description="Written for trying out: not an official statement of the town.")
    url: Addresses
    api_url: str


class LanguageStateOut(Schema):
    """How far one language of the sheet is."""

    language: str
    state: CodeOut = Field(description="original, current, outdated, partial or missing")
    missing: list[str] = Field(description="Texts that are not translated, by key.")
    outdated: list[str] = Field(description="Texts whose original has changed since, by key.")
    number_mismatches: list[str] = Field(description="Texts whose figures differ from the original's, by key.")
    origin: str = Field(description="Who translated: person or machine.")


class StepOut(Schema):
    """One step of the way."""

    key: str
    title: Texts
    text: Texts


class ResultOut(Schema):
    """A figure of result. Figures are never inside texts only."""

    key: str
    indicator: CodeOut
    name: Texts = Field(description="What exactly.")
    value: Figure
    unit: str
    year: int | None
    kind: CodeOut = Field(description="How it is known: measured, estimated, target.")
    method: Texts


class FunderOut(Schema):
    """Who paid."""

    key: str
    name: Texts
    kind: CodeOut
    amount: Figure | None = Field(description="In the currency of the cost.")


class PartnerOut(Schema):
    """Who took part."""

    key: str
    name: Texts
    role: Texts


class SourceOut(Schema):
    """Where it can be read or checked; in the language of the source."""

    key: str
    title: str
    publisher: str | None
    year: int | None
    url: str | None


class CostOut(Schema):
    """What it cost."""

    amount: Figure
    currency: str = Field(description="ISO 4217", examples=["MAD"])
    year: int | None


class MediaOut(Schema):
    """A picture or document."""

    key: str
    kind: CodeOut
    name: str
    content_type: str
    size: int = Field(description="Bytes of the original file.")
    url: str
    renditions: dict[str, str] = Field(description="Pictures: addresses by width in pixels (WebP).")
    width: int | None
    height: int | None
    caption: Texts
    credit: str | None


class JourneyStepOut(Schema):
    """What happened to the action, as far as it is public."""

    at: datetime.datetime
    kind: CodeOut
    organisation: OrganisationRef | None
    sentence: str = Field(description="What happened, in the language of the answer.")
    title: str | None = Field(description="What it led to: the title of another sheet, a question.")
    url: str | None = Field(description="The page it led to.")


class JourneyOut(Schema):
    """The journey of one action."""

    id: str
    label: str
    api_url: str
    steps: list[JourneyStepOut]


class ActionDetail(ActionOut):
    """An action with everything on its sheet. Keys of texts in `language_states` are names of fields, rows by key:
    `title`, `steps.4k2m9xqa.text`."""

    problem: Texts
    done: Texts
    lessons: Texts
    differently: Texts
    transfer: Texts
    contact_function: Texts = Field(description="Whom to ask in the town hall.")
    language_states: list[LanguageStateOut]
    cost: CostOut | None
    steps: list[StepOut]
    results: list[ResultOut]
    funders: list[FunderOut]
    partners: list[PartnerOut]
    sources: list[SourceOut]
    media: list[MediaOut]
    places: list[TerritoryRef] = Field(description="Where it takes place, beside the organisation's own territory.")
    journey: list[JourneyStepOut]
