// Watching something on the service until it ends.

import * as api from './api.js';

const EVERY = 1_000;

export const ENDED = ['succeeded', 'failed', 'rejected', 'cancelled'];

export function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/**
 * Asks again and again how a run stands, and tells each answer, until it has ended or nobody watches: the element is
 * not on the page any more. Returns the last answer.
 */
export async function follow(path, element, ontold) {
  for (;;) {
    api.forget(path);
    const run = await api.get(path);
    ontold(run);
    if (ENDED.includes(run.state) || !element.isConnected) {
      return run;
    }
    await pause(EVERY);
  }
}
