"""The interactive page in a real browser: it asks for nothing, finds names, shows the words, obeys the slider."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from soviet_kg.drawing.delegates import draw_delegates
from soviet_kg.drawing.files import html
from soviet_kg.drawing.networks import draw_network
from soviet_kg.drawing.timeline import draw_timeline
from soviet_kg.network.choose import Choice, choose
from soviet_kg.network.parts import Network
from soviet_kg.network.views import read_view
from soviet_kg.records import read_corpus
from test_drawing import Box

webdriver = pytest.importorskip("selenium.webdriver")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1400,900",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def network(seeds_build: Path) -> Network:
    return choose(read_view(seeds_build, "all"), Choice("lenin", 2))


@pytest.fixture(scope="module")
def page(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "lenin.html"
    path.write_text(html(draw_network(network)), encoding="utf-8")
    return path


def visible(browser: Any, css: str) -> int:
    return len(
        [
            one
            for one in browser.find_elements("css selector", css)
            if "away" not in one.get_attribute("class")
        ]
    )


def panel(browser: Any) -> str:
    return str(browser.find_element("id", "panel").text)


def test_it_loads_without_a_single_request_or_complaint(browser: Any, page: Path) -> None:
    browser.get(page.as_uri())
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert page.as_uri() in asked
    assert [url for url in asked if not url.startswith(page.as_uri())] == []
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_nothing_in_it_points_elsewhere_but_links(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "src=" not in text
    assert "@import" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_a_name_is_searched_clicked_and_its_sentence_appears(
    browser: Any, page: Path, network: Network
) -> None:
    browser.get(page.as_uri())
    browser.find_element("id", "search").send_keys("kamkov")
    browser.find_element("id", "search").clear()
    browser.find_element("id", "search").send_keys("ленин")
    browser.find_element("css selector", "#found li button").click()
    assert "Vladimir Lenin" in panel(browser)
    own = [edge for edge in network.edges if "vladimir-lenin" in (edge.tail, edge.head)]
    assert len(own) > 10
    for edge in own:
        for evidence in edge.evidence:
            assert evidence.quote in " ".join(panel(browser).split())
    titles = dict(network.documents)
    assert titles[own[0].sources[0]] in panel(browser)
    assert browser.find_elements("css selector", "#panel mark")


def test_a_node_is_clicked_and_others_fade(browser: Any, page: Path) -> None:
    browser.get(page.as_uri())
    node = browser.find_element("css selector", ".node[data-id='decree-on-peace']")
    node.click()
    assert panel(browser).startswith("Decree on Peace")
    faded = browser.find_elements("css selector", ".node.dim")
    assert 20 < len(faded) < 57
    browser.find_element("id", "again").click()
    assert not browser.find_elements("css selector", ".dim")


def test_the_keyboard_alone_reaches_everything(browser: Any, page: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get(page.as_uri())
    node = browser.find_element("css selector", ".node[data-id='vladimir-lenin']")
    assert (node.get_attribute("tabindex"), node.get_attribute("role")) == ("0", "button")
    assert node.get_attribute("aria-label") == "Vladimir Lenin, Person"
    browser.execute_script("arguments[0].focus()", node)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert panel(browser).startswith("Vladimir Lenin")
    browser.find_element("id", "picture").send_keys("+", Keys.ARROW_LEFT)
    box = browser.find_element("css selector", "#picture svg").get_dom_attribute("viewBox").split()
    assert float(box[2]) < 1280
    browser.find_element("id", "picture").send_keys(Keys.ESCAPE, "0")
    assert browser.find_element("css selector", "#picture svg").get_dom_attribute("viewBox") == "0 0 1280 720"
    browser.find_element("id", "search").send_keys("peace", Keys.ENTER)
    assert "Decree on Peace" in panel(browser)


def test_the_slider_hides_edges_and_speaks_both_calendars(browser: Any, page: Path, network: Network) -> None:
    browser.get(page.as_uri())
    assert visible(browser, ".edge") == len(network.edges)
    assert "3 June 1917 (N.S. 16 June 1917)" in browser.find_element("id", "span").text
    script = (
        "const s = document.getElementById(arguments[0]);"
        "s.value = arguments[1]; s.dispatchEvent(new Event('input'))"
    )
    dated = [edge.period for edge in network.edges if edge.period]
    stops = sorted({day.isoformat() for period in dated for day in (period.first, period.last)})
    at = stops.index("1917-11-07")
    browser.execute_script(script, "from", at)
    browser.execute_script(script, "to", at)
    wanted = [p for p in dated if p.first.isoformat() <= "1917-11-07" <= p.last.isoformat()]
    assert 0 < len(wanted) < len(dated)
    assert visible(browser, ".edge") == len(wanted)
    assert browser.find_element("id", "span").text.startswith("25 October 1917 (N.S. 7 November 1917)")
    browser.find_element("id", "again").click()
    assert visible(browser, ".edge") == len(network.edges)


def test_kinds_and_sources_are_filtered(browser: Any, page: Path, network: Network) -> None:
    browser.get(page.as_uri())
    browser.find_element("css selector", "#kinds summary").click()
    browser.find_element("css selector", "#kinds input[value='Document']").click()
    kinds = {node.id: node.kind for node in network.nodes}
    kept = [edge for edge in network.edges if "Document" not in (kinds[edge.tail], kinds[edge.head])]
    assert visible(browser, ".edge") == len(kept)
    browser.find_element("id", "again").click()
    browser.find_element("css selector", "#sources summary").click()
    browser.find_element("css selector", "#sources input").click()
    off = network.documents[0][0]
    assert visible(browser, ".edge") == sum(edge.sources != (off,) for edge in network.edges)


def test_labels_as_the_browser_draws_them_do_not_overlap(browser: Any, page: Path) -> None:
    """The same rule as in test_drawing, measured by the browser with whatever font it takes."""
    browser.get(page.as_uri())
    script = """return [...document.querySelectorAll('.label')].map(g => {
        const b = g.getBBox(); return [g.dataset.for, b.x, b.y, b.x + b.width, b.y + b.height]; })"""
    boxes = {name: Box(*sides) for name, *sides in browser.execute_script(script)}
    assert len(boxes) >= 50
    names = sorted(boxes)
    for place, one in enumerate(names):
        assert Box(0, 0, 1280, 720).holds(boxes[one])
        assert not [two for two in names[:place] if boxes[one].overlaps(boxes[two], -4)], (
            one
        )  # line height included


def test_timeline_and_delegates_show_their_claims(browser: Any, seeds_build: Path, tmp_path: Path) -> None:
    corpus = read_corpus(seeds_build)
    for scene, name, words in (
        (draw_timeline(corpus), "second-all-russian-congress-of-soviets", "25 October (7 November)"),
        (draw_delegates(corpus, around="second"), None, "390"),
    ):
        path = tmp_path / f"{scene.title[:8]}.html"
        path.write_text(html(scene), encoding="utf-8")
        browser.get(path.as_uri())
        css = f".node[data-id='{name}'] rect" if name else ".node[data-id$='persons/bolshevik-party'] rect"
        browser.find_element("css selector", css).click()
        assert words in panel(browser)
        assert browser.find_elements("css selector", "#panel mark")
        assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_a_name_cannot_break_out_of_the_page(browser: Any, tmp_path: Path) -> None:
    from soviet_kg.network.parts import Edge, Evidence, Node

    wicked = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)>"
    nodes = (Node("a", wicked, "Person", aliases=(wicked,)), Node("b", "B", "Body"))
    evidence = Evidence("1", "one", wicked, wicked, wicked, "asserted")
    edges = (Edge("a", "b", "memberOf", wicked, "asserted", "alone", (evidence,)),)
    path = tmp_path / "wicked.html"
    path.write_text(
        html(draw_network(Network("wicked", wicked, nodes, edges, (("one", wicked),)))), encoding="utf-8"
    )
    browser.get(path.as_uri())
    browser.find_element("css selector", ".node[data-id='a']").click()
    assert wicked in panel(browser)
    assert browser.title == wicked
    assert not browser.find_elements("css selector", "img")
