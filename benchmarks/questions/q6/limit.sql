select '{"data":{"studios":{"nodes":[' || string_agg(
    '{"id":"' || id || '","name":' || to_json(name) || ',"type":"' || type || '","platformKind":"' || platform_kind
    || '","mode":"' || mode || '","status":"' || status || '","area":' || coalesce(to_json(area)::text, 'null')
    || ',"openedOn":' || coalesce('"' || opened_on || '"', 'null') || ',"isDemonstration":' || is_demonstration::text
    || ',"published":' || published::text || '}', ',' order by id) || ']}}}'
from (select * from studio where deleted_at is null order by id limit 1000) row
