select '{"data":{"activityTotals":{"cells":[' || coalesce(string_agg(
    '{"city":' || coalesce('{"shortName":' || to_json(short_name) || '}', 'null')
    || ',"period":{"firstDay":"' || first_day || '"},"count":' || count || '}',
    ',' order by position nulls last, first_day), '') || ']}}}'
from (
    select owner.position, owner.short_name, cell.held_on as first_day, sum(cell.rows) as count
    from (
        select below.id, case when below.rollup_unit then below.position end as position,
            case when below.rollup_unit then below.short_name end as short_name
        from body top
        join body below on below.position between top.position and top.last
        where top.code = '610000'
    ) owner
    join activity_unit_quarter cell on cell.unit_id = owner.id
    group by owner.position, owner.short_name, cell.held_on
) total
