-- Question: where do the parts that one source states not add up to the total that it states?
-- Grain: one row for a rule, unit, scope, period and source. Parts greater than the total never fit;
-- parts smaller than it are odd only when every part of the rule is stated (a part may be left out).
-- A rule of form mean (total = plain mean of its parts) is tried only when every part is stated.
-- Counts must agree exactly; other values may differ by what rounding of the parts and of the total allows.
with part as (
    select rule_id, form, total, coalesce(tolerance::double, 0) as tolerance, year_from::integer as year_from,
        unnest(string_split(parts, ' ')) as part_code, len(string_split(parts, ' ')) as parts
    from sum_rule
),
stated as (
    select * from observation
    where value is not null and qualifier = 'exact' and statistic = 'own' and status in ('current', 'rank_superseded')
      and value_basis = 'published'
),
added as (
    select
        part.rule_id, part.form, part.total, part.tolerance, part.parts,
        stated.unit_id, stated.scope, stated.year, stated.source_id, stated.period_start, stated.period_end,
        sum(stated.value) as added,
        count(distinct stated.indicator_code) as present,
        min(stated.decimals) as decimals,
        bool_and(indicator.unit = 'count') as counts,
        list(stated.observation_id order by stated.observation_id) as observation_ids,
        string_agg(replace(stated.value_text, '.', ','), ' + ' order by stated.indicator_code) as terms
    from part
    join stated on stated.indicator_code = part.part_code
    join indicator on indicator.indicator_code = part.part_code
    where part.year_from is null or stated.year >= part.year_from
    group by all
),
judged as (
    select
        added.*,
        case when added.form = 'mean' then added.added / added.parts else added.added end as result,
        coalesce(whole.value, try_cast(added.total as double)) as total_value,
        coalesce(whole.value_text, added.total) as total_text,
        whole.observation_id as total_observation_id,
        added.tolerance + case when added.counts then 0 else
            0.5 * power(10, -coalesce(added.decimals, 0)) * case when added.form = 'mean' then 1 else added.present end
            + 0.5 * power(10, -coalesce(whole.decimals, 6)) end as allowed,
        coalesce(whole.indicator_code, list_extract(string_split(rule.parts, ' '), 1)) as indicator_code
    from added
    join sum_rule as rule using (rule_id)
    left join stated as whole
        on whole.indicator_code = added.total and whole.unit_id = added.unit_id and whole.scope = added.scope
        and whole.source_id = added.source_id
        and whole.period_start is not distinct from added.period_start
        and whole.period_end is not distinct from added.period_end
    where added.present = len(added.observation_ids)
)
select
    'warning' as severity,
    'open' as state,
    unit_id, scope, indicator_code, year, source_id,
    case when total_observation_id is null then observation_ids
         else list_append(observation_ids, total_observation_id) end as observation_ids,
    {
        'terms': terms,
        'added': replace(rtrim(rtrim(printf('%.6f', result), '0'), '.'), '.', ','),
        'total': replace(total_text, '.', ','),
        'form': form
    } as fields
from judged
where total_value is not null
  and (
      (form = 'sum' and result > total_value + allowed + 1e-9)
      or (present = parts and abs(result - total_value) > allowed + 1e-9)
  )
order by indicator_code, unit_id, year, source_id;
