// What the service is doing and has done: crawls and trainings, as they go.

import * as api from '../api.js';
import { asOperator, tellTrouble } from '../account.js';
import { addCoin } from '../coins.js';
import { button, chip, empty, failure, h, note, skeleton, table } from '../dom.js';
import { ENDED, pause } from '../follow.js';
import * as format from '../format.js';

const LISTED = 20;
const IDLE = 10_000;
const BUSY = 2_000;

export function show(app) {
  const crawls = h('div', { class: 'notes' }, skeleton());
  const trainings = h('div', { class: 'notes' }, skeleton());
  const said = h('div', { role: 'status' });
  const watched = new Map();
  let isWatching = false;
  let isBusy = false;
  let lookedAt = -Infinity;

  async function act(action, done) {
    try {
      await asOperator(action);
      said.replaceChildren(note('good', done));
      await look();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  const cancel = (id) => act(() => api.send('DELETE', `/crawls/${id}`), `Crawl ${id} is being cancelled; what it has stored stays.`);

  let newest = [];
  function showCrawls(list) {
    newest = list;
    // What the stream told is newer than what the list does.
    const current = list.map((run) => watched.get(run.id)?.run ?? run);
    keepFocus(crawls, current.length ? [crawlTable(current, cancel)]
      : [empty('No crawl yet', 'One begins at every start of the service and every night.')]);
  }

  /** A crawl under way, of which there is one at most, tells of itself by server-sent events; browsers have few connections. */
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

  /** Looks once at both lists. */
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
        : [empty('No training yet', 'One follows every crawl that brings new prices, and every night.')]);
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
      button('Crawl what is missing', () => act(() => api.send('POST', '/crawls', {}), 'The crawl was requested.')),
      app.state.coin && button(`Train ${app.state.coin}`, () => act(() => api.send('POST', api.ofCoin(app.state.coin, '/models'), {}), 'The training was requested.')))),
    h('p', { class: 'lead' }, 'Prices are crawled and models trained by night. What is under way shows here as it goes.'), said),
    h('section', { class: 'panel', 'aria-labelledby': 'crawls-title' }, h('h2', { id: 'crawls-title' }, 'Crawls'), crawls),
    h('section', { class: 'panel', 'aria-labelledby': 'trainings-title' }, h('h2', { id: 'trainings-title' }, 'Trainings, advances and backtests'), trainings),
    h('section', { class: 'panel', 'aria-labelledby': 'add-title' }, h('h2', { id: 'add-title' }, 'Add a coin'),
      h('p', { class: 'lead' }, 'By its id on CoinGecko. Its prices are fetched and its model is trained at once.'), addCoin(() => look())));
  return { element, update: goOn };
}

/** Replaces what is there without taking the focus, or an opened part, from the reader. */
function keepFocus(element, children) {
  const label = element.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
  const scrolled = element.querySelector('.scroll')?.scrollTop ?? 0;
  element.replaceChildren(...children);
  const scroll = element.querySelector('.scroll');
  if (scroll) {
    scroll.scrollTop = scrolled;
  }
  if (label) {
    element.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.focus({ preventScroll: true });
  }
}

function crawlTable(runs, cancel) {
  return table('Crawls, the newest first', [
    { title: 'Crawl', cell: (run) => [`no. ${run.id}`, h('span', { class: 'sub' }, run.requested_coins?.join(', ') ?? 'all coins')] },
    { title: 'State', cell: (run) => [chip(run.state), run.paused_until && h('span', { class: 'sub' }, `until ${format.time(run.paused_until)}`)] },
    { title: 'Requested', cell: (run) => h('span', { class: 'nowrap' }, format.time(run.requested_at), h('span', { class: 'sub' }, format.ago(run.requested_at))) },
    { title: 'Days', cell: (run) => progress(run) },
    { title: 'Calls', number: true, cell: (run) => [format.integer(run.calls), run.retries ? h('span', { class: 'sub' }, `${run.retries} again`) : null] },
    { title: 'Took', number: true, cell: (run) => format.duration(run.started_at, run.ended_at) },
    { title: 'What went wrong', cell: (run) => h('div', { class: 'reason' }, run.error ?? '') },
    { title: '', cell: (run) => (ENDED.includes(run.state) ? null : button('Cancel', () => cancel(run.id), { class: 'quiet', 'aria-label': `Cancel crawl ${run.id}` })) },
  ], runs);
}

function progress(run) {
  const done = run.days_stored + run.days_unavailable;
  return h('span', { class: 'nowrap' },
    ENDED.includes(run.state) ? null : [h('progress', { max: Math.max(1, run.days_wanted), value: done, 'aria-label': `Crawl ${run.id}` }), ' '],
    `${format.integer(run.days_stored)} of ${format.integer(run.days_wanted)}`,
    run.days_unavailable ? h('span', { class: 'sub' }, `${format.integer(run.days_unavailable)} not to be had`) : null,
    run.days_corrected ? h('span', { class: 'sub' }, `${format.integer(run.days_corrected)} corrected`) : null);
}

function trainingTable(runs) {
  return table('Trainings, advances and backtests, the newest first', [
    { title: 'Run', cell: (run) => [`${run.kind} ${run.coin}`, h('span', { class: 'sub' }, `no. ${run.id} by ${run.requested_by}`)] },
    { title: 'State', cell: (run) => [chip(run.state), run.phase && h('span', { class: 'sub' }, run.phase)] },
    { title: 'Requested', cell: (run) => h('span', { class: 'nowrap' }, format.time(run.requested_at), h('span', { class: 'sub' }, format.ago(run.requested_at))) },
    { title: 'Took', number: true, cell: (run) => format.duration(run.started_at, run.ended_at) },
    { title: 'Model', number: true, cell: (run) => run.model ?? '–' },
    { title: 'Result', cell: (run) => h('div', { class: 'reason' }, run.error ?? run.note ?? '') },
  ], runs);
}
