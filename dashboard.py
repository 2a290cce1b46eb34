"""The dashboard: `streamlit run dashboard.py` (or `make run`, which builds the store first).

The server imports this file for `app`: the pages, with the interface for programs and embedded charts beside them.
Every visit runs it as a script, and only then are the pages' modules imported: their caches need the server's runtime.
"""

from egov_metrics.paths import ROOT

if __name__ == "__main__":
    from egov_metrics.ui import shell

    shell.run(ROOT)
else:
    import streamlit as st

    from egov_metrics.api import routes as api
    from egov_metrics.ui.embed import routes as embed

    prefix = str(st.get_option("server.baseUrlPath"))
    app = st.App(__file__, routes=[*api.routes(prefix), *embed.routes(prefix)])
