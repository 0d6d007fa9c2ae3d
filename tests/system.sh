#!/bin/sh
# What the tests need besides Python packages: Chromium, and PostgreSQL's server. Installed from Debian's packages
# where that is allowed (as root); otherwise one line says what is missing.
missing=""
[ -x /usr/bin/chromium ] || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing …"
    (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing) \
        >/tmp/wederhoor-apt.log 2>&1 && exit 0
    echo "Could not install$missing; see /tmp/wederhoor-apt.log." >&2
    exit 1
fi
echo "The tests need$missing; on Debian: sudo apt-get install$missing" >&2
exit 1
