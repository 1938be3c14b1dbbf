"""What the network recommends: methods, guides, tools and document templates, with their documents."""

from seguia.library.models.document import MethodDocument
from seguia.library.models.method import Method, MethodKind, Status

__all__ = ["Method", "MethodDocument", "MethodKind", "Status"]
