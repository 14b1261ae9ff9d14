// Polls a run on the service until it ends.

import { tellTrouble } from './account.js';
import * as api from './api.js';
import { note } from './dom.js';
import * as format from './format.js';

const EVERY = 1_000;

export const ENDED = ['succeeded', 'failed', 'rejected', 'cancelled'];

export function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/**
 * Polls a run and passes each answer to `ontold`, until the run has ended or the element has left the page. Returns the
 * last answer.
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

/**
 * Starts a training or backtest and shows its progress.
 *
 * @param start requests the run and returns it
 * @param name of the kind of run
 * @param button disabled while the run is followed
 * @param said element for messages
 * @param element polling stops when it leaves the page
 * @param ondone called when the run has ended
 */
export async function startRun(start, name, button, said, element, ondone) {
  button.disabled = true;
  try {
    const started = await start();
    const ended = await follow(`/trainings/${started.id}`, element,
      (run) => said.replaceChildren(note('', `The ${name} (no. ${run.id}) is ${run.phase ?? run.state} …`)));
    api.forget();
    said.replaceChildren(ended.state === 'succeeded'
      ? note('good', `The ${name} is done. Result: ${format.prose(ended.note) ?? 'see below'}.`)
      : note('bad', `The ${name} ended as ${ended.state}: ${format.prose(ended.error)}`));
    ondone();
  } catch (problem) {
    tellTrouble(said, problem);
  } finally {
    button.disabled = false;
  }
}
