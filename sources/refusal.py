"""What is said when input cannot be taken: one sentence that names the place and the remedy.

The pure modules know no Django, yet their messages reach Dutch editors. So a refusal keeps its template and its
parameters apart: ``str()`` gives English, and the desk translates the template before it fills it in.
"""


def gettext_noop(template: str) -> str:
    """Mark a template for translation; returns it unchanged."""
    return template


class Refusal(ValueError):
    """Input that is refused: a ``template`` with named ``%(…)s`` places, and the ``params`` that fill them."""

    def __init__(self, template: str, **params: object):
        self.template = template
        self.params = params
        super().__init__(template % params if params else template)
