"""Three towns of the demonstration that ask, take up and tell: one tale in each language, each after another's example."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tale:
    """Who asks what, whose action answers it, and what the town then tells."""

    language: str
    """Of the asking person's pages and words."""
    asker: str
    """A role of the demonstration."""
    town: str
    """Reference of the asking town: `scheme/code`."""
    author: str
    """The role that speaks for the town of origin."""
    origin: str
    """Reference of the town of origin."""
    source: str
    """Key of the action of origin in the demonstration."""
    need: str
    message: str
    """What the adviser writes."""
    question: str
    answer: str
    changed: str
    why: str
    lessons: str
    label: str
    """What the figure counts."""
    title: str
    summary: str
    done: str
    found: tuple[str, str]
    """Language of a third town, and what it types."""
    outcome: str


OASIS = Tale(
    language="ar",
    asker="mayor-figuig",
    town="hcp/2510103",
    author="mayor-loos-en-gohelle",
    origin="insee-com/62528",
    source="fr-loos-en-gohelle-citizen-solar",
    need="نريد تركيب ألواح شمسية فوق أسطح البنايات الجماعية بمساهمة السكان، ولا نعرف كيف نؤسس شركة يملكونها.",
    message="Une ville minière l’a fait avec une société d’habitants : voyez ses statuts avant d’acheter.",
    question="كم كلفت صيانة الألواح في السنة الأولى، ومن يتكفل بها؟",
    answer="Environ deux mille euros par an ; la société des habitants s’en charge par contrat.",
    changed="نبدأ بثلاث مدارس، والتعاونية النسوية هي التي تملك الألواح.",
    why="لا توجد عندنا شركة من هذا النوع، لكن التعاونية قائمة ويثق بها الناس.",
    lessons="الغبار يقلل الإنتاج في الصيف: لا بد من غسل الألواح كل أسبوعين بماء معاد استعماله.",
    label="إنتاج أسطح المدارس الثلاث",
    title="ألواح شمسية فوق مدارس الواحة تملكها تعاونية نسائية",
    summary="غطت تعاونية نسائية أسطح ثلاث مدارس بألواح شمسية وتبيع الفائض للجماعة.",
    done="ركبت التعاونية الألواح فوق ثلاث مدارس، ووقعت مع الجماعة عقدا لعشر سنوات.",
    found=("en", "solar panels on schools owned by a women's cooperative"),
    outcome="ثلاث مدارس تنتج كهرباءها.",
)
KSOUR = Tale(
    language="fr",
    asker="mayor-figuig",
    town="hcp/2510103",
    author="mayor-chefchaouen",
    origin="hcp/1510101",
    source="ma-chefchaouen-energy-desk",
    need="Nous cherchons comment ouvrir un centre d’information et de conseil sur l’énergie, gratuit pour les habitants.",
    message="شفشاون تقدم هذه النصائح منذ 2014، ابدؤوا بقراءة بطاقتها.",
    question="Combien de personnes tiennent le guichet, et sur quel budget ?",
    answer="موظفان من الجماعة ومتطوعان، من ميزانية التسيير.",
    changed="Le guichet circule à dos de mulet entre les sept ksour, un jour par ksar.",
    why="Nos ruelles sont trop étroites, et les anciens ne se déplacent pas.",
    lessons="Les visites triplent quand le guichet s’arrête devant l’école à quatre heures et demie.",
    label="Personnes reçues dans les ksour",
    title="Un guichet d’énergie à dos de mulet dans les sept ksour",
    summary="Un mulet porte le conseil gratuit sur l’énergie de ksar en ksar.",
    done="La commune a équipé le mulet, formé deux conseillers et tient une halte par ksar chaque semaine.",
    found=("ar", "بغل يحمل نصائح الطاقة بين القصور"),
    outcome="Le guichet des ksour a trouvé son public.",
)
MOUNTAIN = Tale(
    language="en",
    asker="mayor-chefchaouen",
    town="hcp/1510101",
    author="mayor-figuig",
    origin="hcp/2510103",
    source="ma-figuig-oasis-water-sharing",
    need="Our old irrigation channels and the customary sharing of spring water in the oasis gardens are being lost. "
    "How do we preserve them?",
    message="Figuig looks after its channels together with the holders of water rights: read how.",
    question="Who keeps the book of water rights when a family moves away?",
    answer="يحتفظ به أمناء الماء، وتسجل الجماعة كل تحويل مرة في السنة.",
    changed="We begin with one channel in the upper quarter, and school children draw the map of it.",
    why="We have springs, not wells, and no guild of water masters is left.",
    lessons="The map drawn by children brought the old people back to the meetings.",
    label="Families that share the channel again",
    title="School children map the mountain's old water channels",
    summary="Pupils drew the map of the upper channel; forty families share its water again by the old turns.",
    done="Pupils and elders walked the channel, drew its map, and the town repaired three hundred metres of it.",
    found=("fr", "des écoliers dessinent la carte des anciennes séguias"),
    outcome="Water runs again in the upper quarter.",
)
TALES = {tale.language: tale for tale in (OASIS, KSOUR, MOUNTAIN)}
