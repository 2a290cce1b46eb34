-- Question: which figures are stated with values that disagree? Roundings of one another agree.
-- Grain: one row for a figure. A warning when two published values disagree, else information.
with other as (
    select
        figure.figure_id,
        list(observation.observation_id order by observation.observation_id) as observation_ids,
        bool_or(observation.value_basis = 'published' and observation.observation_id <> figure.value_observation_id
            and observation.value <> figure.value) as published,
        string_agg(distinct replace(observation.value_text, '.', ',') || ' (' || source.producer || ')', '; '
            order by replace(observation.value_text, '.', ',') || ' (' || source.producer || ')')
            filter (where observation.value <> figure.value) as others
    from figure
    join figure_observation using (figure_id)
    join observation using (observation_id)
    join source on source.source_id = observation.source_id
    where figure.distinct_values > 1 and observation.value is not null
      and observation.status in ('current', 'rank_superseded')
    group by figure.figure_id
)
select
    case when other.published and figure.value_basis = 'published' then 'warning' else 'info' end as severity,
    'open' as state,
    figure.unit_id, figure.scope, figure.indicator_code, figure.year, null::varchar as source_id,
    other.observation_ids,
    {
        'value': replace(preferred.value_text, '.', ','), 'producer': source.producer, 'others': other.others,
        'reason': figure.value_reason
    } as fields
from figure
join other using (figure_id)
join observation as preferred on preferred.observation_id = figure.value_observation_id
join source on source.source_id = figure.value_source_id
order by figure.indicator_code, figure.year, figure.unit_id, figure.figure_id;
