#!/bin/sh
# web, worker, beat, or any management command.
set -e
case "$1" in
  web)
    python manage.py migrate --noinput
    exec granian --interface wsgi --host 0.0.0.0 --port 8000 --workers "${WEB_WORKERS:-2}" \
      --blocking-threads 64 bridge.wsgi:application
    ;;
  worker)
    exec celery -A bridge worker --concurrency "${WORKER_PROCESSES:-2}" --loglevel WARNING
    ;;
  beat)
    exec celery -A bridge beat --loglevel WARNING --schedule "$VAR_DIR/celerybeat-schedule" --pidfile ""
    ;;
  *)
    exec python manage.py "$@"
    ;;
esac
