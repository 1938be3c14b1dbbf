"""Three invented towns with a neighbour each, and what their people write: one in each language."""

from dataclasses import dataclass

HEAD = "scheme,code,kind,country,name_ar,name_fr,name_en,parents,population,population_year,source"
SOURCE = "Invented for a journey"


@dataclass(frozen=True)
class Town:
    """A town that asks for membership, and merges with its neighbour in the end."""

    language: str
    country: str
    names: tuple[str, str, str]
    """Arabic, French, English."""
    neighbour: tuple[str, str, str]
    merged: tuple[str, str, str]
    mayor: str
    clerk: str
    successor: str
    title: str
    summary: str
    done: str
    unfinished: str
    """Title of a draft nobody has finished when the mayor goes."""
    translated: tuple[str, str, str, str]
    """Language, title, summary, what was done."""
    question: str
    """Asked in the language of the translation."""

    @property
    def name(self) -> str:
        """In the language of its people."""
        return self.names[["ar", "fr", "en"].index(self.language)]

    @property
    def codes(self) -> tuple[str, str, str]:
        """Of the town, of its neighbour, of what they become."""
        return tuple(f"journey-{self.language}-{number}" for number in (1, 2, 3))  # type: ignore[return-value]

    def rows(self) -> list[str]:
        """The town and its neighbour for the importer of territories."""
        towns = zip(self.codes, (self.names, self.neighbour), strict=False)
        return [
            f"local,{code},commune,{self.country},{','.join(names)},iso:{self.country},8400,2024,{SOURCE}"
            for code, names in towns
        ]


ARABIC = Town(
    language="ar",
    country="MA",
    names=("عين الصفصافة", "Aïn Safsafa-les-Puits", "Ain Safsafa of the Wells"),
    neighbour=("دار الخروب", "Dar Kharroub-le-Haut", "Upper Dar Kharroub"),
    merged=("الصفصافة والخروب", "Safsafa-et-Kharroub", "Safsafa and Kharroub"),
    mayor="رقية الصفصافي",
    clerk="منير الكاتبي",
    successor="سعاد الخروبي",
    title="مطحنة زيتون جماعية تعمل بنوى الزيتون",
    summary="حولت الجماعة نوى الزيتون إلى وقود لتسخين المطحنة الجماعية.",
    done="اقتنت الجماعة فرنا يعمل بنوى الزيتون، ودربت ثلاثة عمال على تشغيله.",
    unfinished="ساقية مرممة بأيدي أهل الدوار",
    translated=(
        "fr",
        "Un moulin à huile chauffé aux noyaux d’olive",
        "La commune brûle les noyaux d’olive pour chauffer le moulin collectif.",
        "La commune a acheté un four à noyaux d’olive et formé trois ouvriers.",
    ),
    question="moulin chauffé aux noyaux d’olive",
)
FRENCH = Town(
    language="fr",
    country="FR",
    names=("برومفال ليتان", "Brumeval-l’Étang", "Brumeval-l’Étang"),
    neighbour=("أوبتيرن الجسر", "Aubeterne-le-Pont", "Aubeterne-le-Pont"),
    merged=("برومفال أوبتيرن", "Brumeval-Aubeterne", "Brumeval-Aubeterne"),
    mayor="Hortense Brumelin",
    clerk="Gaspard Lécritoire",
    successor="Aurélien Dupontet",
    title="Des chouettes effraies contre les campagnols de l’étang",
    summary="Douze nichoirs à chouettes effraies ont remplacé le poison autour de l’étang.",
    done="Les agents ont posé douze nichoirs dans les granges et les ont suivis avec les écoliers.",
    unfinished="Une haie d’aubépine autour du cimetière",
    translated=(
        "en",
        "Barn owls against voles around the pond",
        "Twelve nest boxes for barn owls have replaced poison around the pond.",
        "Staff put twelve nest boxes into barns and watched them together with school children.",
    ),
    question="nest boxes for barn owls instead of poison",
)
ENGLISH = Town(
    language="en",
    country="JO",
    names=("وادي السرو الأبيض", "Ouadi Sarou el-Abiad", "Wadi Sarw Abyad"),
    neighbour=("تل المرجان", "Tell Marjan", "Tell Marjan"),
    merged=("السرو والمرجان", "Sarou-et-Marjan", "Sarw and Marjan"),
    mayor="Ruba Sarwani",
    clerk="Nabil Quillan",
    successor="Dina Marjanieh",
    title="Felt carpets from local wool for draughty classrooms",
    summary="Shepherds sell the wool that nobody wanted; classrooms stay warm on felt carpets.",
    done="The town bought a felting table and pays shepherds for each fleece; nine classrooms have carpets.",
    unfinished="A bench in the shade at every bus stop",
    translated=(
        "fr",
        "Des tapis de feutre en laine du pays pour les classes froides",
        "Les bergers vendent une laine dont personne ne voulait ; les classes restent chaudes.",
        "La ville a acheté une table à feutrer et paie chaque toison ; neuf classes ont un tapis.",
    ),
    question="tapis de feutre en laine du pays",
)
TOWNS = {town.language: town for town in (ARABIC, FRENCH, ENGLISH)}


def table() -> str:
    """All of them, and their neighbours, as the operator imports them."""
    return "\n".join([HEAD, *(row for town in TOWNS.values() for row in town.rows()), ""])


def small_pdf(title: str = "Deliberation") -> bytes:
    """One empty page: a valid PDF of some hundred bytes."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
        f"<< /Title ({title}) >>".encode("ascii"),
    ]
    text, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return text + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(text))
    )
