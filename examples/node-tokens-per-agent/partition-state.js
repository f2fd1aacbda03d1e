// SPDX-License-Identifier: Apache-2.0
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { erasedSourceOf, eventOf, Session } = require('./session');

/**
 * What was read of one partition, and up to where: a session is in one partition, so partitions know nothing of each
 * other. Both go into one file at once. That makes every event count once: whatever happens, the sessions in the file are
 * those of exactly the records before the offset in the file.
 */
class PartitionState {
  constructor(directory, partition) {
    this.file = path.join(directory, `partition-${partition}.json`);
    const saved = fs.existsSync(this.file) ? JSON.parse(fs.readFileSync(this.file, 'utf8')) : { next: '0', sessions: [] };
    this.next = BigInt(saved.next);
    this.saved = this.next;
    this.erased = new Set(saved.erased);
    this.sessions = new Map(saved.sessions.map(([source, session]) => [source, new Session(session)]));
  }

  /** Records come in order of their offsets; one that is in it already is passed over. */
  take(message) {
    const offset = BigInt(message.offset);
    if (offset < this.next) {
      return;
    }
    const erasedSource = erasedSourceOf(message);
    if (erasedSource !== null) {
      this.sessions.delete(erasedSource);
      this.erased.add(erasedSource);
    }
    const event = eventOf(message);
    if (event !== null && !this.erased.has(event.source)) {
      if (!this.sessions.has(event.source)) {
        this.sessions.set(event.source, new Session());
      }
      this.sessions.get(event.source).add(event);
    }
    this.next = offset + 1n;
  }

  /** Written beside the old file, then moved over it: after a crash one of the two is complete. */
  save() {
    if (this.next === this.saved) {
      return;
    }
    const written = `${this.file}.new`;
    const file = fs.openSync(written, 'w');
    try {
      fs.writeFileSync(file, JSON.stringify({ next: String(this.next), sessions: [...this.sessions], erased: [...this.erased] }));
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    fs.renameSync(written, this.file);
    this.saved = this.next;
  }
}

module.exports = { PartitionState };
