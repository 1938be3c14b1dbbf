"""A small help desk: Salma and Bruno advise, Chefchaouen asks."""

from dataclasses import dataclass

from seguia.accounts.models import User
from seguia.config.testing import Cast, make_user
from seguia.support.models import Adviser, Case, CaseKind
from seguia.support.services.asking import Need, open_case

NEED = "نريد جمع النفايات العضوية للسوق الأسبوعي وتحويلها إلى سماد. كيف نبدأ؟"


@dataclass
class HelpDesk:
    """Everybody and everything, by name."""

    salma: User
    bruno: User
    salma_advises: Adviser
    bruno_advises: Adviser
    case: Case


def make_adviser(name: str, *, languages: tuple[str, ...] = ("ar", "fr"), kinds: tuple[str, ...] = (CaseKind.METHOD,),
                 most_cases: int = 5) -> Adviser:  # fmt: skip
    """A volunteer without a town."""
    return Adviser.objects.create(
        user=make_user(name), languages=list(languages), kinds=list(kinds), most_cases=most_cases
    )


def make_case(cast: Cast, text: str = NEED, kind: str = CaseKind.METHOD) -> Case:
    """A request of Chefchaouen, by its clerk."""
    return open_case(user=cast.clerk, organisation=cast.chefchaouen_town, need=Need(text, kind=kind))


def make_desk(cast: Cast) -> HelpDesk:
    """Two volunteers and a request."""
    salma, bruno = make_adviser("salma"), make_adviser("bruno", languages=("fr",))
    return HelpDesk(salma.user, bruno.user, salma, bruno, make_case(cast))
