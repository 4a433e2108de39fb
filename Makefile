# The two commands for a fresh machine are `make run` and `make test`.

WIKI := deploy/dev-wiki/wiki
# A day inside the sample quarter, 2020-21 Q2.
TODAY ?= 2020-11-02
DENY := cargo deny --locked

# Many tests wait for a wiki that is slow on purpose, and leave the cores to others.
RUST_TEST_THREADS ?= $(shell expr 2 \* $$(nproc))

.PHONY: help run stop unit slow test lint bench advisories clean tools

help:
	@echo "Times, where there are any, are those of two cores, without what a first time builds and fetches."
	@echo "make run    start a local wiki, do the bot's main job on it (again: nothing is posted twice), and make its site; seconds"
	@echo "make stop   stop the local wiki; what is on it stays"
	@echo "make unit   the tests that need no wiki; four seconds, once built"
	@echo "make slow   those that take longer"
	@echo "make test   all tests but the slow ones, on fresh local wikis; about a quarter of an hour"
	@echo "make lint   formatting, clippy and shellcheck, warnings denied; what deny.toml allows to build from"
	@echo "make bench  what it costs beside curl and Pywikibot: writes docs/performance.md; needs valgrind, twenty minutes"
	@echo "make advisories   known security holes in what it is built from; needs the network"
	@echo "make clean  delete the local wiki and everything built"

run: tools
	cargo build --locked
	@deploy/dev-wiki/run run --today $(TODAY)
	@deploy/dev-wiki/run report --today $(TODAY) --out target/site

stop:
	$(WIKI) down --all

unit: tools
	cargo test --locked --lib

slow: tools
	cargo test --locked --lib -- --ignored
	cargo test --locked --test goalkeeper -- --ignored --nocapture slow_

test:
	@deploy/tools browser axe systemd-analyze
	$(WIKI) install
	$(WIKI) install --version 1.39
	RUST_TEST_THREADS=$(RUST_TEST_THREADS) cargo test --locked

lint:
	@deploy/tools c++ shellcheck cargo-deny
	cargo fmt --check
	cargo fmt --check --manifest-path fuzz/Cargo.toml
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --lib --benches --features fuzzing -- -D warnings
	cargo clippy --locked --manifest-path fuzz/Cargo.toml --target-dir target -- -D warnings
	shellcheck -x .ci/run bench/hold bench/profile $(WIKI) deploy/dev-wiki/install.bash deploy/dev-wiki/run deploy/tools fuzz/run fuzz/keep
	$(DENY) check --hide-inclusion-graph licenses bans sources
	$(DENY) --manifest-path fuzz/Cargo.toml check --hide-inclusion-graph licenses bans sources

bench: tools
	bench/run
	cargo bench --locked --features fuzzing --bench reader

# Not part of `lint`: its answer depends on the day it is asked.
advisories:
	@deploy/tools cargo-deny
	$(DENY) check advisories
	$(DENY) --manifest-path fuzz/Cargo.toml check advisories

clean:
	$(WIKI) clean
	cargo clean

tools:
	@deploy/tools
