"""How forms look everywhere."""

from django.forms.renderers import TemplatesSetting


class SeguiaFormRenderer(TemplatesSetting):
    """Fields with label, help and faults tied together for screen readers."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
