# Runs the console on a state folder at /var/lib/shaodao. Bind and secret come from the environment: without a secret
# the console binds to loopback only, which a container cannot publish, so set SHAODAO_SECRET_KEY_FILE (see compose.yaml).
FROM python:3.11-slim-bookworm

RUN useradd --system --create-home --home-dir /var/lib/shaodao shaodao
WORKDIR /opt/shaodao
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e .

USER shaodao
ENV SHAODAO_HOME=/var/lib/shaodao SHAODAO_BIND=0.0.0.0 PYTHONUNBUFFERED=1
VOLUME /var/lib/shaodao
EXPOSE 8050
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8050/readyz', timeout=2)"
CMD ["shaodao", "up"]
