"""Every component renders, says the same by word, colour and shape, and is wired for assistive technology."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from helpdesk.accounts.models import User
from helpdesk.ui import dates, styleguide
from helpdesk.ui.charts import Chart, nice_top
from helpdesk.ui.forms import PlainForm, plain_text
from tests.helpdesk.ui.paths import StoryForm

pytestmark = pytest.mark.urls("tests.helpdesk.ui.paths")
PARTS = "ui/components/_"


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_field_ties_label_hint_and_mistake_to_its_control() -> None:
    form = StoryForm({"story": ""})
    html = render_to_string(f"{PARTS}field.html", {"field": form["story"]})
    assert '<label class="field__label" for="id_story">' in html
    assert 'aria-describedby="id_story_helptext id_story_error"' in html
    assert 'id="id_story_helptext"' in html
    assert 'id="id_story_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-required="true"' in html
    assert 'autocomplete="off"' in html
    assert " required" not in html.replace("aria-required", "")


def test_radio_buttons_are_one_group_with_a_legend() -> None:
    html = render_to_string(f"{PARTS}field.html", {"field": StoryForm({})["place"]})
    assert "<fieldset" in html
    assert "<legend" in html
    assert 'aria-describedby="id_place_error"' in html


def test_a_tick_box_stands_before_its_words() -> None:
    html = render_to_string(f"{PARTS}field.html", {"field": StoryForm()["searched"]})
    assert html.index("<input") < html.index("Searched")


def test_the_error_summary_leads_to_each_control() -> None:
    form = StoryForm({})
    summary = render_to_string(f"{PARTS}errors.html", {"form": form})
    targets = re.findall(r'href="#([^"]+)"', summary)
    fields = "".join(render_to_string(f"{PARTS}field.html", {"field": field}) for field in form)
    assert targets == ["id_story", "id_place_0"]
    assert all(f'id="{target}"' in fields for target in targets)
    assert 'role="alert"' in summary
    assert not render_to_string(f"{PARTS}errors.html", {"form": StoryForm()}).strip()


def test_mistakes_are_named_neutrally_and_in_numbers() -> None:
    form = StoryForm({"story": "x" * 60, "place": "moon"})
    assert form.errors["story"] == ["This is too long. Please make it shorter: at most 50 characters."]
    assert form.errors["place"] == ["Please choose one of the answers shown."]


@pytest.mark.parametrize("code", ["emergency", "high", "normal", "low"])
def test_urgency_is_a_colour_a_word_and_a_shape(code: str) -> None:
    html = render_to_string(f"{PARTS}urgency.html", {"code": code, "label": "word"})
    assert "badge--" in html
    assert "word" in html
    assert "<svg" in html


def test_icons_are_decoration_and_a_missing_one_breaks_nothing() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "inbox" %}')
    assert "style=" not in shown('{% icon "inbox" %}')
    assert shown('{% icon "no-such-icon-at-all" %}') == ""


def test_foreign_words_carry_their_language_and_stay_text() -> None:
    html = shown("{% foreign text 'lt' %}", text="<b>leidimas</b>")
    assert html == '<span lang="lt" dir="auto">&lt;b&gt;leidimas&lt;/b&gt;</span>'


@pytest.mark.parametrize("tag", ["bar_chart", "line_chart"])
def test_a_chart_has_words_for_its_picture_and_a_table_beneath(tag: str) -> None:
    chart = Chart(title="By topic", labels=["a", "b"], series={"new": [3, None], "old": [1, 2]})
    html = shown(f"{{% {tag} chart %}}", chart=chart)
    assert '<svg class="chart__plot"' in html
    assert "<title>By topic</title>" in html
    assert "<desc>" in html
    assert "style=" not in html
    assert html.index("</svg>") < html.index("<details")
    assert '<th scope="row">a</th><td class="number">3</td><td class="number">1</td>' in html
    assert '<td class="number">–</td>' in html


def test_numbers_inside_a_drawing_never_use_a_decimal_comma() -> None:
    chart = Chart(title="t", labels=["a", "b", "c"], series={"new": [3.5, 1.25, 9]})
    with translation.override("lt"):
        html = shown("{% bar_chart chart %}{% line_chart chart %}", chart=chart)
    assert not re.search(r' (x|y|width|height|cx|cy|x1|y1)="\d+,\d', html)


def test_an_empty_chart_says_so() -> None:
    chart = Chart(title="t", labels=[], series=[])
    assert "Nothing to draw yet." in shown("{% line_chart chart %}", chart=chart)


def test_a_chart_refuses_series_of_another_length() -> None:
    with pytest.raises(ValueError, match="2 values for 1 labels"):
        Chart(title="t", labels=["a"], series={"new": [1, 2]})


@pytest.mark.parametrize("most", [0, 1, 4, 5, 19, 131, 999, 1000, 123456])
def test_the_top_of_the_axis_is_round_and_near(most: int) -> None:
    assert max(most, 4) <= nice_top(most) <= max(4, most * 2)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("be", "7 жніўня 2020"),
        ("ru", "7 августа 2020"),
        ("pl", "7 sierpnia 2020"),
        ("lt", "2020 m. rugpjūčio 7 d."),
        ("en", "7 August 2020"),
    ],
)
def test_dates_are_said_as_each_language_says_them(code: str, words: str) -> None:
    with translation.override(code):
        assert dates.day(dt.date(2020, 8, 7)).startswith(words)


def test_the_desk_sees_how_long_ago_and_exactly_when() -> None:
    with translation.override("be"):
        html = shown("{{ moment|when }}", moment=timezone.now() - dt.timedelta(hours=2, minutes=1))
    assert "2 гадзіны таму" in html
    assert "<time datetime=" in html


def test_a_client_never_sees_a_minute() -> None:
    moment = dt.datetime(2020, 8, 7, 12, 47, 33, tzinfo=dt.UTC)
    html = shown("{{ moment|hour }} {{ moment|day }}", moment=moment)
    assert "47" not in html
    assert "33" not in html


def test_plain_text_drops_what_nobody_types() -> None:
    assert plain_text("a\x00b\x07c\r\nd\te") == "abc\nd\te"
    assert plain_text("gpj.\u202eexe\u202c\u2066x\u2069") == "gpj.exex"
    assert plain_text("e\u0301й") == "éй"
    assert plain_text("ok\ud800") == "ok"
    assert plain_text("Ў👩‍👧 қ") == "Ў👩‍👧 қ"


def test_a_plain_form_keeps_the_words_and_drops_the_rest() -> None:
    form = StoryForm({"story": "Добры\x00 дзень\u202e\r\nяшчэ", "place": "a"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["story"] == "Добры дзень\nяшчэ"


def test_the_whole_style_guide_renders(rf: RequestFactory) -> None:
    request = rf.get("/be/")
    request.user = AnonymousUser()
    for template in ("ui/styleguide_public.html", "ui/styleguide.html"):
        assert "</html>" in render_to_string(template, styleguide.context(), request)


@pytest.mark.parametrize(("code", "number"), [("be", "45,5"), ("lt", "45,5"), ("en", "45.5")])
def test_a_number_is_written_as_its_reader_writes_it(code: str, number: str) -> None:
    with translation.override(code):
        assert shown("{{ value }}", value=45.5) == number


def test_where_nothing_is_chosen_no_row_of_hyphens_is_read_aloud() -> None:
    class ChoiceForm(PlainForm):
        who = forms.ModelChoiceField(User.objects.none())
        country = forms.ChoiceField(choices=[("", "---------"), ("PL", "Poland")])

    html = ChoiceForm().as_p()
    assert "---" not in html
    assert html.count('<option value="" selected>—</option>') == 2
    assert "Poland" in html
