"""The dashboard: `streamlit run dashboard.py` (or `make run`, which builds the store first).

The server imports this file for `app`: the pages, with the interface for programs beside them. Every visit runs it as a
script, and only then are the pages' modules imported: their caches need the server's runtime.
"""

from egov_metrics.paths import ROOT

if __name__ == "__main__":
    from egov_metrics.ui import shell

    shell.run(ROOT)
else:
    import streamlit as st

    from egov_metrics.api.routes import routes

    app = st.App(__file__, routes=routes(str(st.get_option("server.baseUrlPath"))))
