// SPDX-License-Identifier: Apache-2.0
'use strict';

/** Of an event, what this consumer needs; null where the record is no event by the contract. All else is ignored. */
function eventOf(message) {
  const source = header(message, 'ce_source');
  const id = header(message, 'ce_id');
  if (source === null || id === null || message.value === null) {
    return null;
  }
  try {
    const json = JSON.parse(message.value.toString('utf8'));
    const isEnd = json.event_type === 'session_end';
    return {
      source,
      id,
      type: json.event_type,
      timestamp: micros(json.timestamp),
      at: micros(isEnd ? json.ended_at : json.timestamp),
      agent: json.agent_name || '',
      // Absent means 0. One count is at most 2^53, but their sums are not.
      tokensIn: BigInt((isEnd ? json.total_tokens_in : json.tokens_in) ?? 0),
      tokensOut: BigInt((isEnd ? json.total_tokens_out : json.tokens_out) ?? 0),
    };
  } catch {
    return null;
  }
}

/** The source of the events of the session that the record erases; null where it is another record. */
function erasedSourceOf(message) {
  const erases = message.value === null && header(message, 'ce_type') === 'dev.agentlens.session_erased';
  return erases ? header(message, 'ce_source') : null;
}

function header(message, name) {
  const value = message.headers?.[name];
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last === undefined || last === null ? null : last.toString('utf8');
}

/** A time in UTC in a form that sorts: always with six digits after the point. */
function micros(time) {
  const [, seconds, fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(time);
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

/**
 * A session as far as it was read, by the rules of GET /sessions: its agent is that of the earliest session_start, else of
 * the earliest event; its tokens are what the latest session_end declares, else the sum over its other events.
 */
class Session {
  constructor(saved = {}) {
    this.seen = new Set(saved.seen);
    this.first = saved.first ?? null;
    this.start = saved.start ?? null;
    this.end = saved.end ?? null;
    this.sumIn = BigInt(saved.sumIn ?? 0);
    this.sumOut = BigInt(saved.sumOut ?? 0);
  }

  /** A second event of the same id changes nothing. */
  add(event) {
    if (this.seen.has(event.id)) {
      return;
    }
    this.seen.add(event.id);
    const decider = (at) => ({
      at,
      id: event.id,
      agent: event.agent,
      tokensIn: String(event.tokensIn),
      tokensOut: String(event.tokensOut),
    });
    this.first = earlier(this.first, decider(event.timestamp));
    if (event.type === 'session_start') {
      this.start = earlier(this.start, decider(event.timestamp));
    } else if (event.type === 'session_end') {
      const end = decider(event.at);
      this.end = this.end === null || precedes(this.end, end) ? end : this.end;
    } else {
      this.sumIn += event.tokensIn;
      this.sumOut += event.tokensOut;
    }
  }

  get agent() {
    return (this.start ?? this.first).agent || 'default-agent';
  }

  get tokensIn() {
    const declared = BigInt(this.end?.tokensIn ?? 0);
    return declared > 0n ? declared : this.sumIn;
  }

  get tokensOut() {
    const declared = BigInt(this.end?.tokensOut ?? 0);
    return declared > 0n ? declared : this.sumOut;
  }

  toJSON() {
    return { ...this, seen: [...this.seen], sumIn: String(this.sumIn), sumOut: String(this.sumOut) };
  }
}

function earlier(one, other) {
  return one === null || precedes(other, one) ? other : one;
}

/** By time, then by id. */
function precedes(one, other) {
  return one.at < other.at || (one.at === other.at && one.id < other.id);
}

module.exports = { erasedSourceOf, eventOf, Session };
