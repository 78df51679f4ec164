"""The pages in headless Chromium: a reader's way through them, no error on the console, no barrier for anyone.

Needs Debian's `chromium` (`.ci/run` installs it); axe-core comes with axe-playwright-python.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from soviet_kg.web.site import write_site

CONGRESS = "second-all-russian-congress-of-soviets"
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium here; .ci/run installs it")
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, room: httpx.Client) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=str(room.base_url), viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; what it says on the console, or fails to load, fails the test."""
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    yield page
    assert said == []


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in SERIOUS]


def test_from_a_search_to_the_sentence(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the text"
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("съезд советов")
    with page.expect_response("**/suggest?*"):
        page.keyboard.type(" ")
    page.wait_for_function("document.getElementById('names').options.length > 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    page.locator(f'.hits a[href="/id/{CONGRESS}"]').click()
    assert page.locator("h1").inner_text() == "Second All-Russian Congress of Soviets"
    page.locator(".evidence .words").first.click()
    page.wait_for_url("**/claim/*")
    marked = page.locator("blockquote mark").inner_text()
    page.locator("a.to-sentence").click()
    page.wait_for_url("**/source/*#s-*")
    sentence = page.locator(".s:target")
    assert sentence.is_visible()
    assert marked.split()[0] in sentence.inner_text()


def test_a_sentence_lights_its_claims_and_a_claim_its_sentence(page: Page) -> None:
    page.goto("/source/002_2418487a04adf15f")
    sentence = page.locator(".s.claimed").first
    claim = page.locator(f"#c-{(sentence.get_attribute('data-claims') or '').split()[0]}")
    sentence.hover(position={"x": 2, "y": 4})
    assert "lit" in (claim.get_attribute("class") or "")
    claim.hover(position={"x": 4, "y": 4})
    assert "lit" in (sentence.get_attribute("class") or "")
    last = page.locator(".claims li").last
    last.click(position={"x": 3, "y": 3})
    page.wait_for_function("location.hash.startsWith('#s-')")
    page.wait_for_timeout(600)
    assert page.locator(f"#{last.get_attribute('data-sentence')}").bounding_box()["y"] < 900  # type: ignore[index]


def test_an_example_runs_and_its_rows_link(page: Page) -> None:
    page.goto("/query")
    page.get_by_role("link", name="Congresses, by both calendars").click()
    page.get_by_role("button", name="Run").click()
    assert page.locator("tbody tr").count() >= 3
    assert "1917-10-25" in page.locator("table").inner_text()


def test_an_error_is_shown_at_its_place(page: Page) -> None:
    page.goto("/query")
    page.locator("#query").fill("SELECT ?x {\n  BIND(?y ?x)\n  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.locator("#query").press("Control+Enter")
    page.wait_for_selector('[role="alert"]')
    assert "line 2, column 11" in page.locator('[role="alert"]').inner_text()
    chosen = "const a = document.getElementById('query'); return a.value.slice(a.selectionStart, a.selectionStart + 2)"
    assert page.evaluate(f"() => {{ {chosen} }}") == "?x"


def test_names_are_completed(page: Page) -> None:
    page.goto("/query")
    area = page.locator("#query")
    area.fill("SELECT ?x { ?x skg:startD")
    area.press("End")
    area.press("Control+Space")
    assert page.locator("#completions li").first.inner_text().startswith("skg:startDate")
    area.press("Enter")
    assert area.input_value().endswith("skg:startDate")


ADDRESSES = [
    "/",
    "/documents",
    "/things",
    "/congresses",
    "/disagreements",
    "/audit",
    "/drawings",
    "/questions",
    "/question/timeline",
    "/about",
    "/ontology",
    f"/id/{CONGRESS}",
    "/source/001_2d32e69b9e66ddb1",
    "/search?q=soviet",
    "/ru",
    "/ru/id/vladimir-lenin",
    "/nothing",
    f"/query?query={quote('SELECT ?x { ?x a skg:Congress }')}",
    f"/query?query={quote('SELECT ?x {')}",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_anyone_from_reading(browser: Browser, room: httpx.Client, scheme: str) -> None:
    """axe-core, on a desktop in light and on a telephone in dark: contrast, landmarks, names, keyboard."""
    size = {"width": 1280, "height": 900} if scheme == "light" else {"width": 390, "height": 844}
    context = browser.new_context(base_url=str(room.base_url), color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    first = room.get("/source/001_2d32e69b9e66ddb1", headers={"Accept": "text/html"}).text.partition(
        "/claim/"
    )[2][:16]
    for address in [*ADDRESSES, f"/claim/{first}"]:
        page.goto(address)
        assert faults(page) == [], (scheme, address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (scheme, address)
    context.close()


def test_it_reads_without_scripts(browser: Browser, room: httpx.Client) -> None:
    context = browser.new_context(base_url=str(room.base_url), java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("input[name=q]").fill("Lenin")
    page.locator(".search button").click()
    page.locator('a[href="/id/vladimir-lenin"]').first.click()
    page.locator(".evidence .words").first.click()
    page.locator("a.to-sentence").click()
    number = page.locator(".s.claimed a.n").first
    number.click()
    assert "#c-" in page.url
    context.close()


def test_the_files_read_from_a_disk(browser: Browser, seeds_build: Path, tmp_path: Path) -> None:
    write_site(seeds_build, tmp_path / "site")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "site" / "index.html").as_uri())
    page.locator("input[name=q]").fill("ленин")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits a")
    page.locator(".hits a", has_text="Vladimir Lenin").click()
    page.locator(".evidence .words").first.click()
    page.locator("a.to-sentence").click()
    assert page.locator(".s:target").is_visible()
    page.get_by_role("link", name="Русский").click()
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator(".s.claimed").count() > 3
    assert said == []
