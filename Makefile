# 一个入口，本机与流水线相同 · one entrance, the same on your machine and in the pipeline.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
CODE = $(wildcard hub tests examples tools benchmarks)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help env run test agreement check format bench federation explorer lock clean

help: ## 列出全部命令 · list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: .venv/.dev ## 建立开发环境 .venv（需 Python 3.11 及以上）· create .venv with everything (Python 3.11 or newer)

run: .venv/.core ## 一条命令启动演示 · start the demonstration
	$(BIN)/hub demo $(ARGS)

test: .venv/.dev ## 全部测试，SQLite 与 PostgreSQL · all tests, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

agreement: .venv/.dev ## 通用与编译两条路径逐字节比对，每契约每数据库 5000 次 · both ways of answering, 5 000 operations each
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --hypothesis-profile=agreement tests/agreement $(ARGS)

check: .venv/.dev ## 格式、类型、层次、约定、模式快照、译名 · format, types, layers, house limits, printed schema, titles
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python -m tools.limits
	$(BIN)/python -m tools.titles
	$(BIN)/python -m hub schema check

format: .venv/.dev ## 整理代码格式 · format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.dev ## 性能基准 · measure
	$(BIN)/python -m benchmarks $(ARGS)

federation: .venv/.dev ## 与市级图谱组合（Federation 2）· compose with a city's own graph
	$(BIN)/python -m examples.federation $(ARGS)

explorer: ## 重新构建浏览器页面（需 Node 20）· rebuild the browser pages (Node 20)
	cd web && npm ci && node build.mjs

lock: .venv/.dev ## 重新锁定依赖版本（需 uv）· pin the dependencies again (needs uv)
	uv pip compile pyproject.toml --group dev --group build --universal --no-header --no-annotate -o constraints.txt

clean: ## 删除环境与缓存，保留数据 · remove environment and caches, keep the data
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './web/*' -prune -exec rm -rf {} +

.venv/.core: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 及以上 · Python 3.11 or newer is needed: make PYTHON=python3.13")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q -c constraints.txt setuptools
	$(BIN)/python -m pip install -q -c constraints.txt --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.core
	$(BIN)/python -m pip install -q --no-deps -r constraints.txt
	@touch $@
