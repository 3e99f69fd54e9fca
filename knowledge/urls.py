"""Index of the app's paths. `home` has no namespace; `api_urlpatterns` belong under /api/, namespace `api`."""

from __future__ import annotations

from knowledge.articles import urls as articles
from knowledge.search import urls as search
from knowledge.translating import urls as translating

home_urlpatterns = articles.home_urlpatterns
public_urlpatterns = [*articles.public_urlpatterns, *search.public_urlpatterns]
api_urlpatterns = search.api_urlpatterns
desk_urlpatterns = translating.desk_urlpatterns
