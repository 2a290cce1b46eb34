-- Question: in which years did nobody get a figure of an indicator, for a known reason? Grain: one row for a year.
-- Parameters: indicator
select known_gap.year, known_gap.nothing, known_gap.reason_vi, known_gap.reason_en
from known_gap
join indicator using (family)
where indicator.indicator_code = $indicator and known_gap.extent = 'all'
order by known_gap.year;
