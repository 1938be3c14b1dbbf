"""Sheets on the desk: complete ones, submitted by the mayor."""

from typing import Any

from seguia.actions.models import Action
from seguia.actions.services import submit_action
from seguia.config.testing import Cast, make_action


def submitted(cast: Cast, title: str = "جمع مياه الأمطار", **fields: Any) -> Action:
    """A sheet of Chefchaouen that waits for the secretariat."""
    given = {
        "summary": {"ar": "تجمع المدارس مياه الأمطار لسقي الحدائق."},
        "done": {"ar": "ركبت الجماعة خزانات في ثلاث مدارس."},
        "problem": {"ar": "قلة الماء في الصيف."},
        **fields,
    }
    action = make_action(cast.chefchaouen_town, {"ar": title}, **given)
    action.themes.add(cast.waste)
    action.goals.add(cast.target)
    return submit_action(action, user=cast.mayor)


def form_of(response: Any) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return {"form_key": response.context["form_key"]}
