#!/bin/sh
# web, worker, beat, sandbox, or any management command.
set -e
cd "$(dirname "$0")/.."
case "$1" in
  web | worker | beat)
    exec python manage.py start "$@"
    ;;
  sandbox)
    shift
    exec python -m linear_integration.sandbox --host 0.0.0.0 "$@"
    ;;
  *)
    exec python manage.py "$@"
    ;;
esac
