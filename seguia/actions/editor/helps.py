"""The sentences beside the fields: what to write, for whom."""

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message

HELPS: dict[str, Message] = {
    "title": _("Say what was done, in one line: “Rain water from school roofs”."),
    "summary": _("Two sentences for somebody who has half a minute."),
    "problem": _("What was the need, for whom, and since when?"),
    "done": _(
        "What did the town do, and how? Write for a colleague in another town. An empty line begins a paragraph."
    ),
    "lessons": _("What surprised you, what went wrong, what made the difference?"),
    "differently": _("If you began again tomorrow."),
    "transfer": _("What must another town have for this to work: skills, money, climate, law?"),
    "contact_function": _("A function, never a person's name: “technical services, parks and gardens”."),
    "contact_email": _("A mailbox of the town. Shown to signed-in members only."),
    "started": _("A year (2014), a month (2014-05) or a day (2014-05-17)."),
    "ended": _("Leave empty while it goes on."),
    "cost": _("Everything together, in plain figures: 1200000."),
    "cost_year": _("The year whose prices these are."),
    "licence": _("On what terms others may reuse your text."),
    "original_language": _("The language you write in first; the others are its translations."),
    "steps": _("The way in order: one step a row."),
    "results": _("Only figures, with how you know them. The same figure is shown in every language."),
    "funders": _("Who paid, and how much where it may be told."),
    "partners": _("Who took part, and as what."),
    "sources": _("Where it can be read or checked: report, council decision, article, site."),
    "media": _("A description says what a picture shows to those who cannot see it."),
    "themes": _("One to three themes by which others will find it."),
    "goals": _("The targets your action serves, at most four."),
    "places": _("Other places than your own town that took part."),
    "results.unit": _("t, m3/yr, kWh/yr, people, ha, % …"),
    "results.value": _("Plain figures: 1234 or 1234.5."),
    "media.credit": _("Who took the picture or wrote the document."),
}
ADD_LABELS: dict[str, Message] = {
    "steps": _("Add a step"),
    "results": _("Add a result"),
    "funders": _("Add a funder"),
    "partners": _("Add a partner"),
    "sources": _("Add a source"),
}
LIST_LABELS: dict[str, Message] = {
    "steps": _("Steps"),
    "results": _("Results"),
    "funders": _("Who paid"),
    "partners": _("Partners"),
    "sources": _("Sources"),
    "media": _("Pictures and documents"),
}
