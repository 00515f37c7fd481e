#!/bin/sh
# Makes the secrets of the compose file, each once; what is there already stays.
# The folder is closed to others; its files are not, since the containers' user reads them.
set -eu
folder=${1:-$(dirname "$0")/secrets}
umask 022
mkdir -p "$folder"
chmod 700 "$folder"

keep() {  # name, value
  [ -e "$folder/$1" ] || printf '%s\n' "$2" >"$folder/$1"
}

keep secret_key "$(openssl rand -hex 40)"
# A Fernet key: 32 bytes in URL-safe base64.
keep encryption_keys "$(openssl rand -base64 32 | tr '+/' '-_')"
keep database_password "$(openssl rand -hex 24)"
keep metrics_token "$(openssl rand -hex 24)"
# Paste the OAuth application's secrets here; empty while there is none.
keep linear_client_secret ""
keep linear_webhook_secret ""
