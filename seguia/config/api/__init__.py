"""The public API: `/api/v1/`, read only, for everybody. Here the routers of the apps are mounted."""

from seguia.actions.api import router as actions
from seguia.config.api.errors import answer_errors
from seguia.config.api.serving import PublicAPI
from seguia.config.api.start import router as start
from seguia.exchange.api import router as exchanges
from seguia.library.api import router as library
from seguia.mandates.api import router as mandates
from seguia.membership.api import router as organisations
from seguia.membership.members_api import router as members
from seguia.pages.api import router as pages
from seguia.questions.api import router as questions
from seguia.replication.api import router as replications
from seguia.search.api import router as search
from seguia.territories.api import router as territories
from seguia.vocabulary.api import router as vocabulary

api = PublicAPI()
answer_errors(api)
api.add_router("", start)
api.add_router("", actions)
api.add_router("", search)
api.add_router("", organisations)
api.add_router("", members)
api.add_router("", mandates)
api.add_router("", territories)
api.add_router("", vocabulary)
api.add_router("", pages)
api.add_router("", exchanges)
api.add_router("", replications)
api.add_router("", library)
api.add_router("", questions)
