// SPDX-License-Identifier: Apache-2.0
// Speaks to the web service as a person: signs in, keeps the cookie, says what was refused.
export class Person {
  constructor(base, login, password) {
    Object.assign(this, { base, login, password, cookie: null });
  }

  async ask(method, path, body, type = 'application/json') {
    if (!this.cookie && path !== '/api/v1/session') await this.signIn();
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await fetch(this.base + path, {
      method, body: text,
      headers: {
        ...(text === undefined ? {} : { 'content-type': type }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        'sec-fetch-site': 'same-origin', origin: this.base,
      },
    });
    const set = reply.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0];
    const said = await reply.text();
    if (!reply.ok) throw new Error(`${this.login}: ${method} ${path}: ${reply.status} ${said}`);
    return said ? JSON.parse(said) : null;
  }

  async signIn() {
    await this.ask('POST', '/api/v1/session', { login: this.login, password: this.password });
  }

  get(path) { return this.ask('GET', path); }
  post(path, body = {}) { return this.ask('POST', path, body); }
  put(path, body = {}) { return this.ask('PUT', path, body); }
}
