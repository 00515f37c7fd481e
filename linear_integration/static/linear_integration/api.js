import { gettext, language } from "../conversations/i18n.js";
import { Availability } from "./availability.js";
import { withCredentials } from "./credentials.js";

/** The JSON API of the Linear integration, and of a conversation's messages, as the sidebar calls it. */

/**
 * @typedef {{id: string, name: string, url_key: string, status: "enabled" | "reauthorize" | "removed"}} Workspace
 * @typedef {{configured: boolean, connected: boolean, can_manage: boolean, workspaces: Workspace[]}} Status
 * @typedef {{id: string, name: string, key: string, workspace_id: string}} Team
 * @typedef {{name: string, type: string, color: string}} State
 * @typedef {{id: string, identifier: string, title: string, url: string, state: State,
 *   team: {id: string, name: string, key: string}, workspace_id: string}} FoundIssue
 * @typedef {{id: number, message_type: "incoming" | "outgoing" | "activity", private: boolean, content: string,
 *   sender: {name: string} | null, created_at: string}} Message
 */

// In a frame elsewhere, until the page around it hands on the next token.
export const TOKEN_EXPIRED = "embed_token_expired";

export class ApiError extends Error {
  /** @param {number} status 0 when no answer came @param {any} error the answer's `error` */
  constructor(status, error) {
    super(error.message);
    this.status = status;
    /** @type {string} */ this.code = error.code;
    /** @type {Record<string, string[]>} */ this.fields = error.fields ?? {};
    /** @type {number | undefined} seconds */ this.retryAfter = error.retry_after ?? undefined;
    /** @type {string | undefined} */ this.operationId = error.operation_id;
    /** @type {string | undefined} */ this.requestId = error.request_id;
  }

  /** Whether the same request may have been carried out, or may be under way still. */
  get isOutcomeUnknown() {
    const isOurs = /^(linear|operation)_/.test(this.code);
    return this.status === 0 || this.code === "operation_in_progress" || this.operationId !== undefined
      // A server or a proxy that broke down can't say how far it had come.
      || (this.status >= 500 && !isOurs);
  }
}

const MESSAGES_PER_PAGE = 100;

export class LinearApi {
  #account;
  #base;
  availability = new Availability();

  /** @param {string} account */
  constructor(account) {
    this.#account = `/api/v1/accounts/${encodeURIComponent(account)}`;
    this.#base = `${this.#account}/integrations/linear`;
  }

  /** @returns {Promise<Status>} */
  status() {
    return this.get("");
  }

  /**
   * @param {string} path
   * @param {Record<string, string | undefined>} [parameters]
   * @param {AbortSignal} [signal]
   */
  get(path, parameters = {}, signal) {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(/** @type {[string, string][]} */ (given)).toString();
    return this.#send(path + (query && `?${query}`), { signal });
  }

  /**
   * Asks for the conversation's issues, which are told only to whom they are new.
   *
   * @param {{conversation: number, refresh: boolean, etag: string | null}} asked `refresh` lets the
   *   server ask Linear for what is old, `etag` stands for what the caller has
   * @returns {Promise<{links: any[], etag: string | null} | null>} null: nothing has changed
   */
  async linkedIssues({ conversation, refresh, etag }) {
    const query = new URLSearchParams({ conversation_id: String(conversation), refresh: String(refresh) });
    const response = await this.#fetch(`${this.#base}/linked_issues?${query}`, { headers: etag ? { "If-None-Match": etag } : {} });
    if (response.status === 304) return null;
    return { links: await read(response), etag: response.headers.get("ETag") };
  }

  /**
   * A page of the conversation's messages, the oldest first.
   *
   * @param {string} conversation its number @param {number} page from 1
   * @returns {Promise<{messages: Message[], pages: number}>}
   */
  async messages(conversation, page) {
    const query = new URLSearchParams({ page: String(page), per_page: String(MESSAGES_PER_PAGE) });
    const response = await this.#fetch(`${this.#account}/conversations/${conversation}/messages?${query}`);
    const { data, meta } = await readAnswer(response);
    return { messages: data, pages: meta.pages };
  }

  /**
   * Sends a write, and waits until Linear has confirmed or refused it.
   *
   * @param {string} path
   * @param {object} body
   * @param {{key: string, onWaiting?: () => void}} options `key`: the same key, the same write
   */
  async post(path, body, { key, onWaiting = () => {} }) {
    const init = {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    };
    for (;;) {
      try {
        return await this.#send(path, init);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.operationId) {
          onWaiting();
          return await this.#finished(error.operationId);
        }
        if (error.code !== "operation_in_progress") throw error;
        onWaiting();
        await seconds(error.retryAfter ?? 1);
      }
    }
  }

  /** @param {string} id */
  async #finished(id) {
    for (let wait = 1; ; wait = Math.min(wait * 1.5, 10)) {
      await seconds(wait);
      const operation = await this.get(`/operations/${id}`).catch((error) => lostConnection(error, id));
      if (operation?.status === "done") return operation.result;
      if (operation?.status === "refused") throw new ApiError(422, operation.error);
    }
  }

  /** @param {string} path @param {RequestInit} [init] */
  async #send(path, init) {
    try {
      return await read(await this.#fetch(this.#base + path, init));
    } catch (error) {
      if (error instanceof ApiError && error.status === 429) this.availability.limited(error.retryAfter);
      throw error;
    }
  }

  /** @param {string} address @param {RequestInit} [init] */
  #fetch(address, init = {}) {
    // A page in a frame may be in another language than the browser asks for.
    const headers = { Accept: "application/json", "Accept-Language": language, ...init.headers };
    return fetch(address, withCredentials({ ...init, headers })).catch((reason) => {
      if (reason.name === "AbortError") throw reason;
      throw new ApiError(0, { code: "connection_lost", message: gettext("No answer came: the connection was lost.") });
    });
  }
}

/** @param {Response} response @returns {Promise<any>} the answer's data */
async function read(response) {
  return (await readAnswer(response)).data;
}

/** @param {Response} response @returns {Promise<{data: any, meta?: any}>} */
async function readAnswer(response) {
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (answer.error?.code === TOKEN_EXPIRED) document.dispatchEvent(new CustomEvent("token-expired"));
  throw new ApiError(response.status, answer.error ?? {
    code: `http_${response.status}`,
    message: gettext("The server gave an answer that we can't read."),
  });
}

/** Lets the question be asked again, unless it was refused. @param {unknown} error @param {string} id */
function lostConnection(error, id) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0 || error.status >= 500 || error.status === 429) return undefined;
  // Who was signed out meanwhile doesn't know what became of the operation.
  error.operationId = id;
  throw error;
}

/** @param {number} count */
function seconds(count) {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}
