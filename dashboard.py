"""The dashboard: `streamlit run dashboard.py` (or `make run`, which builds the store first)."""

from egov_metrics.paths import ROOT
from egov_metrics.ui import shell

shell.run(ROOT)
