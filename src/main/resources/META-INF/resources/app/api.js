// The service's endpoints. Every failure is a Problem, whatever its cause.

import { use } from './format.js';

const FRESH_FOR = 30_000;

/** A failed request, in words for the user. */
export class Problem extends Error {
  constructor(status, title, detail, parameter = null) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.parameter = parameter;
  }
}

const remembered = new Map();
let user = null;

/** Name of the signed-in user, or null. The password is not kept; an HttpOnly cookie replaces it. */
export function signedIn() {
  return user;
}

/** Checks whether this browser is still signed in, for example after a reload. */
export async function resumeSession() {
  user = (await request('/session', {}).then((response) => response.json())).name;
}

export async function signIn(name, password) {
  const authorization = `Basic ${base64(`${name}:${password}`)}`;
  user = (await request('/session', { method: 'POST', headers: { Authorization: authorization } }).then((response) => response.json())).name;
  forget();
}

export async function signOut() {
  await request('/session', { method: 'DELETE' }).catch((problem) => {
    if (problem.status !== 401) {
      throw problem;
    }
  });
  user = null;
  forget();
}

/** Drops cached answers, all or those whose address has a prefix, after a change. */
export function forget(prefix = '') {
  [...remembered.keys()].filter((address) => address.startsWith(prefix)).forEach((address) => remembered.delete(address));
}

/** Fetches JSON; answers are cached for half a minute. */
export function get(path, parameters = {}) {
  const address = withParameters(path, parameters);
  const known = remembered.get(address);
  if (known && Date.now() - known.at < FRESH_FOR) {
    return known.answer;
  }
  const answer = request(address, { headers: { Accept: 'application/json' } }).then(json);
  remembered.set(address, { answer, at: Date.now() });
  answer.catch(() => remembered.delete(address));
  return answer;
}

/** Parses an answer; sets the currency if the answer contains one. */
async function json(response) {
  const content = await response.json();
  if (content.currency) {
    use(content.currency);
  }
  return content;
}

/** Sends a change; returns the JSON answer, or null. */
export async function send(method, path, body) {
  const response = await request(path, {
    method,
    headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.status === 204 ? null : response.json();
}

/** Uploads a file whose format the service detects; returns the JSON answer. */
export async function upload(path, parameters, file) {
  const response = await request(withParameters(path, parameters), {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/octet-stream' },
    body: file,
  });
  return response.json();
}

/** Lets the browser save an answer as a file. */
export async function download(path, parameters, accept, file) {
  const response = await request(withParameters(path, parameters), { headers: { Accept: accept } });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = file;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Reads server-sent events, each with JSON, until the stream ends. An EventSource cannot send credentials. */
export async function events(path, signal, onevent) {
  const response = await request(path, { headers: { Accept: 'text/event-stream' }, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    const parts = text.split(/\r?\n\r?\n/);
    text = parts.pop();
    for (const part of parts) {
      const data = part.split(/\r?\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n');
      if (data.trim()) {
        onevent(JSON.parse(data));
      }
    }
  }
}

/** Path of a coin's resource. */
export function ofCoin(coin, rest = '') {
  return `/coins/${encodeURIComponent(coin)}${rest}`;
}

export function withParameters(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined) {
      query.set(name, value);
    }
  }
  const text = query.toString().replaceAll('%2C', ',');
  return text ? `${path}?${text}` : path;
}

async function request(address, options) {
  const headers = {
    // Marks a script's request, so that the service suppresses the browser's login prompt.
    'X-Requested-With': 'XMLHttpRequest',
    ...options.headers,
  };
  let response;
  try {
    response = await fetch(address, { ...options, headers });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Problem(0, 'The service cannot be reached', 'It does not answer. Check the connection, then try again.');
  }
  if (response.ok) {
    return response;
  }
  if (response.status === 401) {
    user = null;
  }
  throw await problemOf(response);
}

async function problemOf(response) {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.includes('json')) {
    const problem = await response.json().catch(() => ({}));
    if (problem.detail) {
      return new Problem(response.status, titles[response.status] ?? problem.title, problem.detail, problem.parameter);
    }
  }
  return new Problem(
    response.status,
    titles[response.status] ?? 'Something went wrong',
    response.status === 404
      ? 'This service does not offer it.'
      : `The service answered with status ${response.status} and no explanation.`,
  );
}

const titles = {
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not there',
  429: 'Too many requests',
  500: 'The service failed',
  503: 'Not available now',
};

function base64(text) {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}
