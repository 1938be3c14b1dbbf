"""Ten requests of the demonstration, written for trying out: in Arabic, French and English, in every state."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A message: who (`town`, `adviser`, `note`), what, how many days ago."""

    who: str
    text: str
    days: float


@dataclass(frozen=True)
class Advised:
    """A recommendation: an action whose title has these words, else an action or method of a theme, or (with `label`)
    something outside."""

    kind: str
    theme: str = ""
    like: str = ""
    label: str = ""
    address: str = ""
    why: str = ""
    status: str = "proposed"
    obstacle: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DemoCase:
    """One request with its thread."""

    key: str
    town: str
    language: str
    title: str
    need: str
    themes: tuple[str, ...]
    days: float
    status: str = "open"
    adviser: str = ""
    kind: str = "method"
    matter: str = ""
    wished_in: int | None = None
    lines: tuple[Line, ...] = ()
    advised: tuple[Advised, ...] = ()
    deadline: tuple[str, int, str] | None = None
    """What, in how many days, for whom."""
    outcome: str = ""
    result: str = ""
    ended: float = 0


PlannedAdviser = tuple[str, str, str, tuple[str, ...], tuple[str, ...], int]
"""Key, name, language, languages, themes, most cases."""
ADVISERS: tuple[PlannedAdviser, ...] = (
    ("adviser", "Adviser without a town (demo)", "en", ("en", "fr"), ("water", "climate", "energy"), 4),
    ("adviser-waste", "مواكبة في تدبير النفايات (تجريبي)", "ar", ("ar", "fr"), ("waste", "agriculture-food"), 5),
    ("adviser-water", "Accompagnatrice eau et oasis (démo)", "fr", ("fr", "ar"), ("water", "oases-desertification"), 3),
    ("adviser-energy", "Accompagnateur énergie (démo)", "fr", ("fr", "en"), ("energy", "buildings-housing"), 6),
)

