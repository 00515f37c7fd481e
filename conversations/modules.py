"""What a script imports, so that a page can ask for all of it at once."""

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

# `import "./a.js"`, `import {…} from "./a.js"`, `export … from "./a.js"`: not `import("./a.js")`,
# which waits until it is wanted, nor a type in a comment, which says the same.
STATIC_IMPORT = re.compile(r'^(?:import|export)\b[^"\';]*"(\.{1,2}/[^"]+)";$', re.MULTILINE)


@cache
def imported_by(module: str) -> tuple[str, ...]:
    """Return the static paths of the modules that `module` imports, directly or not, each once.

    A browser finds them one after the other, each when it has read the one that imports it.
    """
    found: dict[str, None] = {}
    waiting = [module]
    while waiting:
        for path in _imports_of(waiting.pop()):
            if path != module and path not in found:
                found[path] = None
                waiting.append(path)
    return tuple(found)


def _imports_of(module: str) -> Iterator[str]:
    file = finders.find(module)
    if file is None:
        raise FileNotFoundError(f"There is no script {module}.")
    for relative in STATIC_IMPORT.findall(Path(file).read_text()):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(module), relative))
