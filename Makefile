# Wenmai: `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
ENGINE ?= tantivy
ES_PORT ?= 9200
NODES ?= 1
T ?= tests
WITH := .venv/bin
ELASTICSEARCH = $(WITH)/python -m deploy.elasticsearch --port $(ES_PORT) --nodes $(NODES) --heap "$(ES_HEAP)"
TESTED_ON := $(if $(filter off,$(WENMAI_TEST_ELASTICSEARCH)),,.state/elasticsearch/prepared) \
  $(if $(filter off,$(WENMAI_TEST_REDIS)),,.state/redis) \
  $(if $(filter off,$(WENMAI_TEST_NGINX)),,.state/nginx) \
  $(if $(filter off,$(WENMAI_TEST_CHROMIUM)),,.state/chromium)
GLYPHS := /usr/share/fonts/truetype/wqy/*.ttc /usr/share/fonts/opentype/noto/NotoSansCJK*
UNIT := tests/records tests/search tests/exchange tests/indexers tests/api tests/relevance tests/bench tests/deploy

##@ Using it

help: ## Show this list
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*##/ {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .state/installed ## Make .venv with everything in it, from the lock file

run: run-on-$(ENGINE) ## Install, take in the sample, serve it on http://127.0.0.1:8000 (PORT=…, ENGINE=elasticsearch)

run-on-tantivy: .state/installed | .state/fonts
	@$(WITH)/wenmai demo --port $(PORT)

run-on-elasticsearch: .state/installed .state/elasticsearch/prepared | .state/fonts
	@$(ELASTICSEARCH) -- $(WITH)/wenmai demo --port $(PORT)

elasticsearch: .state/installed .state/elasticsearch/prepared ## Run an Elasticsearch on http://127.0.0.1:9200 (ES_PORT=…, NODES=3, ES_HEAP=1g)
	@$(ELASTICSEARCH)

##@ Working on it

test: .state/installed .state/postgresql .state/fonts $(TESTED_ON) ## Run every test, slow ones too, on real servers (T=path for some)
	@$(WITH)/pytest -n auto --dist worksteal $(T)

unit: .state/installed ## Run the quick tests only, which need nothing but the project
	@$(WITH)/pytest -n auto -m "not slow and not shared" $(UNIT)

check: .state/installed ## Lint, format, types, import rules, and that openapi.yaml is current
	@$(WITH)/ruff check .
	@$(WITH)/ruff format --check .
	@$(WITH)/mypy
	@$(WITH)/lint-imports --no-cache >/dev/null || $(WITH)/lint-imports
	@$(WITH)/python -m api.spec --check

fix: .state/installed ## Mend what ruff can mend
	@$(WITH)/ruff check --fix .
	@$(WITH)/ruff format .

openapi: .state/installed ## Write openapi.yaml from the routes and their schemas
	@$(WITH)/python -m api.spec

gallery: .state/installed .state/fonts ## Draw the charts of docs/images from the sample
	@$(WITH)/python -m docs.gallery

bench: .state/installed ## Measure, on the larger records beside the project (bench/README.md)
	@BENCH_NODE=$${BENCH_NODE:-var/bench/node} $(WITH)/python -m bench

relevance: .state/installed ## Ask the judged queries, print how well they are answered (A=--failures, --held, --sample)
	@$(WITH)/python -m tests.relevance $(A)

lock: .state/installed ## Pin the dependencies anew
	@$(WITH)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links --no-emit-options --no-header --extra parquet -o requirements.lock pyproject.toml
	@$(WITH)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links --no-emit-options --no-header --extra parquet --extra dev \
	  -c requirements.lock -o requirements-dev.lock pyproject.toml

clean: ## Remove what was installed and built; your records in var/ stay
	rm -rf .venv .state build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.state/installed: requirements-dev.lock pyproject.toml clients/python/pyproject.toml
	@mkdir -p .state
	@bash deploy/need.sh python3-venv "$(PYTHON) -c 'import ensurepip'"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wenmai needs Python 3.11 or newer; name one with PYTHON=…"; exit 1; }
	@test -x $(WITH)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv …"
	@$(WITH)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@PYTHONWARNINGS=ignore $(WITH)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . -e clients/python
	@touch $@

# Chinese glyphs for charts as PNG. All else works without them, so who may not install them is only told.
.state/fonts:
	@mkdir -p .state
	@bash deploy/need.sh fonts-wqy-microhei "ls $(GLYPHS) 2>/dev/null | grep -q ." && touch $@ || true

.state/postgresql:
	@mkdir -p .state
	@bash deploy/need.sh postgresql "ls /usr/lib/postgresql/*/bin/initdb"
	@touch $@

.state/redis:
	@mkdir -p .state
	@bash deploy/need.sh redis-server "redis-server --version"
	@touch $@

.state/nginx:
	@mkdir -p .state
	@bash deploy/need.sh nginx-light "PATH=$$PATH:/usr/sbin nginx -v"
	@touch $@

.state/chromium:
	@mkdir -p .state
	@bash deploy/need.sh chromium "chromium --version"
	@touch $@

# The official jars from Maven Central, and a Java to run them where there is none.
.state/elasticsearch/prepared: $(wildcard deploy/elasticsearch/launcher/*.java deploy/elasticsearch/*.xml deploy/elasticsearch/*.txt) | .state/installed
	@bash deploy/need.sh maven "mvn -v"
	@echo "Putting Elasticsearch together …"
	@$(WITH)/python -m deploy.elasticsearch.prepare

.PHONY: help install run run-on-tantivy run-on-elasticsearch elasticsearch test unit check fix openapi gallery bench relevance lock clean
