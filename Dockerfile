# One image for every process of Gedag on a server: both web faces, worker, beat and the migration job.
# Linted with hadolint (./gedag check); built by whoever runs a server, never here.
FROM node:22-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements/uv.txt requirements/runtime.lock requirements/
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements/uv.txt \
    && uv venv /opt/gedag \
    && uv pip sync --no-cache --require-hashes --compile-bytecode --python /opt/gedag/bin/python requirements/runtime.lock
COPY . .
COPY --from=frontend /app/node_modules node_modules
# collectstatic asks for settings, not for a database; the values below are used for nothing else.
RUN python -m config.frontend \
    && /opt/gedag/bin/python -m config.translations compile \
    && /opt/gedag/bin/python -m config.print_fonts \
    && SECRET_KEY=alleen-om-te-bouwen DATABASE_URL=postgresql://geen@localhost/geen \
       GEDAG_PRIVATE_KEYS="$(/opt/gedag/bin/python -m config.private_keys)" \
       /opt/gedag/bin/python manage.py collectstatic --noinput \
    && rm -rf node_modules

FROM python:3.11-slim
ENV PATH=/opt/gedag/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent gedag
COPY --from=build /opt/gedag /opt/gedag
COPY --from=build /app /app
# A volume begins with the owner of the folder that it covers: here is remembered how far was sent, and who was erased.
RUN install --directory --owner 10001 --mode 0700 /var/lib/gedag /var/lib/gedag-erased
WORKDIR /app
USER 10001
# Writes nothing but /tmp, so the root file system can be read-only.
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "56", "--backlog", "2048", "--backpressure", "2048", \
     "--respawn-failed-workers", "--no-ws", "--log-config", "config/granian_log.json", "config.wsgi:application"]
