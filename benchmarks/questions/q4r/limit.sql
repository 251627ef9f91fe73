select '{"data":{"activities":{"cells":[' || coalesce((
    select string_agg(
        '{"city":' || coalesce('{"shortName":' || to_json(short_name) || '}', 'null') || ',"kind":{"code":"' || code
        || '"},"period":{"firstDay":"' || first_day || '"},"count":' || count || '}',
        ',' order by position nulls last, code, first_day)
    from (
        select city.position, city.short_name, total.held_on as first_day, kind.code, sum(total.rows) as count
        from activity_unit_quarter_kind total
        join activity_kind kind on kind.id = total.kind_id
        left join body city on city.id = total.unit_id and city.rollup_unit
        group by city.position, city.short_name, total.held_on, kind.code
    ) cell
), '') || ']},"opinions":{"cells":[' || coalesce((
    select string_agg(
        '{"city":' || coalesce('{"shortName":' || to_json(short_name) || '}', 'null') || ',"status":"' || status
        || '","period":{"firstDay":"' || first_day || '"},"count":' || count || '}',
        ',' order by position nulls last, array_position(array['REGISTERED', 'CHECKED', 'REFERRED', 'NOT_ACCEPTED', 'IN_HANDLING', 'ANSWERED', 'FED_BACK', 'EXPLAINED'], status), first_day)
    from (
        select city.position, city.short_name, total.received_on as first_day, total.status, sum(total.rows) as count
        from opinion_unit_quarter_status total
        left join body city on city.id = total.unit_id and city.rollup_unit
        group by city.position, city.short_name, total.received_on, total.status
    ) cell
), '') || ']}}}'
