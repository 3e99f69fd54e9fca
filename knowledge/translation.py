"""What is translated by modeltranslation: one column for each language of the house."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from knowledge.articles.models import Article, FactValue, Topic
from knowledge.directory.models import Service


@register(Topic)
class TopicTranslation(TranslationOptions):
    """Topics are named in every language."""

    fields = ("name",)


@register(Article)
class ArticleTranslation(TranslationOptions):
    """The live text. An empty column means: not published in this language; the reader sees the next one."""

    fields = ("title", "summary", "body")
    required_languages = ()
    fallback_values = ""


@register(FactValue)
class FactValueTranslation(TranslationOptions):
    """A value is the same everywhere; only its words may differ ("14 days")."""

    fields = ("wording",)
    required_languages = ()
    fallback_values = ""


@register(Service)
class ServiceTranslation(TranslationOptions):
    """What a service says about itself; its name and its contacts are its own."""

    fields = ("about", "eligibility", "cost", "hours")
    required_languages = ()
    fallback_values = ""
