-- SPDX-License-Identifier: Apache-2.0
-- Read tables of this version as the release before left them: what V2 to V4 add is taken away.
set search_path = agentlens;

drop index events_in_log, sessions_by_duration, sessions_by_tokens, sessions_by_events, sessions_by_errors,
    sessions_newest_by_agent, sessions_newest_failed, sessions_newest_of_conversation, sessions_by_cost;
create index sessions_by_duration on sessions (duration_us) where duration_us is not null;

alter table events
    drop column cache_read_tokens,
    drop column cache_write_tokens,
    drop column reasoning_tokens,
    drop column tools,
    drop column failed;

alter table sessions
    drop column cost_usd,
    drop column cache_read_tokens,
    drop column cache_write_tokens,
    drop column reasoning_tokens,
    drop column models,
    drop column tools,
    drop column conversation_id,
    drop column conversation_at,
    drop column conversation_event_id,
    drop column title,
    drop column title_at,
    drop column title_event_id,
    drop column failures,
    drop column priced_usd,
    drop column unpriced_tokens;

drop table session_search, event_usage, session_usage, price_list;
drop extension if exists pg_trgm;

delete from flyway_schema_history where version in ('2', '3', '4');
