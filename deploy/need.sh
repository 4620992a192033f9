#!/usr/bin/env bash
# need.sh PACKAGE 'CHECK': installs a Debian package when CHECK fails, or says who should.
set -eu
package=$1
check=$2
if sh -c "$check" >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Wenmai needs $package: install it with your system's package tool (Debian: apt-get install $package)." >&2
  exit 1
fi
echo "Installing $package …"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$package" >/dev/null
