"""Sources: how much there is, where every figure is from, what is odd in it, what each index means."""

from egov_metrics.paths import ROOT
from egov_metrics.ui import filters, session, shell
from egov_metrics.ui.sources import coverage, figure, findings, glossary, listing, page, source

shell.within_shell(ROOT)

view, served = filters.current(), session.served()
shown = page.begin(served, view)

if view.figure:
    figure.show(shown, view.figure)
elif view.source:
    source.show(shown, view.source)
elif view.section == "sources":
    listing.show()
elif view.section == "findings":
    findings.show()
elif view.section == "glossary":
    glossary.show()
else:
    coverage.show(shown)
