"""Conversations of the demonstration: written for trying out, about real sheets, with no real persons."""

from dataclasses import dataclass, field

SECRETARIAT = "secretariat"


@dataclass(frozen=True)
class Reply:
    """An answer. `town`: reference of a territory, or `secretariat`."""

    town: str
    language: str
    text: str
    days: float
    """After the question."""
    function: str = ""
    helped: bool = False
    example: str = ""
    """Key of an own sheet."""
    translations: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """Language → text, and whether a machine made it."""


@dataclass(frozen=True)
class Thread:
    """A question and its answers."""

    action: str
    town: str
    language: str
    text: str
    days_ago: float
    function: str = ""
    answers: tuple[Reply, ...] = ()
    translations: dict[str, tuple[str, bool]] = field(default_factory=dict)


CHEFCHAOUEN, LOOS, FIGUIG = "hcp:1510101", "insee-com:62528", "hcp:2510103"
DRARGA, TALIOUINE, ROUBAIX = "hcp:0010509", "hcp:5410111", "insee-com:59512"
MOUANS, RENNES, LARACHE, TODMORDEN = "insee-com:06084", "insee-com:35238", "hcp:3310103", "geonames:2635744"

THREADS = [
    Thread(
        "ma-chefchaouen-energy-desk", LOOS, "fr",
        "Combien de temps l’accueil des habitants demande-t-il chaque semaine, et qui tient le guichet quand la personne "
        "est absente ?",
        61, "service développement durable",
        (
            Reply(
                CHEFCHAOUEN, "ar",
                "نخصص للاستقبال صباحين في الأسبوع، وموعدا واحدا بعد الظهر لزيارة المنازل.\nعند الغياب يستقبل موظف الشباك "
                "الوحيد الطلبات ويسجلها في دفتر، ثم نتصل بالساكنة في اليوم الموالي. لم نحتج إلى منصب جديد: تكوين موظفين اثنين "
                "كان كافيا.",
                2, "مصلحة البيئة والطاقة", helped=True,
                translations={
                    "fr": (
                        "Nous consacrons à l’accueil deux matinées par semaine, et un après-midi aux visites à domicile.\nEn "
                        "cas d’absence, l’agent du guichet unique reçoit les demandes et les note dans un registre ; nous "
                        "rappelons les habitants le lendemain. Il n’a pas fallu créer de poste : former deux agents a suffi.",
                        False,
                    )
                },
            ),
            Reply(LOOS, "fr", "Merci beaucoup, c’est exactement ce qu’il nous fallait pour le dire au conseil.", 3),
            Reply(
                SECRETARIAT, "fr",
                "Le modèle de registre utilisé à Chefchaouen peut être demandé au secrétariat ; il existe en arabe et en "
                "français.",
                5,
            ),
        ),
    ),
    Thread(
        "ma-chefchaouen-energy-desk", FIGUIG, "ar",
        "هل تكفي استشارة واحدة ليغير الناس عاداتهم، أم تعودون إلى الأسر بعد مدة؟ وكيف تقيسون النتيجة؟",
        24, "",
        (),
        {"fr": ("Une seule consultation suffit-elle pour que les gens changent leurs habitudes, ou revenez-vous voir les "
                "familles après un certain temps ? Et comment mesurez-vous le résultat ?", True)},
    ),
    Thread(
        "fr-loos-en-gohelle-citizen-solar", CHEFCHAOUEN, "ar",
        "من يتحمل مسؤولية صيانة الألواح فوق السطوح الجماعية: الجماعة أم شركة الساكنة؟ وماذا يقول العقد بعد عشرين سنة؟",
        47, "مصلحة البيئة والطاقة",
        (
            Reply(
                LOOS, "fr",
                "C’est la société d’habitants qui entretient les panneaux : c’est écrit dans la convention d’occupation de "
                "chaque toit. La commune garde l’entretien du bâtiment et doit prévenir avant tous travaux.\n\nÀ la fin, les "
                "installations reviennent à la commune sans indemnité, en état de marche. Faites relire cette clause par un "
                "juriste dès le début.",
                1.5, "adjoint à la transition", helped=True,
                translations={
                    "ar": (
                        "شركة الساكنة هي التي تتولى صيانة الألواح، وهذا منصوص عليه في اتفاقية استغلال كل سطح. وتحتفظ الجماعة بصيانة "
                        "البناية، وعليها الإخبار قبل أي أشغال.\n\nوعند انتهاء المدة تعود المنشآت إلى الجماعة دون تعويض وهي صالحة "
                        "للعمل. اعرضوا هذا البند على قانوني منذ البداية.",
                        False,
                    )
                },
            ),
        ),
    ),
    Thread(
        "fr-loos-en-gohelle-citizen-solar", MOUANS, "fr",
        "Avez-vous dû renforcer les charpentes ? Chez nous, deux toits sur trois ont été refusés par le bureau d’études.",
        9, "services techniques",
        (
            Reply(
                CHEFCHAOUEN, "ar",
                "ونحن أيضا رفضت عندنا ثلاثة سطوح من خمسة. بدأنا بالسطحين الصالحين ولم ننتظر الباقي: ذلك أقنع المجلس.",
                3, "مصلحة البيئة والطاقة", example="ma-chefchaouen-energy-desk",
            ),
        ),
    ),
    Thread(
        "ma-figuig-oasis-water-sharing", TALIOUINE, "ar",
        "كيف أقنعتم ذوي الحقوق بتقاسم تكلفة صيانة الفقارات؟ عندنا يدفع القليل ويستفيد الجميع.",
        38, "",
        (
            Reply(
                FIGUIG, "ar",
                "بدأنا بجلسة في كل قصر مع شيوخ الماء، وعلقنا لائحة الأشغال وتكلفتها على باب المسجد.\nالمساهمة بأيام العمل تحتسب "
                "مثل المساهمة بالمال، وهذا هو المفتاح.",
                4, "كتابة المجلس", helped=True,
                translations={
                    "fr": (
                        "Nous avons commencé par une réunion dans chaque ksar avec les cheikhs de l’eau, et affiché la liste des "
                        "travaux et leur coût à la porte de la mosquée.\nLes journées de travail comptent autant que l’argent : "
                        "c’est la clé.",
                        False,
                    ),
                    "en": (
                        "We started with a session in each palace with the sheikhs of water, and we hung the list of works and "
                        "its cost on the door of the mosque.\nContribution with days of work is counted like money, and this is "
                        "the key.",
                        True,
                    ),
                },
            ),
            Reply(
                DRARGA, "ar",
                "ونحن أيضا: جمعية مستعملي الماء تحدد المساهمة كل سنة في جمع عام، ومن لا يدفع لا يصوت.",
                6, "", example="ma-drarga-wastewater-reuse",
            ),
        ),
    ),
    Thread(
        "ma-drarga-wastewater-reuse", LOOS, "fr",
        "Les agriculteurs ont-ils accepté tout de suite d’irriguer avec de l’eau épurée ? Quelles cultures sont autorisées ?",
        33, "",
        (
            Reply(
                DRARGA, "fr",
                "Pas tout de suite. Une parcelle de démonstration pendant une saison a plus convaincu que les réunions. Les "
                "analyses sont affichées chaque mois. Nous nous limitons aux fourrages, aux céréales et aux arbres.",
                8, "",
            ),
        ),
    ),
    Thread(
        "fr-mouans-sartoux-organic-canteen", CHEFCHAOUEN, "ar",
        "ما هي مساحة المزرعة الجماعية مقارنة بعدد الوجبات؟ نفكر في قطعة صغيرة بجانب المدرسة ولا ندري هل تستحق العناء.",
        19, "مصلحة البيئة والطاقة",
        (
            Reply(
                MOUANS, "fr",
                "Commencez petit : une parcelle près de l’école est d’abord un lieu où les enfants voient pousser ce qu’ils "
                "mangent. Pour couvrir les légumes d’une cantine, comptez plusieurs hectares et un maraîcher à plein temps. "
                "Le gain le plus rapide, c’est de moins jeter : pesez les restes dès la première semaine.",
                2, "régie agricole", helped=True,
                translations={
                    "ar": (
                        "ابدؤوا بشيء صغير: القطعة المجاورة للمدرسة هي أولا مكان يرى فيه الأطفال نمو ما يأكلون. ولتغطية حاجيات مطعم "
                        "مدرسي من الخضر يلزم عدة هكتارات وفلاح متفرغ. أما أسرع ربح فهو تقليص ما يرمى: زنوا البقايا منذ الأسبوع الأول.",
                        True,
                    )
                },
            ),
        ),
    ),
    Thread(
        "fr-roubaix-zero-waste-families", LARACHE, "fr",
        "Comment trouvez-vous les familles qui ne viennent jamais aux réunions de la mairie ?",
        27, "animation locale",
        (
            Reply(
                ROUBAIX, "fr",
                "Par les écoles et les associations de quartier, jamais par affiche. Une famille qui a réussi en parle à trois "
                "autres : nous lui demandons de raconter chez elle, pas à la mairie.",
                1, "chargée de mission zéro déchet", helped=True,
            ),
            Reply(
                RENNES, "fr",
                "Nous aussi, pour le budget participatif : un stand au marché le samedi touche plus de monde que dix réunions.",
                4, "", example="fr-rennes-participatory-budget",
            ),
        ),
    ),
    Thread(
        "fr-rennes-participatory-budget", LARACHE, "ar",
        "ما هي أصغر ميزانية تستحق أن تبدأ بها جماعة متوسطة؟ نخاف أن نخيب أمل الناس.",
        12, "تنشيط المشاركة",
        (
            Reply(
                RENNES, "fr",
                "Mieux vaut un petit montant réalisé en un an qu’un grand qui traîne. Un seul quartier, trois projets visibles, "
                "et la liste de ce qui n’a pas été retenu avec la raison.",
                3, "mission participation",
            ),
        ),
    ),
    Thread(
        "gb-todmorden-incredible-edible", LOOS, "fr",
        "Qui est responsable si quelqu’un tombe malade après avoir mangé les légumes de l’espace public ?",
        16, "",
        (
            Reply(
                TODMORDEN, "en",
                "We asked our insurer before planting: signs say “help yourself, please wash”, no beds next to busy roads, and "
                "the soil was tested once at the start. Nobody has ever complained. See https://www.incredible-edible.org.uk "
                "for the sign we use.",
                5, "volunteer coordinator",
                translations={
                    "fr": (
                        "Nous avons interrogé notre assureur avant de planter : des panneaux disent « servez-vous, merci de laver », "
                        "pas de bacs au bord des routes passantes, et le sol a été analysé une fois au début. Personne ne s’est "
                        "jamais plaint. Voir https://www.incredible-edible.org.uk pour le panneau que nous utilisons.",
                        False,
                    )
                },
            ),
        ),
    ),
    Thread(
        "it-capannori-zero-waste", ROUBAIX, "en",
        "How did you explain pay-as-you-throw to people who live in blocks of flats and share their bins?",
        8, "zero waste team",
    ),
    Thread(
        "ma-taliouine-saffron-origin", MOUANS, "fr",
        "La coopérative achète-t-elle toute la récolte, ou seulement celle qui porte l’appellation ?",
        5, "",
    ),
]  # fmt: skip
