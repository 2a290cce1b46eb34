"""Web pages: the article is read whole, what stands around it is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.collect.reading import Reading, read_bytes
from egov_metrics.collect.reading.furniture import box_kind, named_furniture, without_counter
from tests.reading_files import SENTENCES, page

PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
LINES = "\n".join(SENTENCES)
LINKS = (
    "<ul><li><a href='/1'>Trang chủ</a></li><li><a href='/2'>Giới thiệu</a></li><li><a href='/3'>Liên hệ</a></li></ul>"
)


def read(body: str, head: str = "") -> Reading:
    return read_bytes("a.html", page(body, head))


def grid(reading: Reading) -> dict[tuple[int, int, int], str]:
    return {(cell.table, cell.row, cell.column): reading.text[cell.start : cell.end] for cell in reading.cells}


@pytest.mark.parametrize(
    "furniture",
    [
        f"<nav>{LINKS}</nav>",
        f"<div class='main-menu'>{LINKS}</div>",
        f"<div>{LINKS}</div>",
        f"<header><div class='logo'>Cổng thông tin</div>{LINKS}</header>",
        "<footer>Điện thoại: 0212 345 6789. Giấy phép số 12/GP</footer>",
        "<aside><h3>Tin mới</h3><a href='/4'>Hội nghị năm 2018</a></aside>",
        "<div role='navigation'>Trang 1 2 3</div>",
        "<script>var rank = 45;</script><style>.a{width:46px}</style><noscript>47</noscript>",
        "<form class='search'><label>Tìm</label><input value='48'><select><option>49</option></select></form>",
        "<div style='display: none'>Ẩn 50</div><p hidden>51</p><span class='sr-only'>52</span>",
        "<div class='breadcrumb'>Trang chủ / Tin 53</div>",
        "<div class='tin-lien-quan'><p>Hội nghị 54</p></div>",
        "<div id='ThoiTiet'>Sơn La 25 độ</div>",
        "<div><h3>Thời tiết</h3><div>Sơn La</div><div>25°C, độ ẩm 80%</div></div>",
        "<table><tr><td>Ngoại tệ</td><td>Mua vào</td><td>Bán ra</td></tr>"
        "<tr><td>USD</td><td>25.150</td><td>25.500</td></tr>"
        "<tr><td>EUR</td><td>27.000</td><td>28.000</td></tr></table>",
        "<div><b>Thống kê truy cập</b><br>Đang online: 12<br>Hôm nay: 345<br>Tổng lượt truy cập: 1.234.567</div>",
        "<p>Lượt xem: 1.234</p>",
        "<div><h4>Tin liên quan</h4><ul><li><a>Năm 2021: hạng 7</a> (1/4/2022)<li><a>Hạng 9</a> (2/4/2021)</ul></div>",
        "<!-- 55 --><svg><text>56</text></svg><button>57</button><iframe src='http://x.invalid/58'>59</iframe>",
    ],
)
@pytest.mark.parametrize("around", ["{f}<div class='content'>{p}</div>", "<form id='form1'>{f}<div>{p}</div>{f}</form>",
                                    "<main><article>{p}{f}</article></main>"])  # fmt: skip
def test_furniture_is_left_out_and_the_article_kept(furniture: str, around: str) -> None:
    assert read(around.format(f=furniture, p=PROSE)).text.replace("\nTin mới", "") == LINES


@pytest.mark.parametrize(
    "article",
    [
        "<div class='has-sidebar'>{p}</div>",
        "<div class='sidebar'>{p}</div>",
        "<aside>{p}</aside>",
        "<div class='menu'>{p}</div>",
        "<form>{p}</form>",
        "<header>{p}</header>",
        "<div class='post-header related'>{p}</div>",
        "<div style='display:none'>{p}</div>",
        "<table><tr><td><a href='/1'>Trang chủ</a></td><td>{p}</td></tr></table>",
        "<table><tr><td>" + LINKS + "</td><td>{p}</td><td>" + LINKS + "</td></tr></table>",
    ],
)
def test_the_article_stays_whatever_it_is_called(article: str) -> None:
    text = read(article.format(p=PROSE)).text
    assert all(sentence in text for sentence in SENTENCES)


@pytest.mark.parametrize(
    "said",
    [
        "<p>Cổng thông tin điện tử của tỉnh có 1,2 triệu lượt truy cập trong năm 2021, tăng 15% so với năm 2020.</p>",
        "<ul><li>Cấp tỉnh: 12 đơn vị đạt mức I</li><li>Cấp xã: 34 đơn vị đạt mức II</li></ul>",
        "<table><tr><th>Chỉ tiêu</th><th>Năm 2021</th></tr><tr><td>Lượt truy cập</td><td>12.345</td></tr></table>",
        "<table><tr><td><a href='/1'>Sơn La</a></td><td>81</td></tr>"
        "<tr><td><a href='/2'>Bắc Kạn</a></td><td>79</td></tr>"
        "<tr><td><a href='/3'>Gia Lai</a></td><td>80</td></tr></table>",
        "<blockquote>Đạt 81,93 điểm.</blockquote>",
        "<h2>Kết quả năm 2021</h2>",
        "<aside><p>Năm 2021 đạt 82,5 điểm.</p></aside>",
        "<div class='article-header'><h1>Kết quả 2021</h1></div>",
        "<p>Ngân sách 55 tỷ đồng, tương đương 2,3 triệu USD.</p>",
    ],
)
def test_figures_of_the_article_stay(said: str) -> None:
    with_figures, without = read(f"<article>{PROSE}{said}</article>").text, read(f"<article>{PROSE}</article>").text
    figures = [word for word in with_figures.split() if any(map(str.isdigit, word))]
    assert len(figures) > len([word for word in without.split() if any(map(str.isdigit, word))])


def test_blocks_are_lines_and_inline_elements_are_not() -> None:
    body = "<h1>Kết quả</h1><div>Một <b>hai</b> <a href='x'>ba</a><p>bốn<br>năm</p>sáu</div>"
    body += "<ul><li>bảy<li>tám</ul><pre>a\n b</pre>"
    assert read(body).text == "Kết quả\nMột hai ba\nbốn\nnăm\nsáu\nbảy\ntám\na\nb"


def test_tables_are_rows_with_their_cells() -> None:
    reading = read(
        "<table><caption>Bảng 1</caption><thead><tr><th rowspan=2>Đơn vị</th><th colspan=2>Tỷ lệ</th></tr>"
        "<tr><th>2020</th><th>2021</th></tr></thead><tr><td>Sơn La</td><td>81,93</td><td>82</td></tr>"
        "<tr><td rowspan=2>Cao&nbsp;Bằng</td><td></td><td>80</td></tr><tr><td colspan=2><p>gộp</p></td></tr></table>"
    )
    lines = ["Bảng 1", "Đơn vị | Tỷ lệ", "2020 | 2021", "Sơn La | 81,93 | 82", "Cao Bằng |  | 80", "gộp"]
    assert reading.text.split("\n") == lines
    assert grid(reading) == {
        (0, 0, 0): "Đơn vị", (0, 0, 1): "Tỷ lệ", (0, 1, 1): "2020", (0, 1, 2): "2021", (0, 2, 0): "Sơn La",
        (0, 2, 1): "81,93", (0, 2, 2): "82", (0, 3, 0): "Cao Bằng", (0, 3, 2): "80", (0, 4, 1): "gộp",
    }  # fmt: skip
    assert [cell.is_head for cell in reading.cells] == [True] * 4 + [False] * 6


def test_a_first_row_without_numbers_is_a_heading_where_no_cell_is_marked() -> None:
    reading = read("<table><tr><td>Tên</td><td>Số</td></tr><tr><td>a</td><td>1</td></tr></table>")
    assert [cell.is_head for cell in reading.cells] == [True, True, False, False]
    reading = read("<table><tr><td>a</td><td>2</td></tr><tr><td>b</td><td>1</td></tr></table>")
    assert not any(cell.is_head for cell in reading.cells)


def test_a_bold_first_row_is_a_heading() -> None:
    reading = read(
        "<table><tr><td><b>Tên</b></td><td><p><strong>Số</strong></p></td></tr><tr><td>a</td><td>1</td></tr></table>"
    )
    assert [cell.is_head for cell in reading.cells] == [True, True, False, False]


def test_title_and_date_are_what_the_page_states() -> None:
    head = (
        '<title>Trang\n tin</title><meta property="og:title" content="Kết quả 2021">'
        '<meta property="article:published_time" content="2021-07-03T08:00:00+07:00">'
    )
    reading = read(PROSE, head)
    assert (reading.title, reading.published) == ("Kết quả 2021", date(2021, 7, 3))
    assert read("<p>Cập nhật 03/07/2021</p>", "<title>a b</title>").published is None


def test_a_page_in_a_legacy_font() -> None:
    fonts = (
        '<p><font face=".VnTimeH">quyÕt ®Þnh</font></p>'
        "<p><span style=\"font-family:'.VnTime'\">TØnh Hµ Giang cã 15 x·&nbsp;ph\u00ad\u00adêng, ®¹t 81,93%</span></p>"
    )
    reading = read_bytes("a.htm", f"<html><head><meta charset=windows-1252></head><body>{fonts}".encode("cp1252"))
    assert reading.text.startswith("QUYẾT ĐỊNH\nTỉnh Hà Giang có 15 xã ph") and reading.encoding == "tcvn3"
    typed = "<p>Ñaûng boä tænh Sôn La coù 15 xaõ ñaït keát quaû toát.</p>"
    typed += "<table><tr><td>Xaõ</td><td>Tæ leä</td></tr></table>"
    reading = read_bytes("a.htm", f"<html><body>{typed}".encode())
    assert reading.text == "Đảng bộ tỉnh Sơn La có 15 xã đạt kết quả tốt.\nXã | Tỉ lệ" and reading.encoding == "vni"
    assert grid(reading) == {(0, 0, 0): "Xã", (0, 0, 1): "Tỉ lệ"}


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.html", "a", "a.txt"])
def test_a_page_is_known_by_its_content(name: str) -> None:
    assert read_bytes(name, page("<p>Một</p>").decode().encode("utf-16")).kind == "html"


def test_a_web_archive_of_word() -> None:
    archive = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n"
        b"--X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><body><p>=C4=90=E1=BA=A1t 81,93</p></body></html>\r\n--X--\r\n"
    )
    assert read_bytes("a.doc", archive).text == "Đạt 81,93"


def test_a_text_that_speaks_of_elements_is_text() -> None:
    text = "Thẻ <div> và <html> trong trang; a < b\n"
    assert (read_bytes("a.txt", text.encode()).kind, read_bytes("a.txt", text.encode()).text) == ("text", text)


def test_scripts_and_links_are_neither_run_nor_fetched() -> None:
    body = "<p onclick='x()'>Một</p><img src='http://x.invalid/1' onerror='x()'>"
    body += "<a href='javascript:x()'>hai</a><object>9</object>"
    assert read(body).text == "Một\nhai"


def test_words_of_furniture() -> None:
    assert named_furniture("nav mainNav") == named_furniture("x luotTruyCap") == "strong"
    assert named_furniture("sidebar") == "weak"
    assert named_furniture("article-sidebar") == named_furniture("has-menu") == named_furniture("news-content") == ""
    assert (box_kind("Mua vào USD 25"), box_kind("Tỷ giá USD"), box_kind("xã 5")) == ("exchange", "", "")
    assert (
        without_counter("Ngày 3/7 Lượt xem: 12") == "Ngày 3/7" and without_counter("có 12 lượt xem") == "có 12 lượt xem"
    )


TAGS = [
    "div",
    "p",
    "table",
    "tr",
    "td",
    "th",
    "ul",
    "li",
    "a",
    "b",
    "span",
    "nav",
    "form",
    "pre",
    "br",
    "h1",
    "section",
]


MARKUP = st.sampled_from([*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS)])
TEXTS = st.sampled_from(["Sơn La ", "81,93", " ", "\n", "&nbsp;", "&#0;"])


@settings(deadline=None)
@given(st.lists(st.one_of(MARKUP, TEXTS), max_size=60))
def test_any_nesting_gives_cells_at_their_places(pieces: list[str]) -> None:
    reading = read(PROSE + "".join(pieces))
    assert "  " not in reading.text.replace(" |  | ", "")
    ends = [0]
    for cell in reading.cells:
        assert ends[-1] <= cell.start < cell.end <= len(reading.text)
        assert "\n" not in reading.text[cell.start : cell.end]
        ends.append(cell.end)
