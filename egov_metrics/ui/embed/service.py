"""Embedded charts: from a request to an answer, of the workspace's editions. Knows no server; `routes` has one."""

from __future__ import annotations

import gzip
import hashlib
import importlib.resources
import logging
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from urllib.parse import parse_qs

import plotly

from egov_metrics import __version__, store
from egov_metrics.api import answers
from egov_metrics.api.answers import Answer
from egov_metrics.api.problems import ApiProblem
from egov_metrics.i18n.texts import LANGS, Lang, t
from egov_metrics.ui import session, stage
from egov_metrics.ui.embed import asked as asking
from egov_metrics.ui.embed import document
from egov_metrics.ui.embed.asked import PAGES, Asked
from egov_metrics.ui.embed.routes import PREFIX
from egov_metrics.ui.links import HOME, href
from egov_metrics.ui.present.scenes import Scene, drawn
from egov_metrics.ui.session import Served
from egov_metrics.views.view import View

ORIGINS = "EGOV_EMBED_ORIGINS"
_CHART = re.compile(rf"{PREFIX}/([a-z]+)(/chart)?")
_FILE = re.compile(rf"{PREFIX}/files/([a-z]+\.(?:js|css))")
_MIME = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
_log = logging.getLogger(__name__)


class Embedding:
    """Answers requests below `/embed`. Safe to share between threads."""

    def answer(
        self, method: str, path: str, query: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:  # fmt: skip
        """The answer to a request; never raises. `headers` have names in small letters."""
        given = headers or {}
        lang = _lang(query)
        try:
            if method not in ("GET", "HEAD"):
                raise ApiProblem(405, "method_not_allowed", f"expected GET or HEAD, found {method[:20]!r}")
            return _tagged(self._found(path, query, given), given)
        except ApiProblem as problem:
            found = problem
        except Exception:  # noqa: BLE001 - whatever fails, the frame says so in one line, and the log has the rest
            _log.exception("%r %r failed", method, path)
            found = ApiProblem(500, "failure", f"this program failed at {path}; its log says why")
        if path.endswith("/chart"):
            return answers.refused(found)
        return _refused(found, lang, path, query)

    def _found(self, path: str, query: bytes, headers: Mapping[str, str]) -> Answer:
        if (file := _FILE.fullmatch(path)) is not None:
            return _file(file.group(1), "gzip" in headers.get("accept-encoding", ""))
        found = _CHART.fullmatch(path)
        if found is None or found.group(1) not in PAGES:
            expected = ", ".join(f"{PREFIX}/{one}" for one in PAGES)
            raise ApiProblem(404, "unknown_path", f"expected {expected}, found {path[:100]!r}")
        asked = asking.read(found.group(1), query, session.default_view())
        served = _opened(asked.view.edition)
        view, unknown = asked.view.known(served.unit_options(asked.view.lang), served.indicator_codes())
        view = replace(view, edition=served.ref.short_hash if asked.view.edition else None)
        scene = _scene(served, replace(asked, view=view))
        if found.group(2):
            return answers.answer(200, answers.JSON, document.chart(scene), {"Cache-Control": "no-cache"})
        lang = view.lang
        problems = dict.fromkeys((*asked.problems, *unknown))
        told = [t(one.key, lang, param=one.param, value=one.value) for one in problems]
        page = document.page(replace(asked, view=view), served, scene, told, _version())
        return _html(200, page)


def _opened(edition: str | None) -> Served:
    """The edition that is asked for, or the one in service. Raises `ApiProblem`: a frame that was to show one edition
    does not show the figures of another."""
    try:
        served = session.opened(edition)
    except store.StoreError as error:  # its line names folders of this machine: not for everybody
        raise ApiProblem(503, "no_store", "no edition is in service here") from error
    if served.gone:
        raise ApiProblem(410, "edition_not_kept", f"edition {served.gone} is not kept here any more", "edition")
    return served


def _scene(served: Served, asked: Asked) -> Scene:
    """The chart for the room that is asked for. Made anew each time: the parts that cost most are kept by the pages'
    caches, and weights of provinces may change while an edition stands."""
    view = replace(asked.view, edition=served.ref.short_hash)
    with stage.laid_out_for(asked.room):
        made = drawn(served, asked.page, view, f"{asked.page}-{asked.chart}")
    return replace(made, link=href(asked.page, view))


def _lang(query: bytes) -> Lang:
    """The language that a query asks for, as far as it can be read; Vietnamese else."""
    found = re.search(rb"(?:^|&)lang=([a-z]{2})(?:&|$)", query[:10_000])
    text = found.group(1).decode() if found else ""
    return next((lang for lang in LANGS if lang == text), "vi")


def _refused(problem: ApiProblem, lang: Lang, path: str, query: bytes) -> Answer:
    kind = problem.kind if problem.kind in ("edition_not_kept", "no_store", "failure") else "bad_link"
    why = t(f"embed.problem.{kind}", lang, detail=problem.detail)
    link = f"../{HOME}" if path.count("/") > 1 else HOME
    if kind == "edition_not_kept":  # the same chart of the edition in service
        view, _ = View.from_params(parse_qs(query.decode("ascii", "replace")))
        link = f"../{href(path.rpartition('/')[2], replace(view, edition=None))}"
    page = document.problem(lang, t("embed.problem.title", lang), why, link, _version())
    return _html(problem.status, page)


def _html(status: int, text: str) -> Answer:
    """An HTML page that may stand in frames: of all sites, or of those that `EGOV_EMBED_ORIGINS` names."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"connect-src 'self'; base-uri 'none'; form-action 'none'{_ancestors()}"
    )
    headers = {name: value for name, value in answers.SECURITY.items() if name != "X-Frame-Options"}
    headers |= {
        "Content-Security-Policy": policy, "Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "cross-origin",
    }  # fmt: skip
    return Answer(status, {"Content-Type": "text/html; charset=utf-8", **headers}, text.encode("utf-8"))


def _ancestors() -> str:
    """What a policy says of frames: nothing, or ours and the sites that the operator names (https://so.example)."""
    stated = os.environ.get(ORIGINS, "").split()
    named = ["'self'", *(one for one in stated if re.fullmatch(r"https?://[A-Za-z0-9.:*-]+", one))]
    return f"; frame-ancestors {' '.join(named)}" if stated else ""


def _tagged(found: Answer, headers: Mapping[str, str]) -> Answer:
    """With an entity tag of its bytes; 304 for who has them."""
    tag = f'W/"{hashlib.blake2s(found.body, digest_size=12).hexdigest()}"'
    named = {one.strip() for one in headers.get("if-none-match", "").split(",")}
    kept = {**found.headers, "ETag": tag}
    if tag in named:
        return Answer(304, {name: value for name, value in kept.items() if name != "Content-Type"}, b"")
    return Answer(found.status, kept, found.body)


def _file(name: str, packed: bool) -> Answer:
    """A script or style. Their addresses carry a version, so browsers keep them."""
    body = _content(name)
    if body is None:
        raise ApiProblem(404, "unknown_path", f"expected a file of {PREFIX}/files, found {name!r}")
    headers = {
        "Content-Type": _MIME[name.rpartition(".")[2]], "X-Content-Type-Options": "nosniff",
        "Cache-Control": "max-age=31536000, immutable", "Vary": "Accept-Encoding",
    }  # fmt: skip
    if packed:
        return Answer(200, {**headers, "Content-Encoding": "gzip"}, _packed(name))
    return Answer(200, headers, body)


@lru_cache(maxsize=3)
def _content(name: str) -> bytes | None:
    if name == "plotly.js":
        return (importlib.resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    path = document.FOLDER / name
    return path.read_bytes() if name in ("embed.js", "embed.css") else None


@lru_cache(maxsize=3)
def _packed(name: str) -> bytes:
    return gzip.compress(_content(name) or b"", 9, mtime=0)


@cache
def _version() -> str:
    """Changes whenever one of the files does."""
    own = b"".join(_content(name) or b"" for name in ("embed.js", "embed.css"))
    return hashlib.blake2s(own + plotly.__version__.encode() + __version__.encode(), digest_size=5).hexdigest()
