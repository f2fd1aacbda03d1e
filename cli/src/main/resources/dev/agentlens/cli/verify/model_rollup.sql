-- SPDX-License-Identifier: Apache-2.0
-- Ordinary events that name a model, by model. A row of zeros is as good as none.

create temporary view expected_model_rollup as
select model, 'partition ' || log_partition as shard, sum(events) as calls, sum(tokens_in) as tokens_in,
       sum(tokens_out) as tokens_out, sum(timed_events) as timed_calls, coalesce(sum(duration_ms), 0) as duration_ms
from event_total
where model is not null
group by model, log_partition;

create temporary view found_model_rollup as
select model, 'partition ' || log_partition as shard, sum(calls) as calls, sum(tokens_in) as tokens_in,
       sum(tokens_out) as tokens_out, sum(timed_calls) as timed_calls, sum(duration_ms) as duration_ms
from model_rollup
group by model, log_partition
having (sum(calls), sum(tokens_in), sum(tokens_out), sum(timed_calls), sum(duration_ms)) <> (0, 0, 0, 0, 0);
