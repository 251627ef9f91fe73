select '{"data":{"studios":{"nodes":[' || coalesce(string_agg(
    '{"id":"' || studio.id || '","residencies":{"nodes":[' || coalesce(residencies.nodes, '') || ']}}', ','), '')
    || ']}}}'
from (select id from studio where deleted_at is null order by id limit 100) studio
cross join lateral (
    select string_agg(
        '{"role":"' || role || '","member":' || coalesce(
            '{"id":"' || member_id || '","name":' || to_json(name) || ',"post":' || coalesce(to_json(post)::text, 'null')
            || ',"photo":' || coalesce(to_json(photo)::text, 'null') || ',"homeBody":{"name":' || to_json(home) || '}}',
            'null') || '}', ',') as nodes
    from (
        select r.role, m.id as member_id, m.name, m.post, m.photo, b.name as home
        from residency r
        left join member m on m.id = r.member_id and m.deleted_at is null
        left join body b on b.id = m.home_body_id
        where r.studio_id = studio.id and r.deleted_at is null
        order by r.id limit 12
    ) row
) residencies
