"""What the towns of the demonstration take up from one another: written for trying out, no statement of anybody."""

from dataclasses import dataclass, field
from typing import Any

from seguia.replication.models import Consent, PlanStage

P, U, D, A = PlanStage.PLANNED, PlanStage.UNDER_WAY, PlanStage.DONE, PlanStage.ABANDONED


@dataclass(frozen=True)
class DemoPlan:
    """One plan: who, from which sheet, in which language, how far, and what it changes."""

    town: str
    source: str
    language: str
    stages: list[tuple[PlanStage, str]]
    parts: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Key of a part, or `step:N` → decision, text, why."""
    consent: Consent = Consent.CONFIRMED
    is_shown: bool = True
    own: str = ""
    """Key of the town's own sheet."""
    own_step: tuple[str, str] = ("", "")
    lessons: str = ""
    reason: str = ""
    results: list[dict[str, Any]] = field(default_factory=list)


PLANS = [
    DemoPlan(
        "insee-com:59512", "it-capannori-zero-waste", "fr",
        [(P, "2024-05-14"), (U, "2024-09-02"), (D, "2025-06-20")],
        {
            "problem": ("change", "Ici la collecte relève de la métropole : la ville n'agit que sur les habitudes.", "La compétence n'est pas la nôtre."),
            "step:0": ("keep", "", ""),
            "step:1": ("drop", "", "Le porte-à-porte dépend de la métropole."),
            "partners": ("change", "Écoles\nCommerçants du centre", "Ce sont eux qui touchent les familles."),
        },
        own="fr-roubaix-zero-waste-families",
        lessons="Commencer par les familles volontaires a mieux marché que de commencer par la tarification.",
    ),
    DemoPlan(
        "hcp:3310103", "fr-roubaix-zero-waste-families", "ar",
        [(P, "2025-01-13"), (U, "2025-10-06")],
        {
            "problem": ("change", "أغلب النفايات المنزلية عندنا عضوية، والمطرح بعيد عن المدينة.", "تركيبة النفايات مختلفة."),
            "step:0": ("change", "اختيار خمسين أسرة من الأحياء العتيقة بمساعدة الجمعيات.", "الجمعيات تعرف الأسر."),
            "step:1": ("keep", "", ""),
            "funding": ("change", "الجماعة\nمجلس العمالات والأقاليم", ""),
        },
        own_step=("تسميد مشترك في الحي", "صندوق للتسميد لكل عشر أسر."),
        results=[{"indicator": "waste_avoided", "value": 28, "unit": "%", "year": 2026, "kind": "estimated", "label": "بعد ستة أشهر"}],
    ),
    DemoPlan(
        "fr-lorient-reuse-shop", "fr-roubaix-zero-waste-families", "fr",
        [(P, "2024-11-04"), (U, "2025-02-10"), (D, "2026-01-15")],
        {
            "step:0": ("keep", "", ""),
            "step:1": ("change", "Peser aussi ce qui repart de la recyclerie.", "Le réemploi compte autant que la réduction."),
            "cost": ("drop", "", "Pas de budget propre : l'action s'appuie sur la recyclerie."),
        },
        own="fr-lorient-reuse-shop",
    ),
    DemoPlan(
        "hcp:5710111", "fr-lorient-reuse-shop", "ar", [(P, "2026-03-09")],
        {
            "problem": ("change", "سوق الأشياء المستعملة موجود، لكنه غير منظم وبلا فضاء لائق.", "ننطلق من السوق القائم."),
            "partners": ("change", "جمعيات الحرفيين\nمركز التكوين المهني", ""),
        },
    ),
    DemoPlan(
        "insee-com:62528", "ma-chefchaouen-energy-desk", "fr",
        [(P, "2025-03-03"), (U, "2025-09-15")],
        {
            "problem": ("keep", "", ""),
            "conditions": ("change", "Un local partagé avec la maison France services.", "Le centre-ville n'a pas de local libre."),
            "step:1": ("change", "Deux permanences par semaine, dont une dans la cité minière.", "Les habitants ne viennent pas au centre."),
            "step:2": ("keep", "", ""),
            "step:4": ("drop", "", "Notre plan climat existe déjà."),
            "differently": ("keep", "", ""),
        },
        own_step=("Prêter des caméras thermiques", "Un week-end par foyer, avec un relais du quartier."),
        results=[{"indicator": "people_reached", "value": 640, "unit": "people", "year": 2026, "kind": "measured", "label": "foyers conseillés"}],
    ),
    DemoPlan(
        "hcp:5810107", "ma-chefchaouen-energy-desk", "ar",
        [(P, "2024-06-10"), (U, "2024-10-01"), (D, "2026-02-12")],
        {
            "problem": ("keep", "", ""),
            "step:1": ("keep", "", ""),
            "step:2": ("change", "بدأنا بعدادات المدارس والمساجد.", "فواتيرها أكبر وأسهل جمعا."),
            "step:3": ("keep", "", ""),
            "cost": ("change", "أقل من النصف: المقر ملك الجماعة.", "لا نؤدي كراء."),
        },
        lessons="الزيارة الدراسية إلى شفشاون وفرت علينا سنة كاملة. نوصي بتكوين موظفين اثنين بدل واحد.",
        results=[{"indicator": "people_reached", "value": 900, "unit": "people", "year": 2025, "kind": "measured", "label": "أسر استفادت"}],
    ),
    DemoPlan(
        "geonames:13132709", "ma-chefchaouen-energy-desk", "fr",
        [(P, "2024-07-01"), (U, "2025-01-20"), (A, "2025-11-03")],
        {"step:1": ("change", "Un guichet mobile plutôt qu'un centre.", "La commune est petite et étendue.")},
        reason="L'agent formé est parti au bout de huit mois et son poste n'a pas été renouvelé. À refaire seulement à plusieurs communes.",
    ),
    DemoPlan(
        "hcp:5870113", "ma-chefchaouen-energy-desk", "ar", [(P, "2026-09-07")],
        {"problem": ("change", "التبريد في الصيف هو أول مصدر للاستهلاك.", "مناخنا أشد حرارة.")},
        consent=Consent.WAITING,
    ),
    DemoPlan(
        "hcp:1510101", "fr-loos-en-gohelle-citizen-solar", "ar", [(P, "2026-10-05")],
        {
            "problem": ("change", "فواتير كهرباء المدارس والإنارة ترتفع كل سنة.", ""),
            "step:0": ("keep", "", ""),
            "step:1": ("change", "نواة من الجمعيات والتعاونيات بدل شركة للسكان.", "القانون عندنا مختلف."),
        },
        consent=Consent.NONE, is_shown=False,
    ),
    DemoPlan(
        "hcp:1510101", "fr-mouans-sartoux-organic-canteen", "ar",
        [(P, "2025-04-07"), (U, "2026-01-12")],
        {
            "problem": ("keep", "", ""),
            "step:0": ("drop", "", "الأرض الفلاحية حولنا صغيرة وجبلية."),
            "step:1": ("keep", "", ""),
            "step:3": ("change", "شراء مباشر من تعاونيات النساء في الجبل.", "التعاونيات موجودة وتبحث عن سوق."),
            "partners": ("change", "تعاونيات الجبل\nجمعيات دعم التمدرس", ""),
        },
        own_step=("دليل للوجبات المحلية", "أكلات جبلية بمنتوجات الموسم."),
        results=[{"indicator": "waste_avoided", "value": 45, "unit": "%", "year": 2026, "kind": "estimated", "label": "بقايا الطعام"}],
    ),
    DemoPlan(
        "insee-com:68343", "fr-mouans-sartoux-organic-canteen", "fr",
        [(P, "2024-04-02"), (U, "2024-09-01"), (D, "2025-12-10")],
        {
            "step:0": ("keep", "", ""),
            "step:1": ("keep", "", ""),
            "step:2": ("change", "Une association d'insertion cultive pour la cantine.", "Elle existait avant la cantine bio."),
            "step:3": ("keep", "", ""),
            "funding": ("keep", "", ""),
        },
        lessons="La pesée des restes a payé le passage au bio, comme à Mouans-Sartoux.",
        results=[
            {"indicator": "waste_avoided", "value": 62, "unit": "%", "year": 2025, "kind": "measured", "label": "restes de repas"},
            {"indicator": "area", "value": 8, "unit": "ha", "year": 2025, "kind": "measured", "label": "terres cultivées"},
        ],
    ),
    DemoPlan(
        "geonames:191245", "ma-ouarzazate-green-belt", "en",
        [(P, "2025-02-17"), (U, "2025-08-04")],
        {
            "problem": ("change", "Our problem is the lake shore, not sand: trees keep the soil in place.", "Another climate, the same loss of soil."),
            "step:1": ("keep", "", ""),
            "step:2": ("drop", "", "Rain is enough for most of the year."),
        },
        consent=Consent.REFUSED,
    ),
    DemoPlan(
        "hcp:5510107", "ma-sidi-ifni-fog-water", "ar",
        [(P, "2024-08-12"), (U, "2025-03-03"), (D, "2026-04-20")],
        {
            "step:0": ("keep", "", ""),
            "step:1": ("change", "شباك صغيرة لكل مدرسة بدل حقل واحد كبير.", "القرى متباعدة."),
            "step:3": ("keep", "", ""),
        },
        lessons="القياس سنتين قبل البناء ليس ترفا: موقعان من أربعة لا يكفيهما الضباب.",
        results=[{"indicator": "people_reached", "value": 210, "unit": "people", "year": 2026, "kind": "measured", "label": "تلاميذ"}],
    ),
]  # fmt: skip
