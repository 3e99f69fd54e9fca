"""Index of the app's paths: home and api without a namespace, the others in `knowledge`."""

from __future__ import annotations

from knowledge.articles import urls as articles
from knowledge.directory import urls as directory
from knowledge.feedback import urls as feedback
from knowledge.glossary import urls as glossary
from knowledge.reading import urls as reading
from knowledge.search import urls as search
from knowledge.translating import urls as translating

home_urlpatterns = articles.home_urlpatterns
public_urlpatterns = [
    *articles.public_urlpatterns,
    *search.public_urlpatterns,
    *directory.public_urlpatterns,
    *feedback.public_urlpatterns,
]
api_urlpatterns = search.api_urlpatterns
desk_urlpatterns = [
    *translating.desk_urlpatterns,
    *directory.desk_urlpatterns,
    *feedback.desk_urlpatterns,
    *reading.desk_urlpatterns,
    *glossary.desk_urlpatterns,
]
