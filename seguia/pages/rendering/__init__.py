"""From Markdown with components to safe HTML, and what is wrong with a text."""

from seguia.pages.rendering.checking import faults_of
from seguia.pages.rendering.html import Rendered, render_text
from seguia.pages.rendering.parsing import Fault, image_ids_in

__all__ = ["Fault", "Rendered", "faults_of", "image_ids_in", "render_text"]
