"""Form fields and their rendering."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders fields from our own templates."""
