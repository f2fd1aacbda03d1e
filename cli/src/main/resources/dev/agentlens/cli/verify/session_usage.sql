-- SPDX-License-Identifier: Apache-2.0
-- Sessions by the hour and the day of their start, agent and status: once without a model, and once for each of their models.
-- Durations in microseconds, over those that have ended. A row of zeros is as good as none.

create temporary view expected_session_usage as
select grain, at, agent_name, status, model, count(*) as sessions, sum(event_count) as events,
       sum(total_tokens_in) as tokens_in, sum(total_tokens_out) as tokens_out, count(duration_us) as ended,
       coalesce(sum(duration_us), 0) as duration_us
from expected_sessions
cross join lateral (
    select '' as model
    union all
    select * from unnest(string_to_array(nullif(models, ''), E'\x1f'))
) as of_model
cross join lateral (
    values ('day', date_trunc('day', started_at, 'UTC')), ('hour', date_trunc('hour', started_at, 'UTC'))
) as grains (grain, at)
where status is not null
group by grain, at, agent_name, status, model;

create temporary view found_session_usage as
select grains.grain, grains.at, agent_name, status collate "C" as status, model, sum(sessions) as sessions,
       sum(events) as events, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out, sum(ended) as ended,
       sum(duration_us) as duration_us
from session_usage as u
cross join lateral (values ('day', date_trunc('day', at, 'UTC')), ('hour', at)) as grains (grain, at)
where u.grain in ('new', grains.grain)
group by 1, 2, 3, 4, 5
having (sum(sessions), sum(events), sum(tokens_in), sum(tokens_out), sum(ended), sum(duration_us)) <> (0, 0, 0, 0, 0, 0);
