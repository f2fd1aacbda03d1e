// SPDX-License-Identifier: Apache-2.0
// Tokens per agent, live: prints a table every few seconds, and a last one when it is stopped. See README.md.
'use strict';

const fs = require('node:fs');
const { decompress } = require('fzstd');
const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = require('kafkajs');
const { PartitionState } = require('./partition-state');

// What ingest-api writes is compressed with zstd, which kafkajs does not know by itself.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  decompress: async (buffer) => Buffer.from(decompress(buffer)),
  compress: async () => {
    throw new Error('This consumer writes nothing');
  },
});

const topic = 'agentlens.events.v1';
const directory = process.env.STATE_DIR ?? 'tokens-per-agent-state';
const pauseMs = 1000 * Number(process.env.EVERY_SECONDS ?? 5);

const kafka = new Kafka({
  clientId: 'tokens-per-agent-node',
  brokers: (process.env.KAFKA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(','),
  logLevel: logLevel.ERROR,
  // Waits for an unavailable broker without a limit.
  retry: { initialRetryTime: 300, maxRetryTime: 2000, retries: 30 },
});
const consumer = kafka.consumer({
  groupId: process.env.GROUP_ID ?? 'tokens-per-agent-node',
  // A killed one's partitions go to the next within so long.
  sessionTimeout: 10000,
  retry: { initialRetryTime: 300, maxRetryTime: 2000, retries: 5, restartOnFailure: async () => true },
});

/** Of the partitions that this process has, by number. */
let states = new Map();

/** The file says where to read on, not the group: they may differ, and the file goes with the sessions in it. */
function joined({ payload }) {
  const assigned = payload.memberAssignment[topic] ?? [];
  states = new Map(assigned.map((partition) => [partition, states.get(partition) ?? new PartitionState(directory, partition)]));
  for (const [partition, state] of states) {
    consumer.seek({ topic, partition, offset: String(state.next) });
  }
}

async function take({ batch, resolveOffset, heartbeat, isRunning, isStale }) {
  for (const message of batch.messages) {
    if (!isRunning() || isStale()) {
      return;
    }
    states.get(batch.partition)?.take(message);
    resolveOffset(message.offset);
  }
  await heartbeat();
}

/** First the files, then the commit: committed means counted. */
async function save() {
  states.forEach((state) => state.save());
  try {
    await consumer.commitOffsets(
      [...states].map(([partition, state]) => ({ topic, partition, offset: String(state.saved) })),
    );
  } catch (e) {
    // Others see too great a lag until the next commit; nothing is counted twice.
    console.error(`Not committed: ${e.message}`);
  }
}

function print() {
  const agents = new Map();
  for (const state of states.values()) {
    for (const session of state.sessions.values()) {
      const [tokensIn, tokensOut] = agents.get(session.agent) ?? [0n, 0n];
      agents.set(session.agent, [tokensIn + session.tokensIn, tokensOut + session.tokensOut]);
    }
  }
  const line = (tokensIn, tokensOut, agent) =>
    `${String(tokensIn).padStart(18)} ${String(tokensOut).padStart(18)}  ${agent.replace(/\p{Cc}/gu, '?')}\n`;
  let table = line('TOKENS IN', 'TOKENS OUT', 'AGENT');
  for (const agent of [...agents.keys()].sort()) {
    table += line(...agents.get(agent), agent);
  }
  process.stdout.write(`${table}\n`);
}

async function main() {
  fs.mkdirSync(directory, { recursive: true });
  consumer.on(consumer.events.GROUP_JOIN, joined);
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    // kafkajs starts again by itself after what may pass. Anything else is for whoever watches over this process.
    if (!payload.restart) {
      process.exit(1);
    }
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: take });

  let ended = false;
  let saving = Promise.resolve();
  const timer = setInterval(() => {
    saving = saving.then(save).then(print);
  }, pauseMs);
  const end = async () => {
    if (ended) {
      return;
    }
    ended = true;
    clearInterval(timer);
    await saving;
    await save();
    print();
    await consumer.disconnect();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
