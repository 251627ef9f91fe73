select '{"data":{"studios":{"nodes":[' || coalesce(string_agg(
    '{"id":"' || id || '","name":' || to_json(name) || ',"type":"' || type || '","mode":"' || mode
    || '","status":"' || status || '","filingNumber":' || coalesce(to_json(filing_number)::text, 'null')
    || ',"openedOn":' || coalesce('"' || opened_on || '"', 'null')
    || ',"isDemonstration":' || is_demonstration::text || ',"owner":{"name":' || to_json(owner) || '}}',
    ','), '') || ']}}}'
from (
    select s.id, s.name, s.type, s.mode, s.status, s.filing_number, s.opened_on, s.is_demonstration, b.name as owner
    from studio s join body b on b.id = s.owner_body_id
    where s.deleted_at is null and s.owner_body_id in (
        select below.id from body top join body below on below.position between top.position and top.last
        where top.code = '610000'
    )
    order by s.id limit 50
) row
