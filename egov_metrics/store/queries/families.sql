-- Question: which indices and topics are there? Grain: one row for a family, with its newest year and figures.
select
    family.*,
    coalesce(sum(coverage.units), 0)::integer as figures,
    max(coverage.year) as last_year
from family
left join indicator using (family)
left join coverage using (indicator_code)
group by all
order by family.sort_order, family.family;
