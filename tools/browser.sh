#!/bin/sh
# The browser tests drive the system's Chromium. Install it, with a font for Chinese, when it is missing and we may.
set -eu

found() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

found && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "测试需要 Chromium，请先安装。 The browser tests need Chromium or Chrome; please install one, then run this again." >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root=sudo
else
    echo "测试需要 Chromium，请先运行： The browser tests need Chromium; please run: sudo apt-get install chromium fonts-noto-cjk" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq update
$as_root apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk >/dev/null
found
