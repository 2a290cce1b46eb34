-- Question: which units within a unit have figures, and what is the newest of each that tells most? Grain: one row for a
-- unit directly within it, or within one of its districts; of a region its provinces. An index goes before a level of
-- e-government, that before a count from a document; of equal ones the newest year.
-- Parameters: unit_ids (list)
with within as materialized (
    select unit.* from unit
    where unit.parent_id in (select unnest($unit_ids::varchar[]))
       or unit.parent_id in (
            select unit_id from unit where parent_id in (select unnest($unit_ids::varchar[])) and level = 'district')
       or (unit.level = 'province' and unit.region_id in (select unnest($unit_ids::varchar[])))
),
ordered as (
    select
        figure.*, indicator.short_vi, indicator.short_en, indicator.unit as measured_in,
        indicator.decimals as usual_decimals,
        row_number() over (
            partition by figure.unit_id
            order by coalesce(indicator.indicator_code = family.headline_code, false) desc,
                indicator.topic = 'composite_index' desc, figure.year desc nulls last, indicator.sort_order,
                figure.indicator_code, figure.period_end desc, figure.figure_id
        ) as place
    from figure
    join within on within.unit_id = figure.unit_id
    join indicator on indicator.indicator_code = figure.indicator_code
    join family on family.family = indicator.family
    where figure.scope = 'self' and figure.statistic = 'own' and not figure.is_target
)
select
    within.unit_id, within.level, within.name_vi, within.name_en, within.kind, within.valid_to, unit_use.figures,
    ordered.figure_id, ordered.indicator_code, ordered.short_vi, ordered.short_en, ordered.measured_in,
    ordered.usual_decimals, ordered.year, ordered.period_end, ordered.value, ordered.decimals, ordered.qualifier,
    ordered.value_basis, ordered.rank, ordered.rank_of, ordered.rank_basis, ordered.nothing,
    coalesce(ordered.value_source_id, ordered.rank_source_id) as source_id
from within
join unit_use on unit_use.unit_id = within.unit_id and unit_use.figures > 0
left join ordered on ordered.unit_id = within.unit_id and ordered.place = 1
order by list_position(['province', 'district', 'commune', 'department'], within.level), within.valid_to is not null,
    within.unit_id;
