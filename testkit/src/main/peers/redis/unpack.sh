#!/bin/sh
# Unpacks Debian's redis-server, and what it needs and is not installed, into the working directory; installs nothing.
set -eu

command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || {
  echo "no redis-server on the path, and no apt-get to fetch it with: install Redis 5 or newer"
  exit 1
}
missing() {
  apt-get install -s --no-install-recommends redis-server | sed -n 's/^Inst \([^ ]*\).*/\1/p'
}
packages=$(missing) || {
  # Lists of packages that were never fetched, or deleted since.
  apt-get -qq update
  packages=$(missing)
}
rm -f ./*.deb
# shellcheck disable=SC2086
apt-get -qq download $packages
for package in *.deb; do
  dpkg-deb -x "$package" .
done
rm -f ./*.deb
# Libraries lie in a folder named after the processor.
mkdir -p lib
find usr/lib lib -name '*.so.*' -exec cp -P '{}' lib/ ';' 2>/dev/null || true
usr/bin/redis-server --version >/dev/null || LD_LIBRARY_PATH=$PWD/lib usr/bin/redis-server --version
