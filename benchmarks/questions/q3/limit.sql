select '{"data":{"body":{"reporting":{"nodes":[' || coalesce(string_agg(
    '{"shortName":' || to_json(unit.short_name) || ',"reporting":{"nodes":[' || coalesce(counties.nodes, '') || ']}}',
    ','), '') || ']}}}}'
from (
    select id, short_name from body where reports_to_id = (select id from body where code = '610000')
    order by code, id limit 12
) unit
cross join lateral (
    select string_agg(
        '{"shortName":' || to_json(county.short_name) || ',"studios":{"nodes":[' || coalesce(studios.nodes, '') || ']}}',
        ',') as nodes
    from (select id, short_name from body where reports_to_id = unit.id order by code, id limit 15) county
    cross join lateral (
        select string_agg(
            '{"id":"' || studio.id || '","name":' || to_json(studio.name)
            || ',"activities":{"nodes":[' || coalesce(activities.nodes, '') || ']}}', ',') as nodes
        from (
            select id, name from studio where owner_body_id = county.id and deleted_at is null order by id limit 10
        ) studio
        cross join lateral (
            select string_agg(
                '{"id":"' || id || '","topic":' || to_json(topic) || ',"heldOn":"' || held_on
                || '","mode":"' || mode || '"}', ',') as nodes
            from (
                select id, topic, held_on, mode from activity
                where studio_id = studio.id and deleted_at is null
                order by held_on desc, id limit 5
            ) row
        ) activities
    ) studios
) counties
