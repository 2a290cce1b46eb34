-- Question: which stated values lie outside the scale of their indicator (or of its method version)?
-- Grain: one row for an observation. A published one is an error; a value already marked doubtful is a warning.
-- A version's own scale counts for the headline of its family, and for points that have no scale of their own.
with bounded as (
    select
        observation.*,
        indicator.scale_min as low,
        case
            when version.scale_max is not null
                and (indicator.indicator_code = family.headline_code
                     or (indicator.scale_max is null and indicator.unit = 'points'))
            then version.scale_max
            else indicator.scale_max
        end as high
    from observation
    join indicator using (indicator_code)
    join family using (family)
    left join method_version as version using (method_id)
)
select
    case when value_basis = 'published' then 'error' else 'warning' end as severity,
    'open' as state,
    unit_id, scope, indicator_code, year, source_id,
    [observation_id] as observation_ids,
    {'value': value_text, 'low': coalesce(printf('%g', low), '−∞'), 'high': coalesce(printf('%g', high), '∞')} as fields
from bounded
where (value < low or value > high) and status in ('current', 'rank_superseded')
order by observation_id;
