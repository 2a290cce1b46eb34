-- Question: which sources are there and what did each give? Grain: one row for a source.
select
    source.*,
    coalesce(given.statements, 0)::integer as statements,
    coalesce(given.preferred, 0)::integer as preferred,
    given.indicators, given.first_year, given.last_year
from source
left join (
    select source_id, sum(statements) as statements, sum(preferred) as preferred,
        string_agg(distinct indicator_code, ' ' order by indicator_code) as indicators,
        min(year) as first_year, max(year) as last_year
    from source_use group by source_id
) as given using (source_id)
order by statements desc, source.source_id;
