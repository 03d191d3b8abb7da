"""The journeys of people, in Debian's Chromium; each page is photographed (``build/screenshots``)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, sync_playwright

import ledgers
from tallystick.store import Put
from tools_needed import require_tool
from web_pages import addresses

pytestmark = pytest.mark.first

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

OWN = ("/projects", "/releases", "/ledgers", "/commits", "/publishers", "/incident", "/survey")
"""Where a page may lead to from its contents."""

RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules of these that look at colours: the dark pages are the light ones in others."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = require_tool("chromium")
    # Chromium's own sandbox needs a user who is not root.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=options)
        yield started
        started.close()


class Watched:
    """A page, and everything in it that went wrong."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("dialog", self._opened)
        page.on(
            "request",
            lambda one: None if one.url.startswith(base) else self.wrong.append(one.url),
        )

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"{message.type}: {message.text}")

    def _opened(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture(params=["light", "dark"])
def watched(request: pytest.FixtureRequest, browser: Browser, base: str) -> Iterator[Watched]:
    context = browser.new_context(
        color_scheme=request.param,
        viewport={"width": 1280, "height": 900},
        base_url=base,
        bypass_csp=False,
    )
    found = Watched(context.new_page(), base)
    yield found
    context.close()
    assert found.wrong == []


@pytest.fixture
def light(browser: Browser, base: str) -> Iterator[Watched]:
    context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900})
    found = Watched(context.new_page(), base)
    yield found
    context.close()
    assert found.wrong == []


