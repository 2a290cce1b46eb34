-- Grain: one row for an indicator, level of unit and year. Counts units, not figures; targets do not count.
insert into coverage
select
    indicator_code,
    level,
    year,
    count(distinct unit_id) as units,
    count(distinct unit_id) filter (where value is not null) as with_value,
    count(distinct unit_id) filter (where rank is not null) as with_rank,
    count(distinct unit_id) filter (where value_basis = 'published' or rank_basis = 'published') as published
from figure
where scope = 'self' and year is not null and not is_target and (value is not null or rank is not null)
group by all
order by all;

insert into unit_use
select unit_id, count(*), min(year), max(year) from figure group by unit_id order by unit_id;

insert into source_use
with preferred as (
    select value_observation_id as observation_id from figure where value_observation_id is not null
    union
    select rank_observation_id from figure where rank_observation_id is not null
)
select source_id, indicator_code, year, count(*), count(distinct unit_id), count(preferred.observation_id)
from observation
left join preferred using (observation_id)
group by source_id, indicator_code, year
order by source_id, indicator_code, year;

-- The figures lie in the order of their indicators; this finds those of one unit among millions (a foreign key's own
-- index is not used for reading).
create index figure_by_unit on figure (unit_id);
