select '{"data":{"studio":' || coalesce((
    select '{"id":"' || s.id || '","name":' || to_json(s.name) || ',"type":"' || s.type || '","mode":"' || s.mode
        || '","status":"' || s.status || '","filingNumber":' || coalesce(to_json(s.filing_number)::text, 'null')
        || ',"openedOn":' || coalesce('"' || s.opened_on || '"', 'null')
        || ',"isDemonstration":' || s.is_demonstration::text || ',"owner":{"name":' || to_json(b.name) || '}}'
    from studio s join body b on b.id = s.owner_body_id
    where s.id = %(id)s and s.deleted_at is null
), 'null') || '}}'
