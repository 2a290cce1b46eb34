-- Question: what is odd, as two editions are compared by it? Grain: one row for a finding.
select finding_id, kind, severity, state, origin, unit_id, scope, indicator_code, year, source_id, message_vi, message_en
from finding;
