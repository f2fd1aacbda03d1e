-- SPDX-License-Identifier: Apache-2.0
-- A table for each grain of usage: what is read by day passes neither the hours nor the rows that come and go.

drop index event_usage_new, session_usage_new;

alter table event_usage rename to event_usage_before;

create table event_usage (like event_usage_before) partition by list (grain);
create table event_usage_new partition of event_usage for values in ('new');
create table event_usage_hour partition of event_usage for values in ('hour');
create table event_usage_day partition of event_usage for values in ('day');

insert into event_usage select * from event_usage_before;
drop table event_usage_before;

create unique index event_usage_hour_sums on event_usage_hour (kind, agent_name, model, at, name);
create unique index event_usage_day_sums on event_usage_day (kind, agent_name, model, at, name);

alter table session_usage rename to session_usage_before;

create table session_usage (like session_usage_before) partition by list (grain);
create table session_usage_new partition of session_usage for values in ('new');
create table session_usage_hour partition of session_usage for values in ('hour');
create table session_usage_day partition of session_usage for values in ('day');

insert into session_usage select * from session_usage_before;
drop table session_usage_before;

create unique index session_usage_hour_sums on session_usage_hour (model, agent_name, at, status);
create unique index session_usage_day_sums on session_usage_day (model, agent_name, at, status);
