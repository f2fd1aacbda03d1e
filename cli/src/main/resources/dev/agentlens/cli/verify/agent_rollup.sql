-- SPDX-License-Identifier: Apache-2.0
-- Sessions and their tokens, in and out, by agent. A row of zeros is as good as none.

create temporary view expected_agent_rollup as
select agent_name, shard, count(*) as sessions, sum(tokens) as tokens
from booked_session
group by agent_name, shard;

create temporary view found_agent_rollup as
select agent_name, case when summed then 'all partitions' else 'partition ' || log_partition end as shard,
       sum(sessions) as sessions, sum(tokens) as tokens
from agent_rollup
cross join session_shard
group by agent_name, shard
having (sum(sessions), sum(tokens)) <> (0, 0);
