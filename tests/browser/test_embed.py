"""An embedded chart in Chromium: in a frame of another site, narrow, dark, resized, with nothing from outside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.serving import Server
from tests.browser.visiting import Visit, new_visit

DRAWN = "html[data-drawn]"
LINE = "compare?unit=P63-14&units=P63-22"


class _Page(BaseHTTPRequestHandler):
    """Answers with the HTML that stands in the address."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(unquote(self.path.partition("?")[2]).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of another site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def framed(browser: Browser, served: Server, site: str):
    """Show an embedded chart in a frame of another site."""
    visits: list[Visit] = []

    def shown(path: str, width: int, height: int) -> tuple[Visit, Frame]:
        visit = new_visit(browser, served.url)
        visits.append(visit)
        html = f'<iframe src="{served.url}/embed/{path}" width="{width}" height="{height}"></iframe>'
        visit.page.goto(f"{site}/?{quote(html)}")
        frame = visit.page.frames[1]
        frame.wait_for_load_state()
        visit.outside[:] = [url for url in visit.outside if not url.startswith(site)]
        return visit, frame

    yield shown
    for visit in visits:
        visit.page.context.close()


def drawn(where: Frame | Page) -> str:
    where.wait_for_selector(DRAWN, state="attached")
    return str(where.evaluate("() => document.documentElement.dataset.drawn"))


@pytest.mark.parametrize(
    ("path", "width", "height"),
    [(LINE, 720, 460), (f"{LINE}&view=bars&theme=dark", 350, 480), ("map?unit=P63-14&lang=en", 720, 660)],
)
def test_it_stands_in_the_frame_of_another_site(framed, path, width, height) -> None:
    visit, frame = framed(path, width, height)
    size = drawn(frame)
    expect(frame.locator("#chart .main-svg").first).to_be_visible()
    assert int(size.split("x")[0]) <= width
    assert frame.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert "Sơn La" in frame.locator("h1").inner_text() or "Son La" in frame.locator("h1").inner_text()
    assert visit.console == [] and visit.outside == []


def test_it_is_accessible_and_its_link_opens_the_app(browser: Browser, served: Server) -> None:
    for dark in ("light", "dark"):
        visit = new_visit(browser, served.url)
        visit.page.goto(f"{served.url}/embed/{LINE}&theme={dark}")
        drawn(visit.page)
        assert visit.page.locator("#chart[role=img]").get_attribute("aria-label")
        assert visit.inaccessible() == []
        visit.page.get_by_text("Cách đọc").click()
        expect(visit.page.locator("#method")).to_be_visible()
        with visit.page.context.expect_page() as opened:
            visit.page.get_by_role("link", name="Mở trong ứng dụng").click()
        expect(opened.value.locator("h1").first).to_contain_text("Sơn La")
        assert "units=P63-22" in opened.value.url
        visit.page.context.close()


def test_it_follows_the_size_of_its_frame_and_answers_to_the_pointer(browser: Browser, served: Server) -> None:
    visit = new_visit(browser, served.url, width=800, height=500)
    page = visit.page
    page.goto(f"{served.url}/embed/{LINE}&view=dist&measure=value")
    assert drawn(page).startswith("760x") or drawn(page).startswith("780x")
    page.set_viewport_size({"width": 400, "height": 500})
    page.wait_for_function("() => document.documentElement.dataset.drawn.startsWith('3')")
    point = page.locator("#chart .scatterlayer .point").first
    point.hover(force=True)
    expect(page.locator("#chart .hoverlayer .hovertext").first).to_be_visible()
    assert visit.console == [] and visit.outside == []
    page.context.close()


def test_a_wrong_address_says_so_in_the_frame(framed) -> None:
    _, frame = framed("compare?edition=000000000000", 600, 300)
    expect(frame.locator("h1")).to_contain_text("Không có biểu đồ")
    expect(frame.get_by_role("link")).to_have_count(1)


def test_what_is_copied_below_a_chart_opens_it_in_a_frame(open_page, site: str) -> None:
    visit = open_page("/compare?unit=P63-14&units=P63-22&view=bars&year=2021")
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Trích dẫn, nhúng").click()
    fields = page.locator(".copies textarea")
    expect(fields).to_have_count(4)
    texts = [field.input_value() for field in fields.all()]
    assert "Sơn La" in texts[0] and "87,62" in texts[0] and "year=2021" in texts[0] and "Nguồn:" in texts[1]
    page.get_by_role("button", name="Sao chép: Mã nhúng, giữ số liệu của ấn bản này").click()
    expect(page.get_by_role("button", name="Sao chép: Mã nhúng, giữ")).to_have_text("Đã sao chép")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == texts[2] and "edition=" in copied and "edition=" not in texts[3]
    visit.must_be_sound()
    assert visit.inaccessible() == []
    page.goto(f"{site}/?{quote(copied)}")
    frame = page.frames[1]
    drawn(frame)
    assert "2021" in frame.locator("h1").inner_text()


def test_a_single_figure_is_cited_on_a_phone(open_page) -> None:
    visit = open_page("/overview?unit=P63-14", width=390, height=844)
    visit.page.locator(".egov-tile a.inside").first.click()
    visit.settle()
    visit.page.get_by_role("button", name="Trích dẫn").click()
    expect(visit.page.locator(".copies textarea")).to_have_count(2)
    assert "figure=" in visit.page.locator(".copies textarea").first.input_value()
    visit.must_be_sound()
