// Current and past runs of the service: crawls and trainings.

import * as api from '../api.js';
import { asOperator, tellTrouble } from '../account.js';
import { addCoin, coinActions } from '../coins.js';
import { ago, button, chip, empty, failure, fill, h, keepFocus, note, skeleton, table } from '../dom.js';
import { ENDED, follow, pause } from '../follow.js';
import * as format from '../format.js';

const LISTED = 20;
const IDLE = 10_000;
const BUSY = 2_000;

export function show(app) {
  const crawls = h('div', { class: 'notes' }, skeleton());
  const trainings = h('div', { class: 'notes' }, skeleton());
  const said = h('div', { role: 'status' });
  const saidOfCoin = h('div', { role: 'status' });
  const coin = h('div', { class: 'notes' });
  const watched = new Map();
  let isWatching = false;
  let isBusy = false;
  let lookedAt = -Infinity;
  let newestRequest = null;

  /** Requests a run and shows its progress until it ends or the next one is requested. */
  async function request(kind, path, list) {
    const mine = Symbol(kind);
    newestRequest = mine;
    try {
      const { id } = await asOperator(() => api.send('POST', path, {}));
      look();
      await follow(`${list}/${id}`, element, (run) => newestRequest === mine && said.replaceChildren(outcome(kind, run)));
      await look();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  async function cancel(id) {
    try {
      await asOperator(() => api.send('DELETE', `/crawls/${id}`));
      newestRequest = null;
      said.replaceChildren(note('', `Crawl ${id} is being cancelled. The prices it has stored are kept.`));
      await look();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  let newest = [];
  function showCrawls(list) {
    newest = list;
    // The event stream is more recent than the list.
    const current = list.map((run) => watched.get(run.id)?.run ?? run);
    keepFocus(crawls, current.length ? [crawlTable(current, cancel)]
      : [empty('No crawl yet', 'The service crawls when it starts and every night.')]);
  }

  /** The running crawl reports by server-sent events. There is at most one, so few connections are used. */
  function watch(run) {
    if (watched.has(run.id)) {
      return;
    }
    const controller = new AbortController();
    const entry = { run, controller };
    watched.set(run.id, entry);
    api.events(`/crawls/${run.id}/events`, controller.signal, (report) => {
      if (!element.isConnected) {
        controller.abort();
        return;
      }
      entry.run = report;
      showCrawls(newest);
      if (report.state !== 'running') {
        controller.abort();
      }
    }).catch(() => {}).finally(() => {
      watched.delete(run.id);
      api.forget('/crawls');
    });
  }

  function showCoin() {
    if (app.state.coin) {
      fill(coin, () => api.get(api.ofCoin(app.state.coin)), (status) => h('div', { class: 'controls' },
        h('span', {}, format.coinName(status), ' ', chip(status.state)),
        coinActions(status, saidOfCoin, changed)));
    }
  }

  /** Reloads, or leaves the page of a coin that was removed. */
  async function changed() {
    const isThere = await api.get(api.ofCoin(app.state.coin)).then(() => true, (problem) => problem.status !== 404);
    if (isThere) {
      app.reload();
    } else {
      location.assign(`${location.pathname}?view=runs`);
    }
  }

  /** Fetches both lists once. */
  async function look() {
    lookedAt = Date.now();
    api.forget('/crawls');
    api.forget('/trainings');
    const [crawlList, trainingList] = await Promise.allSettled([
      api.get('/crawls', { limit: LISTED }), api.get('/trainings', { limit: LISTED }),
    ]);
    if (crawlList.status === 'fulfilled') {
      showCrawls(crawlList.value);
      crawlList.value.filter(({ state }) => state === 'running').forEach(watch);
    } else {
      crawls.replaceChildren(failure(crawlList.reason, look));
    }
    if (trainingList.status === 'fulfilled') {
      keepFocus(trainings, trainingList.value.length ? [trainingTable(trainingList.value)]
        : [empty('No training yet', 'The service trains after a crawl that brings a new coin’s prices, and every night.')]);
    } else {
      trainings.replaceChildren(failure(trainingList.reason, look));
    }
    isBusy = [crawlList, trainingList].some(({ value }) => value?.some(({ state }) => !ENDED.includes(state)));
  }

  async function goOn() {
    if (isWatching) {
      return;
    }
    isWatching = true;
    do {
      if (document.visibilityState === 'visible' && (isBusy || Date.now() - lookedAt >= IDLE)) {
        await look();
      }
      await pause(BUSY);
    } while (element.isConnected);
    watched.forEach(({ controller }) => controller.abort());
  }

  const element = h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Runs'), h('div', { class: 'end' },
      button('Crawl missing days', () => request('crawl', '/crawls', '/crawls')),
      app.state.coin && button(`Train ${app.state.coin}`, () => request('training', api.ofCoin(app.state.coin, '/models'), '/trainings')))),
    h('p', { class: 'lead' }, 'The service crawls prices and trains models every night. Runs in progress are shown as they go.'), said),
    h('section', { class: 'panel', 'aria-labelledby': 'crawls-title' }, h('h2', { id: 'crawls-title' }, 'Crawls'), crawls),
    h('section', { class: 'panel', 'aria-labelledby': 'trainings-title' }, h('h2', { id: 'trainings-title' }, 'Trainings, advances and backtests'), trainings),
    app.state.coin && h('section', { class: 'panel', 'aria-labelledby': 'coin-title' }, h('h2', { id: 'coin-title' }, 'This coin'),
      h('p', { class: 'lead' }, 'A paused coin is neither crawled nor trained, but its forecasts are still served.'), coin, saidOfCoin),
    h('section', { class: 'panel', 'aria-labelledby': 'add-title' }, h('h2', { id: 'add-title' }, 'Add a coin'),
      h('p', { class: 'lead' }, 'By its id on CoinGecko. The service then fetches its prices and trains its model.'), addCoin(() => look())));
  showCoin();
  return { element, update: goOn };
}

