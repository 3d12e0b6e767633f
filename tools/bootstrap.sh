#!/bin/sh
# What the Python and Java parts need from a bare Debian 12; installs only what is missing.
#   sh tools/bootstrap.sh python|java|peers
set -eu

have() { command -v "$1" >/dev/null 2>&1; }

apt_install() {
    if ! have apt-get || [ "$(id -u)" -ne 0 ]; then
        echo "missing: $*. Install them (Debian: apt-get install $*), then run this again." >&2
        exit 3
    fi
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

case "${1:-}" in
python)
    have python3.11 || have python3 || apt_install python3 python3-venv
    python=$(command -v python3.11 || command -v python3)
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Python 3.11 or newer is needed, $python is $("$python" --version)." >&2
        exit 3
    }
    "$python" -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
    ;;
java)
    have java || apt_install openjdk-17-jre-headless
    have mvn || apt_install maven
    ;;
peers)
    have storescu || apt_install dcmtk
    have npm || apt_install npm
    have chromium || apt_install chromium
    ;;
*)
    echo "usage: sh tools/bootstrap.sh python|java|peers" >&2
    exit 2
    ;;
esac
