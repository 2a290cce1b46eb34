-- From observations to figures. Grain: one row for a unit, scope, indicator, statistic, members, period and method,
-- targets apart from results. Figures of different dates are different figures and do not conflict.
--
-- Value and rank are chosen separately among the observations that state them:
--   basis (published, then derived, list order, doubtful, recomputed), source grade (official, press, secondary),
--   more decimals, more often stated, earlier published; the observation's id settles what is left.
-- Two values agree when one is the other rounded to fewer decimals. What is superseded takes no part; it is only linked.
create or replace temp table keyed as
with counted as (
    -- A mean stated without its count is the mean of the only count that others state for it.
    select
        * exclude (members),
        coalesce(members, case when min(members) over beside = max(members) over beside
            then min(members) over beside end) as members
    from observation
    where status <> 'superseded'
    window beside as (partition by unit_id, scope, indicator_code, statistic, period_start, period_end, method_id)
)
select
    observation.*,
    unit.level,
    source.grade,
    coalesce(source.url, source.source_id) as page,  -- a page that states a figure twice has one voice
    -- A date without day or month counts as the end of its month or year: it is not known to be earlier.
    case length(source.published)
        when 4 then source.published || '-12-31'
        when 7 then source.published || '-31'
        else coalesce(source.published, '9999-12-31')
    end as published_by,
    md5(concat_ws('|', observation.unit_id, observation.scope, observation.indicator_code, observation.statistic,
        coalesce(observation.members::varchar, ''), coalesce(observation.period_start::varchar, ''),
        coalesce(observation.period_end::varchar, ''), coalesce(observation.method_id, ''),
        (observation.qualifier = 'target')::varchar)) as figure_id
from counted as observation
join unit using (unit_id)
join source using (source_id);

create or replace temp table stated_value as
select
    figure_id, observation_id, value, decimals, qualifier, value_basis, source_id, denominator,
    -- A cell of a workbook (a document without a stretch of text) holds digits that nobody printed.
    document is not null and quote_start is null as is_cell,
    list_position(['published', 'derived', 'list_order', 'doubtful', 'recomputed'], value_basis) as by_basis,
    list_position(['official', 'press', 'secondary'], grade) as by_grade,
    -coalesce(decimals, 0) as by_decimals,
    -count(distinct page) over (partition by figure_id, value) as by_count,
    published_by as by_date
from keyed
where value is not null and status <> 'value_superseded';

create or replace temp table chosen_value as
with ordered as (
    select *, row_number() over (
        partition by figure_id order by by_basis, by_grade, by_decimals, by_count, by_date, observation_id) as place
    from stated_value
),
best as (select * from ordered where place = 1),
others as (
    -- The first of those that do not agree with the chosen one tells which rule decided.
    select ordered.*, row_number() over (partition by ordered.figure_id order by ordered.place) as other_place
    from ordered
    join best using (figure_id)
    where abs(ordered.value - best.value)
          > 0.5 * power(10, -least(coalesce(ordered.decimals, 0), coalesce(best.decimals, 0))) * 1.000001
       or (coalesce(ordered.decimals, 0) = coalesce(best.decimals, 0) and ordered.value <> best.value)
),
counted as (
    select figure_id, count(distinct value) as different from others group by figure_id
),
stated as (
    select figure_id, count(*) as times from stated_value group by figure_id
)
select
    best.*,
    1 + coalesce(counted.different, 0) as distinct_values,
    case
        when stated.times = 1 then 'only'
        when others.figure_id is null then 'agreed'
        when best.by_basis < others.by_basis then 'basis'
        when best.by_grade < others.by_grade then 'grade'
        when best.by_decimals < others.by_decimals then 'decimals'
        when best.by_count < others.by_count then 'most_stated'
        when best.by_date < others.by_date then 'earlier'
        else 'order'
    end as reason
from best
join stated using (figure_id)
left join counted using (figure_id)
left join others on others.figure_id = best.figure_id and others.other_place = 1;

create or replace temp table stated_rank as
select
    figure_id, observation_id, rank, rank_of, rank_basis, source_id, qualifier, denominator,
    list_position(['published', 'derived', 'list_order', 'doubtful', 'recomputed'], rank_basis) as by_basis,
    list_position(['official', 'press', 'secondary'], grade) as by_grade,
    -count(distinct page) over (partition by figure_id, rank) as by_count,
    published_by as by_date
from keyed
where rank is not null and status <> 'rank_superseded';

