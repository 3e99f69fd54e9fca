"""What a reader filters by, and what an editor fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.ui.forms import PlainForm, PlainModelForm
from knowledge.articles.models import Country, Topic
from knowledge.directory import queries
from knowledge.directory.actions import TRANSLATED
from knowledge.directory.models import SPOKEN_CHOICES, Service

_DATES = ("checked_on", "valid_until", "status_since")


class FilterForm(PlainForm):
    """Topic, country, city and language, each optional; what is not in the lists filters nothing."""

    topic = forms.ChoiceField(label=_("What is it about?"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    city = forms.ChoiceField(label=_("City"), required=False)
    language = forms.ChoiceField(label=_("They speak"), required=False)

    def __init__(self, data: Any, *, topics: list[Topic], cities: list[str]) -> None:
        super().__init__(data)
        self._topics = {topic.slug: topic for topic in topics}
        anything = ("", _("All"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "topic": [(topic.slug, topic.name) for topic in topics],
            "country": list(Country.choices),
            "city": [(city, city) for city in cities],
            "language": SPOKEN_CHOICES,
        }
        for name, values in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [anything, *values]

    def asked(self) -> queries.Asked:
        """What was chosen; a value that is not offered counts as nothing chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        return queries.Asked(
            topic=self._topics.get(chosen.get("topic", "")),
            country=chosen.get("country", ""),
            city=chosen.get("city", ""),
            language=chosen.get("language", ""),
        )


class ServiceForm(PlainModelForm):
    """One entry of the directory."""

    cities = SimpleArrayField(
        forms.CharField(max_length=60),
        label=_("Cities"),
        required=False,
        help_text=_("In the local spelling, with commas between. Empty: the whole country or online."),
    )
    spoken = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=SPOKEN_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    class Meta:
        model = Service
        fields = (
            *("slug", "name", "kind", "status", "status_since", "country", "cities", "topics", "spoken"),
            *("phone", "email", "web", "address", "day_and_night", "contact_verified"),
            *("checked_on", "valid_until", "source_title", "source_url"),
            *(f"{name}_{code}" for name in TRANSLATED for code in languages.CODES),
        )
        widgets = {
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in _DATES},
            **{f"about_{code}": forms.Textarea(attrs={"rows": 2, "lang": code}) for code in languages.CODES},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = self.fields["topics"]
        if isinstance(topics, forms.ModelMultipleChoiceField):
            topics.queryset = Topic.objects.order_by(f"name_{get_language()}")
        for code, own_name in languages.CHOICES:
            self.fields[f"about_{code}"].label = own_name
            for name in TRANSLATED[1:]:
                label = getattr(Service._meta.get_field(name), "verbose_name", name)
                self.fields[f"{name}_{code}"].label = f"{label}: {own_name}"
        if self.instance.pk:
            self.fields["slug"].disabled = True

    @property
    def about_fields(self) -> list[forms.BoundField]:
        return [self[f"about_{code}"] for code in languages.CODES]

    @property
    def small_texts(self) -> list[forms.BoundField]:
        return [self[f"{name}_{code}"] for name in TRANSLATED[1:] for code in languages.CODES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("contact_verified") and not data.get("checked_on"):
            self.add_error("checked_on", _("On which day were the contacts confirmed?"))
        if not any(data.get(f"about_{code}") for code in languages.CODES):
            self.add_error("about_be", _("Say in at least one language what this service does."))
        return data
