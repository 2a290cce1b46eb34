-- Question: of which provinces, tiers and years does the store know e-government levels or points of agencies?
-- Grain: one row for a province, tier, year and method.
with hits as materialized (
    select unit_id, scope, indicator_code, year, period_basis, period_end, method_id, value, nothing, figure_id,
        coalesce(value_source_id, rank_source_id) as source_id
    from figure
    where indicator_code in (select indicator_code from indicator where family = 'EGOV_LEVEL')
      and not is_target and statistic = 'own'
),
placed as (
    select
        hits.*,
        case
            when hits.indicator_code = 'communes_selfassess_late' then 'commune'
            when hits.scope <> 'self' then rtrim(hits.scope, 's')
            else unit.level
        end as tier,
        case
            when unit.level = 'province' then unit.unit_id
            when parent.level = 'province' then parent.unit_id
            else parent.parent_id
        end as province_id
    from hits
    join unit using (unit_id)
    left join unit as parent on parent.unit_id = unit.parent_id
),
counted as (
    select
        province_id, tier, year, method_id,
        min(period_basis) as period_basis, max(period_end) as period_end,
        count(*) filter (scope <> 'self') as tier_statements,
        count(distinct unit_id) filter (scope = 'self' and indicator_code like 'egov%_level') as units_with_level,
        count(distinct unit_id) filter (scope = 'self' and indicator_code like 'egov%_score') as units_with_score,
        count(*) filter (indicator_code = 'communes_selfassess_late') as facts,
        min(figure_id) as figure_id
    from placed
    where tier in ('department', 'district', 'commune')
    group by all
)
select province.name_vi, province.name_en, province.region_id, counted.*
from counted
join unit as province on province.unit_id = counted.province_id
order by counted.province_id, list_position(['department', 'district', 'commune'], counted.tier), counted.year;
