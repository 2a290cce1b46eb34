-- Question: what do all figures say, as two editions are compared by it? Grain: one row for a figure.
select
    figure.figure_id, figure.unit_id, unit.name_vi as unit_name_vi, unit.name_en as unit_name_en, figure.scope,
    figure.indicator_code, indicator.short_vi as indicator_short_vi, indicator.short_en as indicator_short_en,
    figure.statistic, figure.members, figure.method_id, figure.year, figure.period_start, figure.period_end,
    figure.is_target, figure.value, figure.decimals, figure.qualifier, figure.value_basis, figure.value_source_id,
    figure.rank, figure.rank_of, figure.rank_basis, figure.rank_source_id, figure.nothing
from figure
join unit using (unit_id)
join indicator using (indicator_code);
