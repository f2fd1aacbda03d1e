-- SPDX-License-Identifier: Apache-2.0
-- Ordinary events by hour and by day, the agent of their session, their type (or each of their tools) and their model. A
-- row of zeros is as good as none. Latencies are compared by the sum of the hashes of their buckets.

create temporary table expected_event_usage on commit drop as
with event as (
    select session_id, event_type, occurred_at, model, tokens_in, tokens_out, cache_read_tokens, cache_write_tokens,
           reasoning_tokens, duration_ms, tools, failed
    from counting_event
    union all
    select session_id, event_type, occurred_at, model, tokens_in, tokens_out, cache_read_tokens, cache_write_tokens,
           reasoning_tokens, duration_ms::numeric, tools, failed
    from deciding_row
    where older
), hourly as (
    select kind, date_trunc('hour', occurred_at, 'UTC') as hour, agent_name, name, coalesce(model, '') as model,
           count(*) as events, count(*) filter (where failed) as errors, sum(event.tokens_in) as tokens_in,
           sum(greatest(0, event.tokens_in - event.cache_read_tokens - event.cache_write_tokens)) as uncached_tokens,
           sum(event.tokens_out) as tokens_out, sum(event.cache_read_tokens) as cache_read_tokens,
           sum(event.cache_write_tokens) as cache_write_tokens, sum(event.reasoning_tokens) as reasoning_tokens,
           count(bucket) as timed_events, coalesce(sum(duration_ms), 0) as duration_ms,
           coalesce(sum(hashint4extended(bucket, 0)), 0) as bucket_hashes
    from event
    join expected_sessions using (session_id)
    cross join lateral (
        select 'event' as kind, event_type as name
        union all
        select 'tool', unnest(string_to_array(nullif(event.tools, ''), E'\x1f'))
    ) as counted
    -- 16 buckets for each power of two of microseconds; none for an event without a duration.
    cross join lateral (select floor(duration_ms * 1000)::bigint as us) as duration
    cross join lateral (
        select width_bucket(us, array(select 1::bigint << n from generate_series(5, 62) as n)) as shift
    ) as power
    cross join lateral (select (shift * 16 + (us >> shift))::integer as bucket) as latency
    where event_type not in ('session_start', 'session_end')
    group by 1, 2, 3, 4, 5
)
select grain, kind, at, agent_name, name, model, sum(events) as events, sum(errors) as errors, sum(tokens_in) as tokens_in,
       sum(uncached_tokens) as uncached_tokens, sum(tokens_out) as tokens_out,
       sum(cache_read_tokens) as cache_read_tokens, sum(cache_write_tokens) as cache_write_tokens,
       sum(reasoning_tokens) as reasoning_tokens, sum(timed_events) as timed_events, sum(duration_ms) as duration_ms,
       sum(bucket_hashes) as bucket_hashes
from hourly
cross join lateral (values ('day', date_trunc('day', hour, 'UTC')), ('hour', hour)) as grains (grain, at)
group by 1, 2, 3, 4, 5, 6;

-- Rows of grain new belong to both sums.
create temporary view found_event_usage as
select *
from (
    select grains.grain, kind, grains.at, agent_name, name collate "C" as name, model, sum(events) as events,
           sum(errors) as errors, sum(tokens_in) as tokens_in, sum(uncached_tokens) as uncached_tokens,
           sum(tokens_out) as tokens_out, sum(cache_read_tokens) as cache_read_tokens,
           sum(cache_write_tokens) as cache_write_tokens, sum(reasoning_tokens) as reasoning_tokens,
           sum(timed_events) as timed_events, sum(duration_ms) as duration_ms,
           coalesce(sum(bucket_hashes), 0) as bucket_hashes
    from event_usage as u
    cross join lateral (values ('day', date_trunc('day', at, 'UTC')), ('hour', at)) as grains (grain, at)
    cross join lateral (
        select sum(n * hashint4extended(bucket, 0)::numeric) as bucket_hashes
        from unnest(buckets, bucket_events) as timed (bucket, n)
    ) as latency
    where u.grain in ('new', grains.grain)
    group by 1, 2, 3, 4, 5, 6
) as total
where (events, errors, tokens_in, uncached_tokens, tokens_out, cache_read_tokens, cache_write_tokens, reasoning_tokens,
       timed_events, duration_ms, bucket_hashes) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
