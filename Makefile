# make run   serve the site on HOST:PORT (default 127.0.0.1:8000)
# make test  the whole suite, on SQLite and on PostgreSQL
# make lint  what CI checks besides
# make screenshots   every kind of page, into docs/screens/, and the picture of the README
# make bench   how long the checks take, and what pages ask of the database
# make ledger   add every address that is new to tests/shipped/ledger.txt
# make lock  pin the requirements anew, after a change to a requirements.in (needs uv)

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint lock messages screenshots bench ledger clean

run: .venv/.run
	@$(BIN)/python manage.py start

test: .venv/.test
	@sh tests/system.sh
	$(BIN)/python -m pytest -n auto --dist loadgroup tests
	@$(BIN)/python tests/postgres.py $(BIN)/python -m pytest -n auto --dist loadgroup -m "django_db and not browser" tests

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/python manage.py makemigrations --check --dry-run

lock:
	uv pip compile -q --generate-hashes --universal --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile -q --generate-hashes --universal --python-version 3.11 tests/requirements.in -c requirements.txt -o tests/requirements.txt

# The Dutch catalogue: collect what is to be translated, then compile what was (needs gettext).
messages: .venv/.test
	$(BIN)/python manage.py makemessages -l nl --no-obsolete --no-location -i .venv -i var -i tests
	$(BIN)/python manage.py compilemessages -i .venv

screenshots: .venv/.test
	@sh tests/system.sh
	$(BIN)/python -m tests.screenshots

bench: .venv/.test
	@$(BIN)/python -m tests.bench

ledger: .venv/.test
	@$(BIN)/python -m tests.ledger

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wederhoor needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python cannot make virtual environments here; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing the requirements …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.test: tests/requirements.txt | .venv/bin/python
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis
