// A file on its way. fetch does not tell how far it is, XMLHttpRequest does; and it streams from the disk.

import { ApiError } from "../api.mjs";

const csrf = () =>
  decodeURIComponent(document.cookie.match(/(?:^|; )(?:__Host-)?csrf_token=([^;]*)/)?.[1] ?? "");

/** Send the file; `told(0…1)` while it goes. The answer of POST /imports; throws ApiError. */
export function send(file, told) {
  const form = new FormData();
  form.append("file", file, file.name);
  const asked = new XMLHttpRequest();
  asked.open("POST", "/api/v1/imports?wait=0");
  asked.setRequestHeader("X-CSRFToken", csrf());
  asked.setRequestHeader("Accept", "application/json");
  asked.responseType = "json";
  asked.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
  return new Promise((resolve, reject) => {
    asked.onload = () =>
      asked.status < 300 ? resolve(asked.response) : reject(new ApiError(asked.status, asked.response?.error));
    asked.onerror = () => reject(new ApiError(0, { code: "network" }));
    asked.send(form);
  });
}
