"""Words that say nothing about the subject, in their normalised forms; elided French articles are among them."""

from seguia.search.analysis import arabic, latin

_ARABIC = """
في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين اللتي ما لا لم لن إن أن أو ثم قد كل بعض غير هو هي هم هن كان كانت يكون تكون
كما لكن حتى إذا عند عندما حيث بين بعد قبل منذ خلال دون ضد نحو لدى أي أيضا فقط جدا كذلك وقد ولا وهو وهي بها به له لها لهم
منه منها فيه فيها عليه عليها إليه إليها عنه عنها أنه أنها لأن كي لكي هل كيف ماذا متى أين لماذا كم نحن أنا أنت
كيفاش كيف علاش فين فاش شنو شنوا واش ديال ديالنا ديالي ديالهم د ف ب ل و باش باقي شي هاد هادي هادو داك ديك بلا حيت اللي لي
كاين كاينة عندنا عندي عندهم راه را غادي بغينا بغيت نديرو ندير يدير دير
"""
_FRENCH = """
le la les l un une des du de d au aux a à et ou où en dans par pour sur sous avec sans entre vers chez que qu qui quoi dont ce cet
cette ces c se s sa son ses leur leurs mon ma mes ton ta tes notre nos votre vos je j tu t il elle on nous vous ils elles me m te
ne n pas plus moins très est sont être été était étaient sera seront ont avoir avait fait faire si comme mais donc or ni car y
comment quand combien quel quelle quels quelles jusqu lorsqu puisqu quoiqu aussi afin ainsi alors après avant depuis pendant lors
tout tous toute toutes autre autres même peu peut peuvent doit cela ceci ça là
"""
_ENGLISH = """
a an the and or but if of in on at to for from by with without into onto over under between about as is are was were be been being
it its this that these those there here which who whom whose what when where why how do does did done has have had having can could
will would shall should may might must not no nor so than then too very our we us you your they them their he she his her i my me
s t re ve ll d m also each other some any all both more most such own same just up out off get gets got
"""


def _forms(words: str, normalise: object) -> frozenset[str]:
    return frozenset(normalise(word) for word in words.split())  # type: ignore[operator]


STOPWORDS: dict[str, frozenset[str]] = {
    "ar": _forms(_ARABIC, arabic.normalise),
    "fr": _forms(_FRENCH, latin.fold),
    "en": _forms(_ENGLISH, latin.fold),
}
