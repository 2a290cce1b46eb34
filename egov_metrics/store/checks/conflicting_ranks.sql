-- Question: which figures are stated with ranks that disagree?
-- Grain: one row for a figure. A warning when two published ranks disagree, else information.
with other as (
    select
        figure.figure_id,
        list(observation.observation_id order by observation.observation_id) as observation_ids,
        bool_or(observation.rank_basis = 'published' and observation.rank <> figure.rank) as published,
        string_agg(distinct observation.rank::varchar || ' (' || source.producer || ')', '; '
            order by observation.rank::varchar || ' (' || source.producer || ')')
            filter (where observation.rank <> figure.rank) as others
    from figure
    join figure_observation using (figure_id)
    join observation using (observation_id)
    join source on source.source_id = observation.source_id
    where figure.distinct_ranks > 1 and observation.rank is not null
      and observation.status in ('current', 'value_superseded')
    group by figure.figure_id
)
select
    case when other.published and figure.rank_basis = 'published' then 'warning' else 'info' end as severity,
    'open' as state,
    figure.unit_id, figure.scope, figure.indicator_code, figure.year, null::varchar as source_id,
    other.observation_ids,
    {'rank': figure.rank::varchar, 'producer': source.producer, 'others': other.others, 'reason': figure.rank_reason}
        as fields
from figure
join other using (figure_id)
join source on source.source_id = figure.rank_source_id
order by figure.indicator_code, figure.year, figure.unit_id, figure.figure_id;
