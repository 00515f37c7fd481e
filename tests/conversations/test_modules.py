"""Pages ask for a script and for all that it imports at once."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import override_settings

from conversations.modules import imported_by


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A folder of static files, in which `a/start.js` imports the others."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "start.js").write_text(
        '/** @typedef {import("./type.js").Type} Type */\n'
        'import { one } from "./one.js";\n'
        'import "../b/two.js";\n'
        'const later = () => import("./later.js");\n'
    )
    (tmp_path / "a" / "one.js").write_text(
        'import {\n  start,\n} from "./start.js";\nexport { x } from "./three.js";\n'
    )
    (tmp_path / "b" / "two.js").write_text('import * as three from "../a/three.js";\n')
    (tmp_path / "a" / "three.js").write_text("export const x = 1;\n")
    return tmp_path


def test_what_a_script_imports_is_found_once_and_what_waits_is_not(scripts: Path) -> None:
    with override_settings(STATICFILES_DIRS=[str(scripts)]):
        imported_by.cache_clear()
        assert sorted(imported_by("a/start.js")) == ["a/one.js", "a/three.js", "b/two.js"]


def test_a_script_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"a/none\.js"):
        imported_by("a/none.js")


def test_a_page_asks_for_the_script_and_for_what_it_imports() -> None:
    template = Template('{% load modules %}{% module "conversations/send-form.js" %}')
    assert template.render(Context()) == (
        '<link rel="modulepreload" href="/static/conversations/i18n.js">'
        '<script type="module" src="/static/conversations/send-form.js"></script>'
    )


def test_a_page_fetches_what_the_next_one_asks_for_each_once() -> None:
    template = Template("{% load modules %}{% prefetch_modules paths %}")
    paths = ["conversations/send-form.js", "conversations/copy-text.js"]
    assert template.render(Context({"paths": paths})) == "".join(
        f'<link rel="prefetch" as="script" href="/static/conversations/{name}.js">'
        for name in ("send-form", "i18n", "copy-text")
    )
