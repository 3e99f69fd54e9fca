"""Both faces in one process, for development and tests."""

from helpdesk import urls_desk, urls_public

urlpatterns = [*urls_desk.urlpatterns, *urls_public.urlpatterns]
handler404 = "helpdesk.ui.views.not_found"
handler403 = "helpdesk.ui.views.forbidden"
handler500 = "helpdesk.ui.views.server_error"
handler400 = "helpdesk.ui.views.bad_request"
