"""Choosing a file of figures, and saying how it is read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.figure_problems import in_words
from arbeidspact.indicators import IndicatorDefinition, InvalidFile
from arbeidspact.indicators.formats import ColumnMapping, FileFormat, mapping_from, parse_mapping
from arbeidspact.monitor.deliveries import WithdrawDelivery
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.web.forms import CommandForm

CONSTANT = "="
"""Stands in a choice of columns for: the same text in every row."""


class FileForm(forms.Form):
    """A file of figures."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An Excel workbook (.xlsx), CSV, JSON-stat or SDMX-JSON, at most 20 MB. Larger files go in at the command "
            "line."
        ),
        allow_empty_file=True,
        max_length=200,
        validators=[
            FileExtensionValidator(
                ["xlsx", "csv", "txt", "tsv", "json"],
                message=_(
                    "This is not an Excel workbook (.xlsx), CSV or JSON file. Save it as .xlsx or as CSV in UTF-8 in "
                    "the spreadsheet program."
                ),
            )
        ],
        error_messages={"required": _("Choose a file."), "max_length": _("Give the file a shorter name.")},
    )  # fmt: skip
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=60,
        help_text=_("Of a workbook; empty for the first sheet that is filled."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.txt,.tsv,.json,text/csv,application/json"

    def refuse(self, error: DomainError) -> None:
        """Shows what was refused, at the file."""
        self.add_error("file", f"{error.message} {error.hint}".strip())


class WithdrawForm(CommandForm[WithdrawDelivery]):
    """Why a delivery is withdrawn."""

    command_class = WithdrawDelivery
    because = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=500, help_text=_("Whoever looks at the list later reads this.")
    )

    def __init__(self, reference: object, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reference = reference

    def command_values(self) -> dict[str, Any]:
        return super().command_values() | {"delivery": self.reference}


class MappingTextForm(forms.Form):
    """A mapping as text."""

    text = forms.CharField(
        label=_("The mapping, as TOML"),
        widget=forms.Textarea(attrs={"rows": 24, "class": "code", "spellcheck": "false"}),
        strip=False,
    )
    mapping: ColumnMapping

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            self.mapping = parse_mapping(text)
        except InvalidFile as error:
            raise forms.ValidationError([problem_text(one) for one in error.problems]) from error
        return text


def problem_text(problem: Any) -> str:
    """A problem of a mapping, as a sentence."""
    said, fix = in_words(problem)
    return f"{problem.field}: {said}: {fix}"


class ReadingForm(forms.Form):
    """Which column of the file says what: the questions behind a mapping, with a guess in each answer."""

    title = forms.CharField(label=_("Name of this way of reading"), max_length=200, required=False)
    keep = forms.BooleanField(label=_("Keep it for the next file of this producer"), required=False)
    header_row = forms.IntegerField(
        label=_("Row with the names of the columns"), min_value=1, max_value=1000, initial=1
    )
    indicator = forms.ChoiceField(label=_("Indicator"))
    period = forms.ChoiceField(label=_("Period"))
    period_text = forms.CharField(label=_("Period of all rows"), max_length=30, required=False)
    period_pattern = forms.CharField(
        label=_("How periods are written"),
        max_length=40,
        required=False,
        help_text=_("Empty for the usual ways, such as 2024, 2024-02, 2024Q3 or januari 2024. Else such as MM/YYYY."),
    )
    area = forms.ChoiceField(label=_("Area"))
    area_text = forms.CharField(label=_("Area of all rows"), max_length=60, required=False)
    areas_by = forms.ChoiceField(
        label=_("How areas are named"),
        choices=[("code", _("by our code")), ("nis", _("by NIS code")), ("name", _("by name"))],
    )
    merged = forms.ChoiceField(
        label=_("Municipalities that merged since"),
        choices=[("refuse", _("refuse their figures")), ("add_up", _("add the parts up where all are there"))],
    )
    value = forms.ChoiceField(label=_("Value"))
    decimal_mark = forms.ChoiceField(
        label=_("Decimal mark"),
        required=False,
        choices=[("", _("as it can only be read")), (",", _("comma")), (".", _("point"))],
    )
    written_as = forms.ChoiceField(
        label=_("Unit in the file"),
        required=False,
        choices=[("", _("that of the indicator")), ("percent", _("percent")), ("share", _("share from 0 to 1"))],
    )
    factor = forms.DecimalField(label=_("Times"), min_value=0, initial=1, help_text=_("1000 for a file in thousands."))
    status = forms.ChoiceField(label=_("How sure"))
    source = forms.CharField(label=_("Source"), max_length=300)
    source_url = forms.CharField(label=_("Address of the source"), max_length=500, required=False)
    vintage = forms.DateField(
        label=_("Published on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_before = forms.CharField(
        label=_("The table ends at a row that begins with"),
        max_length=200,
        required=False,
        help_text=_("Such as Bron; divide several with |."),
    )
    mapping: ColumnMapping

    def __init__(
        self,
        base: Mapping[str, Any],
        header: Sequence[str],
        definitions: Mapping[str, IndicatorDefinition],
        language: str,
        *args: Any,
        **options: Any,
    ) -> None:
        options.setdefault("initial", _initial(base))
        super().__init__(*args, **options)
        self.base = dict(base)
        self.is_cube = base.get("format", "table") != FileFormat.TABLE
        columns = [(column, _("column “%(name)s”") % {"name": column}) for column in header]
        names = sorted((one.name.in_language(language), slug) for slug, one in definitions.items())
        self._choose(
            "indicator",
            [("", _("Choose an indicator")), *((f"{CONSTANT}{slug}", name) for name, slug in names), *columns],
        )
        same = (CONSTANT, _("the same for all rows"))
        across = (
            []
            if self.is_cube
            else [(f"{CONSTANT}across", _("the headers of the columns: the numbers stand beside each other"))]
        )
        self._choose("period", [*columns, same, *across])
        self._choose("area", [*columns, same])
        self._choose(
            "status", [(f"{CONSTANT}final", _("final")), (f"{CONSTANT}provisional", _("provisional")), *columns]
        )
        self._choose(
            "value", [("value", "value")] if self.is_cube else [*columns, (CONSTANT, _("the remaining columns"))]
        )
        if self.is_cube:
            for name in ("value", "header_row", "ends_before", "decimal_mark"):
                del self.fields[name]
        self.dimensions = {dimension.slug: dimension for one in definitions.values() for dimension in one.dimensions}
        for slug, dimension in self.dimensions.items():
            self.fields[f"by_{slug}"] = forms.ChoiceField(
                label=_("Broken down by: %(name)s") % {"name": dimension.name.in_language(language)},
                required=False,
                choices=[("", _("not in this file")), *columns],
                initial=base.get("breakdowns", {}).get(slug, ""),
            )  # fmt: skip
        self.fields["words"] = forms.CharField(
            label=_("Words of the file that mean one of ours"),
            widget=forms.Textarea(attrs={"rows": 4}),
            required=False,
            help_text=_(
                "A line for each: area: BE23 = oost-vlaanderen, or sex: V = women. Nothing behind the = means the "
                "total."
            ),
            initial=_lines_of_words(base.get("words", {})),
        )
        self.fields["only"] = forms.CharField(
            label=_("Only rows with"),
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
            help_text=_("A line for each column: Soort = jaar | kwartaal."),
            initial="\n".join(f"{column} = {' | '.join(texts)}" for column, texts in base.get("keep", {}).items()),
        )

    def dimension_fields(self) -> list[Any]:
        """The questions about breakdowns."""
        return [self[f"by_{slug}"] for slug in self.dimensions]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.mapping = mapping_from(self._content(cleaned))
            except InvalidFile as error:
                for problem in error.problems:
                    name = problem.field.split(".")[0]
                    self.add_error(name if name in self.fields else None, problem_text(problem))
            except ValueError as error:
                self.add_error(None, str(error))
        return cleaned

    def refuse(self, error: InvalidFile) -> None:
        """Shows what does not fit the file."""
        for problem in error.problems[:10]:
            self.add_error(None, problem_text(problem))

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _content(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        columns: dict[str, str] = {}
        constants = {name: cleaned[name] for name in ("source", "source_url") if cleaned[name]}
        if cleaned["vintage"]:
            constants["vintage"] = cleaned["vintage"].isoformat()
        content: dict[str, Any] = {"slug": self.base.get("slug") or "file", "title": cleaned["title"] or _("A file")}
        for name in ("indicator", "period", "area", "status", "value"):
            answer = cleaned.get(name, "")
            if answer == f"{CONSTANT}across" or (name == "value" and answer == CONSTANT):
                content["across"] = "period"
            elif answer == CONSTANT:
                constants[name] = cleaned[f"{name}_text"]
            elif answer.startswith(CONSTANT):
                constants[name] = answer.removeprefix(CONSTANT)
            elif answer and not (name == "value" and self.is_cube):
                columns[name] = answer
        if "across" in content:
            columns.pop("value", None)
        known = {"header_row": 1, "ends_before": ""}
        content |= {
            "title": str(content["title"]),
            "format": self.base.get("format", "table"),
            "columns": columns,
            "constants": constants,
            "breakdowns": {slug: cleaned[f"by_{slug}"] for slug in self.dimensions if cleaned[f"by_{slug}"]},
            "words": _words_of_lines(cleaned["words"]),
            "keep": _texts_of_lines(cleaned["only"]),
            "header_row": cleaned.get("header_row", known["header_row"]),
            "ends_before": [one.strip() for one in cleaned.get("ends_before", "").split("|") if one.strip()],
            **{name: cleaned[name] for name in ("areas_by", "merged", "period_pattern", "factor")},
            "decimal_mark": cleaned.get("decimal_mark") or None,
            "written_as": cleaned["written_as"] or None,
        }
        return content


def _initial(base: Mapping[str, Any]) -> dict[str, Any]:
    columns, constants = base.get("columns", {}), base.get("constants", {})
    said = {
        name: columns.get(name) or (f"{CONSTANT}{constants[name]}" if constants.get(name) else "")
        for name in ("indicator", "status")
    }
    for name in ("period", "area"):
        said[name] = columns.get(name) or (CONSTANT if constants.get(name) else "")
        said[f"{name}_text"] = constants.get(name, "")
    if base.get("across") == "period":
        said |= {"period": f"{CONSTANT}across", "value": CONSTANT}
    else:
        said["value"] = columns.get("value", "")
    plain = ("title", "header_row", "areas_by", "merged", "period_pattern", "decimal_mark", "written_as", "factor")
    said |= {name: base[name] for name in plain if base.get(name) is not None}
    said |= {name: constants.get(name, "") for name in ("source", "source_url", "vintage")}
    said["ends_before"] = " | ".join(base.get("ends_before", ()))
    return said


def _lines_of_words(words: Mapping[str, Mapping[str, str]]) -> str:
    return "\n".join(f"{column}: {theirs} = {ours}" for column, said in words.items() for theirs, ours in said.items())


def _words_of_lines(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in filter(None, (one.strip() for one in text.splitlines())):
        column, colon, rest = line.partition(":")
        theirs, equals, ours = rest.rpartition("=")
        if not colon or not equals:
            raise ValueError(
                _("This line says nothing: %(line)s. Write: area: BE23 = oost-vlaanderen") % {"line": line}
            )
        found.setdefault(column.strip(), {})[theirs.strip()] = ours.strip()
    return found


def _texts_of_lines(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in filter(None, (one.strip() for one in text.splitlines())):
        column, equals, texts = line.partition("=")
        if not equals:
            raise ValueError(_("This line says nothing: %(line)s. Write: Soort = jaar | kwartaal") % {"line": line})
        found[column.strip()] = [one.strip() for one in texts.split("|")]
    return found
