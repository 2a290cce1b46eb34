"""Workbooks and tables: read, mapped to the catalogue, judged row by row, accepted as one batch."""

from egov_metrics.collect.workbooks.accepting import Accepted, accept
from egov_metrics.collect.workbooks.catalogue import Catalogue, read_catalogue
from egov_metrics.collect.workbooks.opening import may_be_table
from egov_metrics.collect.workbooks.planning import ImportRefused, Plan, plan
from egov_metrics.collect.workbooks.profile import Profile, ProfileRefused, Source
from egov_metrics.collect.workbooks.questions import Answers, Question
from egov_metrics.collect.workbooks.rejected import workbook as rejected_rows
from egov_metrics.collect.workbooks.report import in_words, report
from egov_metrics.collect.workbooks.template import template

__all__ = [
    "Accepted", "Answers", "Catalogue", "ImportRefused", "Plan", "Profile", "ProfileRefused", "Question", "Source",
    "accept", "in_words", "may_be_table", "plan", "read_catalogue", "rejected_rows", "report", "template",
]  # fmt: skip
