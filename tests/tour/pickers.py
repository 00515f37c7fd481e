"""How a person uses the create form's pickers."""

from playwright.sync_api import Locator, expect


def picker(form: Locator, label: str) -> Locator:
    """Return the box of a picker."""
    return form.get_by_role("combobox", name=label, exact=True)


def options_of(form: Locator, label: str) -> Locator:
    """Return the options that a picker shows, its empty choice included."""
    return form.get_by_role("listbox", name=label, exact=True).get_by_role("option")


def option_of(form: Locator, label: str, name: str) -> Locator:
    """Return one option of an open picker."""
    options = form.get_by_role("listbox", name=label, exact=True)
    return options.get_by_role("option", name=name, exact=True)


def open_picker(form: Locator, label: str) -> Locator:
    """Open a picker, and return what it shows."""
    box = picker(form, label)
    expect(box).to_be_enabled()
    box.click()
    return options_of(form, label)


def choose(form: Locator, label: str, name: str) -> None:
    """Choose by the mouse what a picker has under this name."""
    open_picker(form, label)
    option_of(form, label, name).click()


def choose_team(form: Locator, key: str) -> None:
    """Choose a team by its key, and wait for what it offers."""
    open_picker(form, "Team").filter(has_text=f"({key})").click()
    expect(picker(form, "Status")).to_be_enabled()
