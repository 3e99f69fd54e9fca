"""What is translated in this app (modeltranslation looks for this file)."""

from modeltranslation.translator import TranslationOptions, register

from cases.legal.models import CaseType, StepTemplate


@register(CaseType)
class CaseTypeTranslation(TranslationOptions):
    fields = ("name",)


@register(StepTemplate)
class StepTemplateTranslation(TranslationOptions):
    fields = ("name", "document")
