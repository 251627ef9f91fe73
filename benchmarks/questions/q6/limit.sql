select '{"data":{' || string_agg('"p' || page || '":{"nodes":[' || nodes || ']}', ',' order by page) || '}}'
from (
    select page, string_agg(
        '{"id":"' || id || '","name":' || to_json(name) || ',"type":"' || type || '","platformKind":"' || platform_kind
        || '","mode":"' || mode || '","status":"' || status || '","area":' || coalesce(to_json(area)::text, 'null')
        || ',"openedOn":' || coalesce('"' || opened_on || '"', 'null') || ',"isDemonstration":' || is_demonstration::text
        || ',"published":' || published::text || '}', ',') as nodes
    from (
        select *, (row_number() over (order by id) - 1) / 100 as page
        from studio where deleted_at is null
        order by id limit 1000
    ) row
    group by page
) pages
