// Taking in a new coin.

import * as api from './api.js';
import { asOperator, tellTrouble } from './account.js';
import { h, id, note } from './dom.js';

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
      await asOperator(() => api.send('PUT', api.ofCoin(coin), {}));
      api.forget();
      input.value = '';
      said.replaceChildren(note('good', `${coin} is here. Its prices are being fetched, then its model is trained.`));
      onadded(coin);
    } catch (problem) {
      tellTrouble(said, problem);
    }
  } },
  h('label', { for: inputId }, 'Id on CoinGecko'), h('span', {}, input), h('button', { type: 'submit' }, 'Add coin'));
  return h('div', { class: 'notes' }, form, said);
}