/** Message with the state or the result of a requested run. */
function outcome(kind, run) {
  const name = `The ${kind} (no. ${run.id})`;
  if (!ENDED.includes(run.state)) {
    return note('', `${name} is ${run.phase ?? run.state} …`);
  }
  const detail = run.error ?? run.note;
  const ended = `${name} ${['rejected', 'cancelled'].includes(run.state) ? 'was ' : ''}${run.state}`;
  return note(run.state === 'succeeded' ? 'good' : 'bad', ended, detail ? `: ${format.prose(detail)}` : '.');
}

function crawlTable(runs, cancel) {
  return table('Crawls, the newest first', [
    { title: 'Crawl', cell: (run) => [`no. ${run.id}`, h('span', { class: 'sub' }, run.requested_coins?.join(', ') ?? 'all coins')] },
    { title: 'State', cell: (run) => [chip(run.state), run.paused_until && h('span', { class: 'sub' }, `until ${format.time(run.paused_until)}`)] },
    { title: 'Requested', cell: (run) => h('span', { class: 'nowrap' }, format.time(run.requested_at), h('span', { class: 'sub' }, ago(run.requested_at))) },
    { title: 'Days', cell: (run) => progress(run) },
    { title: 'Calls', number: true, cell: (run) => [format.integer(run.calls), run.retries ? h('span', { class: 'sub' }, format.count(run.retries, 'retry', 'retries')) : null] },
    { title: 'Took', number: true, cell: (run) => format.duration(run.started_at, run.ended_at) },
    { title: 'What went wrong', cell: (run) => run.error && h('div', { class: 'reason' }, format.prose(run.error)) },
    { title: 'Actions', cell: (run) => (ENDED.includes(run.state) ? null : button('Cancel', () => cancel(run.id), { class: 'quiet', 'aria-label': `Cancel crawl ${run.id}` })) },
  ], runs, { cards: true });
}

function progress(run) {
  const done = run.days_stored + run.days_unavailable;
  return h('span', { class: 'nowrap' },
    ENDED.includes(run.state) ? null : [h('progress', { max: Math.max(1, run.days_wanted), value: done, 'aria-label': `Crawl ${run.id}` }), ' '],
    `${format.integer(run.days_stored)} of ${format.integer(run.days_wanted)}`,
    run.days_unavailable ? h('span', { class: 'sub' }, `${format.integer(run.days_unavailable)} unavailable`) : null,
    run.days_corrected ? h('span', { class: 'sub' }, `${format.integer(run.days_corrected)} corrected`) : null);
}

function trainingTable(runs) {
  return table('Trainings, advances and backtests, the newest first', [
    { title: 'Run', cell: (run) => [`${run.kind} ${run.coin}`, h('span', { class: 'sub' }, `no. ${run.id} by ${run.requested_by}`)] },
    { title: 'State', cell: (run) => [chip(run.state), run.phase && h('span', { class: 'sub' }, run.phase)] },
    { title: 'Requested', cell: (run) => h('span', { class: 'nowrap' }, format.time(run.requested_at), h('span', { class: 'sub' }, ago(run.requested_at))) },
    { title: 'Took', number: true, cell: (run) => format.duration(run.started_at, run.ended_at) },
    { title: 'Model', number: true, cell: (run) => run.model ?? '–' },
    { title: 'Result', cell: (run) => (run.error ?? run.note) && h('div', { class: 'reason' }, format.prose(run.error ?? run.note)) },
  ], runs, { cards: true });
}
