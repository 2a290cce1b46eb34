-- Question: where does a unit stand behind one whose value is worse, in the same year and ranking?
-- Grain: one row for a unit that follows directly on a worse one. Only preferred figures published as such;
-- roundings are allowed for. Ranks of districts and departments are ranks within their parent.
with ranked as (
    select
        figure.*,
        unit.parent_id,
        case indicator.direction when 'lower' then -figure.value else figure.value end as merit
    from figure
    join unit using (unit_id)
    join indicator using (indicator_code)
    where figure.scope = 'self' and figure.statistic = 'own' and not figure.is_target
        and figure.value_basis = 'published' and figure.rank_basis = 'published'
        and indicator.direction <> 'neutral'
),
beside as (
    select *, lag(figure_id) over (
        partition by indicator_code, level, parent_id, year, period_end, method_id, coalesce(rank_of, 0)
        order by rank, merit desc, unit_id) as ahead_id
    from ranked
)
select
    'warning' as severity,
    'open' as state,
    beside.unit_id, beside.scope, beside.indicator_code, beside.year, null::varchar as source_id,
    list_distinct([beside.value_observation_id, beside.rank_observation_id,
                   ahead.value_observation_id, ahead.rank_observation_id]) as observation_ids,
    {
        'rank': beside.rank::varchar, 'value': printf('%.' || coalesce(beside.decimals, 0)::varchar || 'f', beside.value),
        'other_id': ahead.unit_id,
        'other_rank': ahead.rank::varchar,
        'other_value': printf('%.' || coalesce(ahead.decimals, 0)::varchar || 'f', ahead.value)
    } as fields
from beside
join ranked as ahead on ahead.figure_id = beside.ahead_id
where beside.rank > ahead.rank
  and beside.merit > ahead.merit + 0.5 * power(10, -least(coalesce(beside.decimals, 0), coalesce(ahead.decimals, 0)))
order by beside.indicator_code, beside.year, beside.rank, beside.unit_id;
