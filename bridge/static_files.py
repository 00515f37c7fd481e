"""Static files as production sends them: our own minified, all of them compressed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedStaticFilesStorage

# What libraries bring is minified by them, where they want it.
OURS = ("bridge/", "conversations/", "linear_integration/")
MEDIA_TYPES = {".css": "text/css", ".js": "application/javascript"}


class MinifiedStaticFilesStorage(CompressedStaticFilesStorage):  # type: ignore[misc]
    """What `collectstatic` collects; scripts keep their names, so that they import each other."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Minify, then compress; yield (name, name of what was written, whether it was)."""
        if not dry_run:
            for name in paths:
                if name.startswith(OURS) and Path(name).suffix in MEDIA_TYPES:
                    _minify(Path(self.path(name)))
        yield from super().post_process(paths, dry_run, **options)


def _minify(file: Path) -> None:
    # Only collectstatic needs it, and not each process that serves.
    import minify

    text = minify.string(MEDIA_TYPES[file.suffix], file.read_text())
    file.write_text(text)
