// Saving as it goes: one request at a time, tried again after a break, never over somebody else's work unasked.

const QUIET_MS = 700;
const RETRY_MS = [1000, 2000, 5000, 10000, 20000];

export class Saver {
  #timer = null;
  #sending = null;
  #tries = 0;

  /** `tell` hears {state: saved|waiting|saving|broken|refused|conflict, message, findings}. */
  constructor({ url, token, revision, read, tell }) {
    Object.assign(this, { url, token, revision, read, tell });
    this.saved = read();
    this.halted = false;
    addEventListener("online", () => this.#soon(0));
    addEventListener("beforeunload", (event) => {
      if (this.isUnsaved) event.preventDefault();
    });
  }

  get isUnsaved() {
    return this.read() !== this.saved;
  }

  /** Note that something changed; it is sent when the typing pauses. */
  touch() {
    if (this.halted || !this.isUnsaved) return;
    this.tell({ state: "waiting" });
    this.#tries = 0;
    this.#soon(QUIET_MS);
  }

  /** Send what is unsaved at once; true when all is saved. */
  async flush() {
    clearTimeout(this.#timer);
    while (this.isUnsaved && !this.halted) {
      await (this.#sending ?? this.#send());
      if (this.#tries > 0) return false;
    }
    return !this.isUnsaved;
  }

  /** After a conflict: save mine over theirs. */
  async insist(revision) {
    this.revision = revision;
    this.halted = false;
    return this.flush();
  }

  #soon(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), delay);
  }

  #send() {
    this.#sending = this.#deliver().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #deliver() {
    const sent = this.read();
    this.tell({ state: "saving" });
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token, Accept: "application/json" },
        body: JSON.stringify({ revision: this.revision, questionnaire: sent }),
        redirect: "manual",
      });
    } catch {
      this.#again("broken");
      return;
    }
    await this.#hear(answer, sent);
  }

  async #hear(answer, sent) {
    const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    const body = isJson ? await answer.json() : {};
    if (answer.status === 200) {
      Object.assign(this, { revision: body.revision, saved: sent });
      this.#tries = 0;
      this.tell({ state: this.isUnsaved ? "waiting" : "saved", findings: body.findings });
    } else if (answer.status === 409 && body.revision !== undefined) {
      this.halted = true;
      this.tell({ state: "conflict", message: body.message, revision: body.revision });
    } else if (answer.type === "opaqueredirect") {
      this.#again("signed_out");
    } else if (answer.status >= 500 || answer.status === 429) {
      this.#again("broken");
    } else {
      this.#tries = 1;
      this.tell({ state: "refused", message: body.message });
    }
  }

  #again(state) {
    const delay = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)];
    this.#tries += 1;
    this.tell({ state });
    this.#soon(delay);
  }
}
