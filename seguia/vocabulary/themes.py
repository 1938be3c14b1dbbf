"""The top concepts (facet "theme"), in the order in which people look for them."""

THEMES: list[tuple[str, dict[str, list[str]]]] = [
    ("waste", {"ar": ["النفايات", "الأزبال"], "fr": ["Déchets", "ordures"], "en": ["Waste", "rubbish", "trash"]}),
    ("water", {"ar": ["الماء", "المياه"], "fr": ["Eau"], "en": ["Water"]}),
    (
        "sanitation",
        {"ar": ["التطهير السائل", "الصرف الصحي"], "fr": ["Assainissement"], "en": ["Sanitation", "sewerage"]},
    ),
    ("energy", {"ar": ["الطاقة"], "fr": ["Énergie"], "en": ["Energy"]}),
    ("climate", {"ar": ["المناخ", "التغيرات المناخية"], "fr": ["Climat"], "en": ["Climate", "climate change"]}),
    (
        "buildings-housing",
        {
            "ar": ["السكن والبنايات", "الإسكان"],
            "fr": ["Habitat et bâtiments", "logement"],
            "en": ["Housing and buildings"],
        },
    ),
    ("mobility", {"ar": ["التنقل", "النقل"], "fr": ["Mobilités", "transports"], "en": ["Mobility", "transport"]}),
    (
        "biodiversity",
        {"ar": ["التنوع البيولوجي", "الطبيعة"], "fr": ["Biodiversité", "nature"], "en": ["Biodiversity", "nature"]},
    ),
    (
        "agriculture-food",
        {
            "ar": ["الفلاحة والتغذية", "الزراعة والغذاء"],
            "fr": ["Agriculture et alimentation"],
            "en": ["Farming and food"],
        },
    ),
    ("sea-coast", {"ar": ["البحر والساحل"], "fr": ["Mer et littoral"], "en": ["Sea and coast"]}),
    (
        "oases-desertification",
        {"ar": ["الواحات والتصحر"], "fr": ["Oasis et désertification"], "en": ["Oases and desertification"]},
    ),
    ("risks", {"ar": ["المخاطر والكوارث"], "fr": ["Risques"], "en": ["Risks and disasters"]}),
    (
        "urban-planning",
        {"ar": ["التعمير وإعداد التراب"], "fr": ["Urbanisme et aménagement"], "en": ["Planning and public space"]},
    ),
    ("heritage-culture", {"ar": ["التراث والثقافة"], "fr": ["Patrimoine et culture"], "en": ["Heritage and culture"]}),
    ("tourism", {"ar": ["السياحة"], "fr": ["Tourisme"], "en": ["Tourism"]}),
    (
        "education",
        {"ar": ["التربية والتحسيس"], "fr": ["Éducation et sensibilisation"], "en": ["Education and awareness"]},
    ),
    (
        "health-environment",
        {"ar": ["الصحة والبيئة"], "fr": ["Santé et environnement"], "en": ["Health and environment"]},
    ),
    ("solidarity", {"ar": ["التضامن والإدماج"], "fr": ["Solidarités"], "en": ["Solidarity and inclusion"]}),
    ("economy-jobs", {"ar": ["الاقتصاد والشغل"], "fr": ["Économie et emploi"], "en": ["Economy and jobs"]}),
    ("participation", {"ar": ["مشاركة المواطنين"], "fr": ["Participation citoyenne"], "en": ["Citizen participation"]}),
    ("governance", {"ar": ["الحكامة والتدبير المحلي"], "fr": ["Gouvernance locale"], "en": ["Local governance"]}),
    (
        "finance-procurement",
        {"ar": ["المالية والصفقات"], "fr": ["Finances et commande publique"], "en": ["Finance and procurement"]},
    ),
    (
        "cooperation",
        {"ar": ["التعاون اللامركزي"], "fr": ["Coopération décentralisée"], "en": ["Decentralised cooperation"]},
    ),
    ("digital", {"ar": ["الرقمنة"], "fr": ["Numérique"], "en": ["Digital"]}),
    ("air-noise", {"ar": ["الهواء والضجيج"], "fr": ["Air et bruit"], "en": ["Air and noise"]}),
    ("sport-leisure", {"ar": ["الرياضة والترفيه"], "fr": ["Sport et loisirs"], "en": ["Sport and leisure"]}),
]
"""Identifier, then labels by language, the preferred first."""
