"""What is translated by modeltranslation: one column for each language of the house."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from knowledge.articles.models import Article, Topic


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
