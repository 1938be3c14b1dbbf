"""Files of registers as they are published, with invented people."""

from collections.abc import Iterable
from pathlib import Path

MAYORS = (
    "Code du département;Libellé du département;Code de la collectivité à statut particulier;"
    "Libellé de la collectivité à statut particulier;Code de la commune;Libellé de la commune;Nom de l'élu;"
    "Prénom de l'élu;Code sexe;Date de naissance;Code de la catégorie socio-professionnelle;"
    "Libellé de la catégorie socio-professionnelle;Date de début du mandat;Date de début de la fonction"
)
COUNCIL = (
    "Code du département;Libellé du département;Code de la commune;Libellé de la commune;Nom de l'élu;"
    "Prénom de l'élu;Code sexe;Date de naissance;Code de la catégorie socio-professionnelle;"
    "Date de début du mandat;Libellé de la fonction;Date de début de la fonction;Code nationalité"
)


def mayor(code: str, family: str, given: str, mandate: str, function: str) -> str:
    """A line of the file of mayors; the birth data is what must not enter."""
    return f"62;Pas-de-Calais;;;{code};Une commune;{family};{given};M;31/12/1961;21;Agriculteur;{mandate};{function}"


def member(code: str, family: str, given: str, mandate: str, words: str = "", function: str = "") -> str:
    """A line of the file of municipal councillors."""
    return f"62;Pas-de-Calais;{code};Une commune;{family};{given};F;30/11/1972;37;{mandate};{words};{function};FR"


def write(folder: Path, header: str, lines: Iterable[str], *, encoding: str = "utf-8", name: str = "rne.csv") -> Path:
    """The file, with the line ends of a ministry."""
    path = folder / name
    path.write_bytes("\r\n".join([header, *lines, ""]).encode(encoding))
    return path
