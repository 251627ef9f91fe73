with city as (
    select below.id as body_id, unit.position, unit.short_name
    from body unit join body below on below.position between unit.position and unit.last
    where unit.rollup_unit
)
select '{"data":{"activities":{"cells":[' || coalesce((
    select string_agg(
        '{"city":' || coalesce('{"shortName":' || to_json(short_name) || '}', 'null') || ',"kind":{"code":"' || code
        || '"},"period":{"firstDay":"' || first_day || '"},"count":' || count || '}',
        ',' order by position nulls last, code, first_day)
    from (
        select city.position, city.short_name, total.first_day, kind.code, sum(total.count) as count
        from (
            select owner_body_id, kind_id, date_trunc('quarter', held_on::timestamp)::date as first_day, count(*) as count
            from activity where deleted_at is null and topic <> '' group by owner_body_id, kind_id, first_day
        ) total
        join activity_kind kind on kind.id = total.kind_id
        left join city on city.body_id = total.owner_body_id
        group by city.position, city.short_name, total.first_day, kind.code
    ) cell
), '') || ']},"opinions":{"cells":[' || coalesce((
    select string_agg(
        '{"city":' || coalesce('{"shortName":' || to_json(short_name) || '}', 'null') || ',"status":"' || status
        || '","period":{"firstDay":"' || first_day || '"},"count":' || count || '}',
        ',' order by position nulls last, array_position(array['REGISTERED', 'CHECKED', 'REFERRED', 'NOT_ACCEPTED', 'IN_HANDLING', 'ANSWERED', 'FED_BACK', 'EXPLAINED'], status), first_day)
    from (
        select city.position, city.short_name, total.first_day, total.status, sum(total.count) as count
        from (
            select owner_body_id, status, date_trunc('quarter', received_on::timestamp)::date as first_day, count(*) as count
            from opinion where deleted_at is null and topic <> '' group by owner_body_id, status, first_day
        ) total
        left join city on city.body_id = total.owner_body_id
        group by city.position, city.short_name, total.first_day, total.status
    ) cell
), '') || ']}}}'
