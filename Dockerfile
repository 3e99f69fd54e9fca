# One image for web, desk, workers and beat; which face it shows is decided by FACE.
FROM python:3.11-slim-bookworm AS base

# Two arenas: threads otherwise keep some megabytes each of what they once used.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 \
    DJANGO_SETTINGS_MODULE=helpdesk.settings.production
WORKDIR /app

# pg_dump and pg_restore of the server's own version, for `manage.py backup` and `restore`; the script and the
# key it trusts are part of Debian.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install --yes --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/base.txt

COPY . .
# Compiling and collecting need settings, not secrets: these values reach no running process. No process may
# write here later, so each would compile every module for itself.
RUN SECRET_KEY=build RECEIPT_SITE_SALT=build-only-build-only RECEIPT_PEPPER=build-only-build-only-build-only \
    ALLOWED_HOSTS=localhost VAR_DIR=/app/var FACE=public \
    sh -c "python manage.py catalogues compile && python manage.py collectstatic --noinput" \
    && python -m compileall -q . \
    && useradd --system --no-create-home --uid 10001 ganak && mkdir -p var && chown ganak var

USER ganak
EXPOSE 8000
# The worker gathers a request before a thread takes it: a slow sender holds nobody up (helpdesk/server.py).
# Threads share one pool of connections. What both workers read is read once, before they are forked.
CMD ["gunicorn", "helpdesk.preload:application", "--preload", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-class", "helpdesk.server.PatientWorker", \
     "--max-requests", "10000", "--max-requests-jitter", "1000", \
     "--logger-class", "helpdesk.server.JsonLog", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
