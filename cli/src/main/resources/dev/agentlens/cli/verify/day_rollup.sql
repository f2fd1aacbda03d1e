-- SPDX-License-Identifier: Apache-2.0
-- Sessions and their tokens, in and out, by the UTC day of their start. A row of zeros is as good as none.

create temporary view expected_day_rollup as
select (started_at at time zone 'UTC')::date as day, shard, count(*) as sessions, sum(tokens) as tokens
from booked_session
group by day, shard;

create temporary view found_day_rollup as
select day, case when summed then 'all partitions' else 'partition ' || log_partition end as shard,
       sum(sessions) as sessions, sum(tokens) as tokens
from day_rollup
cross join session_shard
group by day, shard
having (sum(sessions), sum(tokens)) <> (0, 0);
