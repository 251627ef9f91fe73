# The image of one hub process. Build: docker build -t studio-hub .
# Debian 13 (trixie): its SQLite is new enough for the job engine, bookworm's is not.
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv /opt/hub
ENV PATH=/opt/hub/bin:$PATH
COPY pyproject.toml constraints.txt ./
# The dependencies are a layer of their own: a change of the hub's code does not install them again.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > wanted.txt \
 && pip install -c constraints.txt -r wanted.txt setuptools
COPY README.md LICENSE ./
COPY hub hub
COPY examples examples
RUN pip install -c constraints.txt --no-deps --no-build-isolation . && pip uninstall -y setuptools

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --home-dir /var/lib/hub --create-home --shell /usr/sbin/nologin hub \
 && install -d -o hub -g hub -m 0700 /var/lib/hub-shared
COPY --from=build /opt/hub /opt/hub
# Inside its own network namespace a container listens on all addresses; what is reachable is decided by what is published.
ENV PATH=/opt/hub/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HUB_HOST=0.0.0.0 \
    HUB_PORT=8000 \
    HUB_VAR=/var/lib/hub \
    HUB_LOG_FORMAT=json
WORKDIR /var/lib/hub
VOLUME /var/lib/hub
USER hub
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['HUB_PORT'] + '/healthz', timeout=4)"]
CMD ["hub", "serve"]
