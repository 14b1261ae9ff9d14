// Adding, pausing, resuming and removing coins.

import * as api from './api.js';
import { asOperator, formDialog, tellTrouble } from './account.js';
import { announce, button, h, id, note } from './dom.js';
import { coinName } from './format.js';

async function add(coin) {
  await asOperator(() => api.send('PUT', api.ofCoin(coin), {}));
  api.forget();
}

/** A form that adds a coin by its id on CoinGecko. */
export function addCoin(onadded) {
  const inputId = id('new-coin');
  const said = h('div', { role: 'status' });
  const input = h('input', { id: inputId, type: 'text', required: true, autocapitalize: 'none', spellcheck: 'false', placeholder: 'solana' });
  const form = h('form', { class: 'controls', onsubmit: async (event) => {
    event.preventDefault();
    said.replaceChildren();
    const coin = input.value.trim();
    try {
      await add(coin);
      input.value = '';
      said.replaceChildren(note('good', `${coin} was added. The service fetches its prices, then trains its model.`));
      onadded(coin);
    } catch (problem) {
      tellTrouble(said, problem);
    }
  } },
  h('label', { for: inputId }, 'Id on CoinGecko'), h('span', {}, input), h('button', { type: 'submit' }, 'Add coin'));
  return h('div', { class: 'notes' }, form, said);
}

/** Asks whether to add a coin that a search did not find; resolves once it is added. */
export function offerCoin(coin) {
  return formDialog(`Add ${coin}`, h('p', { class: 'lead' },
    `The service looks ${coin} up in CoinGecko’s list, fetches its prices and trains its model.`), 'Add coin', () => add(coin));
}

/** Buttons that pause, resume and remove a coin. */
export function coinActions(coin, said, onchanged) {
  const { id: name, state } = coin;
  const isPaused = state === 'paused';
  const change = async (action, done) => {
    try {
      await action();
      api.forget();
      announce(done);
      onchanged();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  };
  const put = (wanted) => asOperator(() => api.send('PUT', api.ofCoin(name), { state: wanted }));
  return [
    state !== 'delisted' && button(isPaused ? `Resume ${name}` : `Pause ${name}`,
      () => change(() => put(isPaused ? 'active' : 'paused'), `${name} is ${isPaused ? 'active' : 'paused'} now.`)),
    button(`Remove ${name}`, () => change(() => formDialog(`Remove ${coinName(coin)}`, h('p', { class: 'lead' },
      `This deletes its prices, models and runs for good. To keep them, pause ${name} instead.`), 'Remove for good',
    () => asOperator(() => api.send('DELETE', api.ofCoin(name)))), `${name} was removed.`)),
  ].filter(Boolean);
}