create or replace temp table chosen_rank as
with ordered as (
    select *, row_number() over (
        partition by figure_id order by by_basis, by_grade, by_count, by_date, observation_id) as place
    from stated_rank
),
best as (select * from ordered where place = 1),
others as (
    select ordered.*, row_number() over (partition by ordered.figure_id order by ordered.place) as other_place
    from ordered
    join best using (figure_id)
    where ordered.rank <> best.rank
),
counted as (select figure_id, count(distinct rank) as different from others group by figure_id),
stated as (select figure_id, count(*) as times from stated_rank group by figure_id),
-- A source that gives the same rank without its denominator does not take the denominator away.
denominator as (
    select best.figure_id, arg_min(ordered.rank_of, ordered.place) as rank_of
    from best
    join ordered on ordered.figure_id = best.figure_id and ordered.rank = best.rank and ordered.rank_of is not null
    group by best.figure_id
)
select
    best.* exclude (rank_of),
    denominator.rank_of,
    1 + coalesce(counted.different, 0) as distinct_ranks,
    case
        when stated.times = 1 then 'only'
        when others.figure_id is null then 'agreed'
        when best.by_basis < others.by_basis then 'basis'
        when best.by_grade < others.by_grade then 'grade'
        when best.by_count < others.by_count then 'most_stated'
        when best.by_date < others.by_date then 'earlier'
        else 'order'
    end as reason
from best
join stated using (figure_id)
left join counted using (figure_id)
left join denominator using (figure_id)
left join others on others.figure_id = best.figure_id and others.other_place = 1;

insert into figure by name
with whole as (
    select
        figure_id,
        any_value(indicator_code) as indicator_code,
        any_value(level) as level,
        any_value(year) as year,
        any_value(unit_id) as unit_id,
        any_value(scope) as scope,
        any_value(period_start) as period_start,
        any_value(period_end) as period_end,
        arg_min(period_basis, list_position(['stated', 'inferred', 'document_date', 'not_stated'], period_basis))
            as period_basis,
        any_value(statistic) as statistic,
        any_value(members) as members,
        any_value(qualifier = 'target') as is_target,
        min(nothing) filter (where status <> 'value_superseded') as nothing,
        any_value(method_id) as method_id,
        count(*) as observations
    from keyed
    group by figure_id
)
select
    whole.* exclude (nothing),
    row_number() over (
        partition by whole.unit_id, whole.scope, whole.indicator_code, whole.statistic, whole.is_target, whole.year
        order by whole.period_end desc nulls last, coalesce(whole.members, 0) desc,
                 (chosen_value.figure_id is not null) desc, whole.figure_id) = 1 as is_latest_in_year,
    chosen_value.value,
    case when chosen_value.is_cell then least(chosen_value.decimals, indicator.decimals)
        else chosen_value.decimals end as decimals,
    coalesce(chosen_value.qualifier, chosen_rank.qualifier, 'exact') as qualifier,
    chosen_value.value_basis,
    chosen_value.observation_id as value_observation_id,
    chosen_value.source_id as value_source_id,
    chosen_value.reason as value_reason,
    coalesce(chosen_value.distinct_values, 0) as distinct_values,
    chosen_rank.rank,
    chosen_rank.rank_of,
    chosen_rank.rank_basis,
    chosen_rank.observation_id as rank_observation_id,
    chosen_rank.source_id as rank_source_id,
    chosen_rank.reason as rank_reason,
    coalesce(chosen_rank.distinct_ranks, 0) as distinct_ranks,
    case when chosen_value.value is null then whole.nothing end as nothing,
    coalesce(chosen_value.denominator, chosen_rank.denominator) as denominator
from whole
join indicator using (indicator_code)
left join chosen_value using (figure_id)
left join chosen_rank using (figure_id)
order by whole.indicator_code, whole.level, whole.year, whole.unit_id, whole.period_end;

insert into figure_observation
with superseded as (
    -- What is superseded stands behind the figure of what is current: of the same source and members where it can.
    select
        arg_min(keyed.figure_id, (
            (keyed.source_id <> old.source_id)::integer * 2
                + (keyed.members is distinct from old.members)::integer, keyed.figure_id)) as figure_id,
        old.observation_id
    from observation as old
    join keyed
        on keyed.unit_id = old.unit_id and keyed.scope = old.scope and keyed.indicator_code = old.indicator_code
        and keyed.statistic = old.statistic
        and keyed.period_start is not distinct from old.period_start
        and keyed.period_end is not distinct from old.period_end
        and (keyed.qualifier = 'target') = (old.qualifier = 'target')
    where old.status = 'superseded'
    group by old.observation_id
)
select figure_id, observation_id from keyed
union all
select figure_id, observation_id from superseded
order by figure_id, observation_id;
