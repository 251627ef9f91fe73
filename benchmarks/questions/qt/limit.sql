select '{"data":{"activityTotals":{"cells":[' || coalesce(string_agg(
    '{"city":' || coalesce('{"shortName":' || to_json(short_name) || '}', 'null')
    || ',"period":{"firstDay":"' || first_day || '"},"count":' || count || '}',
    ',' order by position nulls last, first_day), '') || ']}}}'
from (
    select unit.position, unit.short_name, cell.held_on as first_day, sum(cell.rows) as count
    from activity_unit_quarter cell
    left join body unit on unit.id = cell.unit_id and unit.rollup_unit
    group by unit.position, unit.short_name, cell.held_on
) total
