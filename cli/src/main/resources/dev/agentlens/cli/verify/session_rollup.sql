-- SPDX-License-Identifier: Apache-2.0
-- Sessions by status. Durations are summed over those that have ended. A row of zeros is as good as none.

create temporary view expected_session_rollup as
select status, shard, count(*) as sessions, sum(event_count) as events, sum(total_tokens_in) as tokens_in,
       sum(total_tokens_out) as tokens_out, count(duration_us) as ended_sessions,
       coalesce(sum(duration_us), 0) as duration_us
from booked_session
group by status, shard;

create temporary view found_session_rollup as
select status collate "C" as status, case when summed then 'all partitions' else 'partition ' || log_partition end as shard,
       sum(sessions) as sessions, sum(events) as events, sum(tokens_in) as tokens_in,
       sum(tokens_out) as tokens_out, sum(ended_sessions) as ended_sessions, sum(duration_us) as duration_us
from session_rollup
cross join session_shard
group by status, shard
having (sum(sessions), sum(events), sum(tokens_in), sum(tokens_out), sum(ended_sessions), sum(duration_us))
    <> (0, 0, 0, 0, 0, 0);