CASES = (
    DemoCase(
        "market-waste", "hcp:2510103", "ar", "تثمين بقايا السوق الأسبوعي",
        "يترك السوق الأسبوعي كل خميس نحو طنين من بقايا الخضر والفواكه وسعف النخيل. نريد تحويلها إلى سماد للفلاحين بدل نقلها إلى "
        "المطرح. لا نعرف أي تقنية تناسب مناخا جافا، ولا كيف نقنع التجار بالفرز.",
        ("waste", "oases-desertification"), 24, "taken", "adviser-waste", wished_in=40,
        lines=(
            Line("adviser", "شكرا على طلبكم الواضح. كم عدد التجار في السوق، وهل لديكم قطعة أرض قريبة تبعد أكثر من 200 متر عن المساكن؟", 22),
            Line("town", "حوالي 140 تاجرا، نصفهم قار. توجد قطعة جماعية من 900 متر مربع قرب المحطة القديمة، بلا ماء.", 20),
            Line("note", "الأرض بلا ماء: ينبغي التأكد من إمكانية الربط قبل اقتراح التسميد بالتقليب.", 19),
            Line("adviser", "هذه ثلاثة مقترحات. ابدؤوا بقراءة الأول: مناخ قريب من مناخكم، وفيه أرقام الكلفة.", 17),
        ),
        advised=(
            Advised("action", "waste", "Chenini", why="واحة كواحتكم، وسعف النخيل جزء من الخليط.", status="under-way"),
            Advised("method", "waste", why="يبين كيف يقنع الناس بالفرز بابا بابا، وينفع مع التجار كذلك.", status="accepted"),
            Advised("course", label="Formation de maître composteur, trois jours", address="https://www.example.org/maitre-composteur",
                    why="يكفي أن يتكون شخص واحد من المصلحة التقنية.", status="declined", obstacle="people",
                    reason="ليس لدينا موظف متفرغ قبل السنة المقبلة."),
        ),
        deadline=("إرسال تصميم القطعة الأرضية", 6, "town"),
    ),
    DemoCase(
        "night", "insee-com:62528", "fr", "Éteindre l'éclairage public la nuit sans inquiéter",
        "Le conseil veut éteindre de minuit à cinq heures. Une partie des habitants craint pour sa sécurité. Comment d'autres "
        "communes ont-elles consulté, mesuré et décidé ?",
        ("energy",), 12, "waiting", "adviser-energy",
        lines=(
            Line("adviser", "Bonjour, combien de points lumineux et d'armoires avez-vous, et lesquelles ont déjà une horloge astronomique ?", 10),
        ),
        advised=(Advised("action", "energy", "Nuits sans", why="Ils ont commencé par une extinction courte et mesurée : une bonne façon de rassurer."),),
        deadline=("Relever les armoires sans horloge", -2, "town"),
    ),
    DemoCase(
        "school-yards", "geonames:250774", "en", "School yards that are too hot from May on",
        "Three of our schools have asphalt yards; the ground was measured at 61 °C. We would like shade and trees that stand "
        "drought and brackish water, and we have about 30,000 a year.",
        ("climate", "education"), 5, "taken", "adviser",
        lines=(Line("adviser", "Thank you. Before we talk of trees: who waters and who prunes today, the schools or the town?", 3),),
        advised=(Advised("action", "education", "Cours Oasis", why="They began with a few yards and designed them with the pupils.", status="draft"),),
    ),
    DemoCase(
        "letter", "hcp:5770111", "ar", "رسالة دعم لملف تمويل التطهير السائل",
        "نقدم ملفا إلى صندوق التمويل قبل نهاية الشهر، ويطلب رسالة دعم من شبكة وطنية. هل يمكن للشبكة أن توجه رسالة دعم باسم جماعتنا؟",
        ("sanitation",), 3, kind="institutional", matter="letter", wished_in=12,
    ),
    DemoCase(
        "ministry", "insee-com:22365", "fr", "Qui contacter au ministère pour déroger au plan de circulation ?",
        "Notre rue aux écoles traverse une route départementale ; le service de l'État ne répond plus depuis quatre mois. Le réseau "
        "peut-il nous ouvrir une porte ?",
        ("mobility",), 16, "taken", "adviser-energy", kind="institutional", matter="ministry",
        lines=(Line("adviser", "Nous avons un interlocuteur. Pouvez-vous joindre la dernière lettre, sans les noms des agents ?", 13),
               Line("town", "La voici, merci. Le refus tient à un seul alinéa, que nous contestons.", 9)),
    ),
    DemoCase(
        "roof-water", "hcp:1510101", "ar", "جمع مياه الأمطار من سطوح المدارس",
        "خمس مدارس في الجبل تنقطع عنها المياه بين يونيو وشتنبر. نريد خزانات بسيطة يصونها الحراس، ونحتاج إلى أرقام حول السعة والكلفة.",
        ("water", "education"), 9,
    ),
    DemoCase(
        "canteen", "insee-com:74056", "fr", "Du bio local à la cantine sans allonger le marché public",
        "Nous servons 1 000 repas et voudrions acheter à six fermes voisines. Nos juristes craignent l'allotissement. Qui a un "
        "cahier des charges à nous montrer ?",
        ("agriculture-food", "finance-procurement"), 60, "closed", "adviser-waste",
        lines=(Line("adviser", "Allotissez par produit et par semaine, non par ferme : voici deux exemples.", 57),
               Line("town", "Deux lots ont trouvé preneur, le troisième est relancé. Merci !", 35)),
        advised=(Advised("action", "agriculture-food", "Cantines scolaires", why="Leur régie agricole tient dans un marché simple.", status="done"),
                 Advised("funding", label="Programme alimentaire territorial", address="https://www.example.org/pat",
                         why="Finance l'animation pendant deux ans.", status="declined", obstacle="later",
                         reason="Après les élections.")),
        outcome="helped", result="Quatre fermes livrent depuis mars, pour 38 % des achats de la cantine, sans surcoût par repas.", ended=31,
    ),
    DemoCase(
        "flood", "hcp:4310103", "ar", "إنذار السكان قبل فيضان الوادي",
        "يفيض الوادي مرتين في السنة ولا يصل الإنذار إلى الدواوير الثلاثة في السافلة. هل توجد أنظمة إنذار بسيطة تعمل بالرسائل القصيرة؟",
        ("risks",), 75, "closed", "adviser-water",
        lines=(Line("adviser", "نعم، وهذه تجربتان. السؤال الأهم: من يقرر إطلاق الإنذار ليلا؟", 73),
               Line("town", "اتفقنا مع الوقاية المدنية على لائحة من أربعة أشخاص.", 60)),
        advised=(Advised("action", "risks", why="مثال على إشراك الأسر قبل وقوع الخطر.", status="accepted"),),
        outcome="partly", result="تم تركيب مجسين في العالية، وبقي تكوين أعوان الدواوير.", ended=40,
    ),
    DemoCase(
        "ferry", "geonames:191245", "en", "Plastic bags along the lake shore",
        "After each rain the gullies bring bags to the beach. We looked for towns that stopped them upstream.",
        ("waste", "water"), 44, "closed", outcome="found", ended=44,
    ),
    DemoCase(
        "bus", "insee-com:97408", "fr", "Une navette électrique pour les hauts",
        "Deux écarts à 900 m d'altitude n'ont plus de bus après 18 h. Quelle taille de véhicule tient la pente ?",
        ("mobility",), 33, "withdrawn", "adviser-energy",
        lines=(Line("adviser", "Quelle est la pente la plus forte, et sur quelle longueur ?", 31),), ended=20,
    ),
)  # fmt: skip
