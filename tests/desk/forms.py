"""Fill in a form of the desk as a browser would: what stands in it, changed where the test says so."""

from django.forms import CheckboxInput


def typed(response, **changes) -> dict:
    """The data that the form of this response would post. ``changes`` replace or add values, by their names."""
    form = response.context["adminform"].form
    data = values_of(form)
    for group in response.context["inline_admin_formsets"]:
        formset = group.formset
        data |= values_of(formset.management_form)
        for row in formset.forms:
            data |= values_of(row)
    if "opened_on" in response.context:
        data["opened_on"] = response.context["opened_on"]
    return data | {"_continue": "1"} | changes


def values_of(form) -> dict:
    """The values of a form's fields by their names; an unticked box sends nothing."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field.widget, CheckboxInput):
            data |= {bound.html_name: "on"} if value else {}
        elif value is not None:
            data[bound.html_name] = value
    return data


def row_of(prefix: str, number: int, **values) -> dict:
    """A row that is added to an inline form, with the count that goes with it."""
    return {f"{prefix}-{number}-{name}": value for name, value in values.items()} | {
        f"{prefix}-TOTAL_FORMS": number + 1
    }


def errors_in(response) -> str:
    """Every message of the form and its rows, as one text."""
    lists = [response.context["errors"]] if response.context.get("errors") else []
    return " ".join(str(error) for group in lists for error in group)