def violations(page: Page, rules: Mapping[str, object] = RULES) -> list[str]:
    """What axe-core holds against a page. Its script comes in by the debugger, past the page's policy."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("(only) => axe.run(document, {runOnly: only})", rules)
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def test_every_page_is_accessible_and_says_nothing_on_the_console(
    watched: Watched, put: dict[str, Put], client: httpx.Client
) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page = watched.page
    scheme = (
        "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    )
    for name, path in addresses(put, client).items():
        page.goto(path)
        page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}.png", full_page=True)
        assert violations(page, RULES if scheme == "light" else OF_COLOURS) == [], name
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 1280, f"{name} scrolls sideways"


def test_the_one_bad_file_is_found_in_three_clicks(light: Watched) -> None:
    page = light.page
    page.goto("/")
    assert page.locator("h1").inner_text().endswith("need a person.")
    page.get_by_role("link", name="xz-5.6.1.tar.gz").first.click()
    page.locator("table.lines").get_by_role("link").first.click()
    assert "m4/build-to-host.m4" in page.locator("h1").inner_text()
    assert "gnulib never had a serial 30" in page.locator("main").inner_text()
    assert page.locator(".diff .right mark").first.inner_text() == "0"


def test_a_word_leads_to_a_project_and_to_what_is_new(light: Watched) -> None:
    page = light.page
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("xz")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="xz", exact=True).click()
    newest = page.locator(".releases > li").first.inner_text()
    assert "5.6.1" in newest
    assert "m4/build-to-host.m4" in newest
    assert "Jia Tan" in newest


def test_a_filter_is_one_tick(light: Watched, put: dict[str, Put]) -> None:
    page = light.page
    page.goto(f"/ledgers/{put['rejected'].digest}")
    page.get_by_role("checkbox", name="unexplained").check()
    page.wait_for_url("**grade=unexplained*")
    assert page.locator("table.lines tbody tr").count() == 2
    assert "path=" not in page.url
    page.go_back()
    assert page.locator("table.lines tbody tr").count() == 100


def test_all_of_it_works_without_scripts(browser: Browser, base: str, put: dict[str, Put]) -> None:
    context = browser.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/ledgers/{put['many'].digest}")
    page.locator("input[name=path]").fill("file_44")
    page.get_by_role("button", name="Show").click()
    assert page.locator("table.lines tbody tr").count() == 11
    page.goto(f"/ledgers/{put['many'].digest}")
    page.get_by_role("link", name="Next page").click()
    assert page.locator("table.lines tbody tr").count() == 100
    context.close()


def test_the_keyboard_is_enough(light: Watched, put: dict[str, Put]) -> None:
    page = light.page
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(f"/ledgers/{put['rejected'].digest}/entries/188")
    page.keyboard.press("n")
    page.wait_for_url("**/entries/190")
    assert "src/extra.pth" in page.locator("h1").inner_text()
    # The map's rectangles are no stops on the way: the table below has them all.
    page.goto(f"/ledgers/{put['rejected'].digest}")
    stops = page.evaluate("document.querySelectorAll('.map a:not([tabindex=\"-1\"])').length")
    assert stops == 0


def test_the_map_says_what_the_pointer_is_on(light: Watched, put: dict[str, Put]) -> None:
    page = light.page
    page.goto(f"/ledgers/{put['rejected'].digest}")
    tile = page.locator(".map rect.contradicted")
    tile.hover()
    assert page.locator("#pointed").inner_text().startswith("m4/build-to-host.m4: contradicted")
    tile.click()
    assert "m4/build-to-host.m4" in page.locator("h1").inner_text()


def test_no_field_of_a_ledger_runs(light: Watched, put: dict[str, Put]) -> None:
    page = light.page
    page.add_init_script("window.alert = () => { throw new Error('it ran') }")
    digest = put["hostile"].digest
    for path in ("/", f"/ledgers/{digest}", f"/ledgers/{put['rebuilt-hostile'].digest}"):
        page.goto(path)
    assert "<script>alert(1)</script>" in page.locator("main").inner_text()
    page.goto(f"/ledgers/{digest}")
    links = page.locator("table.lines a").evaluate_all("all => all.map(one => one.href)")
    assert len(links) == 42
    for link in links:
        page.goto(link)
        assert page.locator("h1").count() == 1
    page.goto(f"/ledgers/{digest}")
    page.screenshot(path=SCREENSHOTS / "hostile-light.png", full_page=True)


def test_no_field_of_a_survey_or_an_incident_runs(light: Watched) -> None:
    page = light.page
    page.add_init_script("window.alert = () => { throw new Error('it ran') }")
    for path in ("/survey", *(f"/incident?report={at}" for at in range(1 + len(ledgers.HOSTILE)))):
        page.goto(path)
        assert page.locator("h1").count() == 1
        for link in page.locator("main a").evaluate_all("all => all.map(one => one.pathname)"):
            assert link.startswith(OWN), link
    page.goto("/survey")
    assert "<script>alert(1)</script>" in page.locator("main").inner_text()


def test_an_incident_is_traced_by_the_keyboard_alone(light: Watched, put: dict[str, Put]) -> None:
    page = light.page
    page.goto("/")
    page.get_by_role("link", name="Incident").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incident")
    page.locator("input[name=bad]").focus()
    page.keyboard.type("xz==5.6.1")
    page.keyboard.press("Enter")
    page.wait_for_url("**bad=xz*")
    assert "is in" in page.locator("h1").inner_text()
    carrier = page.locator(f"a[href='/ledgers/{put['xz-5.6.1'].digest}']").first
    carrier.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledgers/*")
    assert "xz-5.6.1.tar.gz" in page.locator("h1").inner_text()


def test_a_survey_leads_to_a_release_and_its_tables_open_by_the_keyboard(light: Watched) -> None:
    page = light.page
    page.goto("/survey")
    assert page.locator(".charts svg").count() == 3
    opened = page.locator("details").first
    opened.locator("summary").focus()
    page.keyboard.press("Enter")
    assert opened.get_by_role("row").nth(1).is_visible()
    page.get_by_role("link", name="six==1.17.0").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/releases/pypi/six/1.17.0")


def test_a_bad_binary_is_looked_into_from_its_entry(light: Watched, put: dict[str, Put]) -> None:
    page = light.page
    page.goto(f"/ledgers/{put['compiled'].digest}")
    page.get_by_role("link", name="fast.so").first.click()
    page.get_by_role("link", name="Its bytes in hex").click()
    assert "7f 45 4c 46" in page.locator("table.hex").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these bytes").click()
    assert download.value.suggested_filename.endswith(".bin")


def test_a_script_that_got_into_a_page_would_not_run(light: Watched) -> None:
    """The policy is the second wall: what is put into the page past all escaping stays inert."""
    page = light.page
    page.goto("/")
    page.evaluate(
        """() => {
        const script = document.createElement("script");
        try { script.textContent = "window.ran = 1"; } catch (error) { window.refused = error.name; }
        document.body.append(script);
        const button = document.createElement("button");
        button.setAttribute("id", "bad");
        document.body.append(button);
        }"""
    )
    assert page.evaluate("window.ran") is None
    light.wrong.clear()  # the browser says that it refused


def test_a_narrow_screen_does_not_scroll_sideways(
    browser: Browser, base: str, put: dict[str, Put], client: httpx.Client
) -> None:
    context = browser.new_context(base_url=base, viewport={"width": 390, "height": 844})
    page = context.new_page()
    for name, path in addresses(put, client).items():
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        page.screenshot(path=SCREENSHOTS / f"{name}-narrow.png")
    context.close()
