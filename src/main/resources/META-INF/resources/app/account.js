// The operator's account: signs in and out with a form of the page.

import * as api from './api.js';
import { announce, button, h, id, note } from './dom.js';
import * as format from './format.js';

const place = document.getElementById('account');

/** Shows the signed-in user with a sign-out button, or a sign-in button. */
export function showAccount() {
  const name = api.signedIn();
  place.replaceChildren(name
    ? h('span', { class: 'control' }, h('span', { class: 'name' }, `Signed in as ${name}`), button('Sign out', async () => {
      await api.signOut().catch((problem) => announce(problem.detail));
      showAccount();
    }))
    : button('Sign in', () => askForCredentials().catch(() => {})));
}

/** Restores the account of a browser that signed in earlier. */
export function resumeAccount() {
  api.resumeSession().catch(() => {}).then(showAccount);
}

/** Performs an action that may require the operator; on 401 asks for credentials and retries. */
export async function asOperator(action) {
  try {
    return await action();
  } catch (problem) {
    if (problem.status !== 401) {
      throw problem;
    }
    showAccount();
    await askForCredentials(problem.detail);
    return action();
  }
}

/** Shows why something failed, unless the user cancelled. */
export function tellTrouble(said, problem) {
  if (problem.name !== 'GivenUp') {
    said.replaceChildren(note('bad', format.prose(problem.detail) ?? String(problem)));
  }
}

/**
 * A form in a dialog. The promise resolves once `onsubmit` has succeeded and rejects if the user cancels; errors of
 * `onsubmit` are shown in the form.
 */
export function formDialog(title, content, submitTitle, onsubmit) {
  return new Promise((resolve, reject) => {
    const titleId = id('dialog');
    const trouble = h('div', { role: 'alert' });
    const submit = h('button', { class: 'primary', type: 'submit' }, submitTitle);
    const form = h('form', { onsubmit: async (event) => {
      event.preventDefault();
      submit.disabled = true;
      trouble.replaceChildren();
      try {
        const value = await onsubmit(new FormData(form));
        resolve(value);
        dialog.close('done');
      } catch (problem) {
        tellTrouble(trouble, problem);
      } finally {
        submit.disabled = false;
      }
    } },
    h('h2', { id: titleId }, title), content, trouble,
    h('div', { class: 'buttons' }, button('Cancel', () => dialog.close()), submit));
    const dialog = h('dialog', { 'aria-labelledby': titleId, onclose: () => {
      dialog.remove();
      reject(Object.assign(new Error('given up'), { name: 'GivenUp' }));
    } }, form);
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function field(label, properties) {
  return h('label', { class: 'field' }, label, h('input', { type: 'text', ...properties }));
}

function askForCredentials(why) {
  return formDialog(
    'Sign in as operator',
    [
      h('p', { class: 'lead' }, why ? `${why} ` : '', 'Only the operator can train, crawl and change coins or models. This browser stays signed in for some hours; the password is not stored.'),
      field('User name', { name: 'name', value: 'operator', autocomplete: 'username', required: true }),
      field('Password', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, autofocus: true }),
    ],
    'Sign in',
    async (form) => {
      await api.signIn(form.get('name'), form.get('password'));
      showAccount();
    },
  );
}
