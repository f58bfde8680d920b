FROM python:3.11-slim AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY locales locales
RUN /venv/bin/pybabel compile --directory locales --domain tjans
RUN printf '#!/bin/sh\nexec python -m bot "$@"\n' > /venv/bin/tjans && chmod 755 /venv/bin/tjans

FROM python:3.11-slim
RUN useradd --create-home --uid 1000 tjans && install -d -o tjans /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app/locales locales
COPY bot bot
COPY handlers handlers
COPY storage storage
COPY monitoring monitoring
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TJANS_DATABASE=/data/tjans.db
USER 1000
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["tjans", "health"]
ENTRYPOINT ["tjans"]
CMD ["run"]
