// Asking the server: JSON in, JSON out, refusals as errors with a code. A desk sends its cookie and the CSRF value,
// a phone its token.

let bearer = null;

/** Answer as this device from now on (phone); null goes back to the session cookie. */
export function setToken(token) {
  bearer = token;
}

/** A refusal or a failure. `code` is the server's word, or "network" when nothing answered. */
export class ApiError extends Error {
  constructor(status, { code = "unknown", message = "", detail = {} } = {}) {
    super(message || code);
    Object.assign(this, { status, code, detail });
  }

  /** The same request may succeed later: nothing answered, or the server asked to try again. */
  get retryable() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const cookie = (name) =>
  document.cookie
    .split("; ")
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);

function headers(body) {
  const said = { Accept: "application/json" };
  if (body !== undefined) said["X-Sent-At"] = new Date().toISOString(); // what our clock says: the server puts a wrong one right
  if (body !== undefined && !(body instanceof FormData)) said["Content-Type"] = "application/json";
  if (bearer) said.Authorization = `Bearer ${bearer}`;
  const csrf = cookie("csrf_token") ?? cookie("__Host-csrf_token");
  if (csrf && body !== undefined) said["X-CSRFToken"] = decodeURIComponent(csrf);
  return said;
}

async function answer(response) {
  const text = await response.text();
  let data = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    data = null;
  }
  if (response.ok) return data;
  throw new ApiError(response.status, data?.error);
}

/** Call `path` (below /api/v1 unless it starts with a slash). Gives up after `timeout` ms. */
export async function request(method, path, body, { timeout = 10000 } = {}) {
  const url = path.startsWith("/") ? path : `/api/v1/${path}`;
  const payload = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
  let response;
  try {
    const signal = AbortSignal.timeout(timeout);
    response = await fetch(url, { method, headers: headers(body), body: payload, signal, credentials: "same-origin" });
  } catch (error) {
    throw new ApiError(0, { code: "network", message: String(error) });
  }
  return answer(response);
}

export const get = (path, options) => request("GET", path, undefined, options);
export const post = (path, body, options) => request("POST", path, body, options);

/** A new id for a command. randomUUID exists only on https and localhost; a phone on plain http still needs ids. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Send a command; the same `id` again is answered as the first time. Throws ApiError with the refusal's code. */
export const command = (type, data, { id = newId() } = {}) => post("commands", { id, type, data });
