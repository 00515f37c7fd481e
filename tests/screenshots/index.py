"""The page beside the pictures: a section for each sight."""

from html import escape
from itertools import groupby
from pathlib import Path

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every page and state</title>
<style>
body {{ font: 1rem system-ui; margin: 2rem; color-scheme: light dark }}
section div {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: start }}
figure {{ margin: 0 }}
img {{ max-height: 24rem; max-width: 30rem; border: 1px solid gray }}
</style>
<h1>Every page and state</h1>
{sections}
</html>
"""


def write_index(folder: Path) -> Path:
    """Write index.html for the pictures that are in the folder; return its path."""
    names = sorted(picture.name for picture in folder.glob("*.png"))
    sections = [_section(sight, list(of)) for sight, of in groupby(names, key=_sight)]
    index = folder / "index.html"
    index.write_text(PAGE.format(sections="\n".join(sections)))
    return index


def _sight(name: str) -> str:
    return name.partition(".")[0]


def _section(sight: str, names: list[str]) -> str:
    figures = "".join(_figure(escape(name)) for name in names)
    return f"<section><h2>{escape(sight)}</h2><div>{figures}</div></section>"


def _figure(name: str) -> str:
    _, _, what = name.removesuffix(".png").partition(".")
    image = f'<a href="{name}"><img src="{name}" alt="" loading="lazy"></a>'
    return f"<figure>{image}<figcaption>{what}</figcaption></figure>"
