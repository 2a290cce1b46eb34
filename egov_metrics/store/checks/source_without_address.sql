-- Question: which sources of figures can neither be opened nor recognised (no address, no checksum)?
-- Grain: one row for a source.
select
    'info' as severity,
    'open' as state,
    null::varchar as unit_id, null::varchar as scope, null::varchar as indicator_code, null::integer as year,
    source.source_id,
    list(observation.observation_id order by observation.observation_id) as observation_ids,
    {'title': source.title, 'statements': count(*)::varchar} as fields
from source
join observation using (source_id)
where source.url is null and source.checksum is null
group by source.source_id, source.title
order by source.source_id;
