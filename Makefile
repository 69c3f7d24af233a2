# The ways in. Everything is built by CMake (CMakePresets.json); these are the short names.
PREFIX ?= /usr/local

.PHONY: help setup build demo test install cassandra cassandra-down bench bench-cassandra bench-difference bench-taste
.PHONY: checkperf fuzz torture mutants format lint tidy test-airflow
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "make %-16s %s\n", $$1, $$2 }'

setup: ## install what is missing to build, test and measure (Debian 12)
	@scripts/setup

build: ## build the program: build/release/earshot
	@scripts/setup --check build
	@cmake --preset release
	@cmake --build --preset release --target earshot

demo: ## from nothing to answers, on synthetic events
	@scripts/demo

test: ## build and run every test, with and without sanitizers
	@scripts/test

test-airflow: build ## run the DAG of packaging/ in a real Airflow, in an environment of its own
	@scripts/test_airflow

install: build ## install the program, its man page and completions: make install PREFIX=~/.local
	@cmake --install build/release --strip --prefix "$(PREFIX)"

cassandra: ## start an Apache Cassandra on 127.0.0.1
	@scripts/setup --check cassandra
	@scripts/cassandra up

cassandra-down: ## stop it
	@scripts/cassandra down

bench: build ## measure the main job against the usual Python script, and consolidation against its peers
	@scripts/setup --check bench
	@PYTHONDONTWRITEBYTECODE=1 build/venv/bin/python bench/embedded.py build/release/earshot
	@PYTHONDONTWRITEBYTECODE=1 build/venv/bin/python bench/ingest.py build/release/earshot --large
	@PYTHONDONTWRITEBYTECODE=1 build/venv/bin/python bench/measures.py build/release/earshot

bench-cassandra: build ## measure loading into one real Cassandra node against what people use
	@scripts/setup --check bench cassandra
	@cmake --build --preset release --target ask_latency
	@PYTHONDONTWRITEBYTECODE=1 build/venv/bin/python bench/cluster.py build/release/earshot build/release/bench/ask_latency

bench-difference: build ## measure loading again: one more day, and plays that have not changed
	@scripts/setup --check bench cassandra
	@PYTHONDONTWRITEBYTECODE=1 build/venv/bin/python bench/difference.py build/release/earshot

bench-taste: build ## measure recommendations beside implicit, on plays with planted tastes; takes an hour
	@scripts/setup --check bench
	@PYTHONDONTWRITEBYTECODE=1 build/venv/bin/python bench/taste.py build/release/earshot

checkperf: build ## fail if consolidation is slower than in a commit: make checkperf BASE=main
	@scripts/setup --check bench
	@PYTHONDONTWRITEBYTECODE=1 build/venv/bin/python bench/checkperf.py build/release/earshot --base "$(or $(BASE),HEAD)"

fuzz: ## run each fuzzer for fifteen minutes
	@scripts/setup --check build test
	@scripts/fuzz 900

torture: ## the long variants of the tests: every call fails in turn, hundreds of kills; takes hours
	@scripts/torture

mutants: ## put deliberate bugs into a copy of the sources, and see that a test notices each; takes an hour
	@scripts/setup --check build test
	@scripts/mutants

format: ## format the sources
	@scripts/format

lint: ## clang-tidy over the sources; what changed last is in make test
	@scripts/setup --check build test
	@scripts/lint

tidy: ## what no compiler checks: include directions, lengths, words, links, figures
	@scripts/tidy
	@scripts/figures --check
	@scripts/mutants --check
