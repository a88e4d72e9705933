// Draws batches of marks with the graphics card: every mark is one square with its icon, in the map's own picture.
// Which icon is how large is looked up by the card, so that another theme changes no mark.

import { STRIDE } from "./batch.mjs";
import { known, numberOf } from "./sheet.mjs";

const VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec2 place;
layout(location = 1) in vec4 look; // icon, px right, px down, least zoom
uniform mat4 world;
uniform vec2 pixel;
uniform vec2 sheet;
uniform float zoom;
uniform highp sampler2D boxes;
out vec2 spot;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec4 box = texelFetch(boxes, ivec2(int(look.x), 0), 0);
  float ratio = texelFetch(boxes, ivec2(int(look.x), 1), 0).x;
  spot = (box.xy + corner * box.zw) * sheet;
  vec4 at = world * vec4(place, 0.0, 1.0);
  vec2 shift = (corner - 0.5) * box.zw / max(ratio, 1.0) + look.yz;
  at.xy += shift * pixel * at.w;
  gl_Position = zoom < look.w || ratio == 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : at;
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
uniform sampler2D icons;
in vec2 spot;
out vec4 colour;
void main() { colour = texture(icons, spot); }`;

export class Brush {
  #buffers = new Map();

  constructor(gl) {
    this.gl = gl;
    this.program = program(gl);
    const uniform = (name) => gl.getUniformLocation(this.program, name);
    this.uniforms = Object.fromEntries(["world", "pixel", "sheet", "zoom", "boxes", "icons"].map((name) => [name, uniform(name)]));
  }

  /** Use these icons (sheet.mjs) from now on. */
  dip({ canvas, icons }) {
    const { gl } = this;
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    this.icons = texture(gl, this.icons, gl.LINEAR, () => gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas));
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    for (const name of Object.keys(icons)) numberOf(name);
    this.width = known() + 64; // a name that comes later has no icon here
    const boxes = new Float32Array(this.width * 8);
    for (const [name, { x, y, width, height, ratio }] of Object.entries(icons)) {
      boxes.set([x, y, width, height], numberOf(name) * 4);
      boxes[(this.width + numberOf(name)) * 4] = ratio;
    }
    const fill = () => gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, this.width, 2, 0, gl.RGBA, gl.FLOAT, boxes);
    this.boxes = texture(gl, this.boxes, gl.NEAREST, fill);
    this.size = [1 / canvas.width, 1 / canvas.height];
  }

  /** @param world units from the origin → the card's own; size `[width, height]` of the map in px of the page. */
  draw(batches, world, [width, height], zoom) {
    if (!this.icons) return;
    const { gl, uniforms } = this;
    gl.useProgram(this.program);
    gl.uniformMatrix4fv(uniforms.world, false, world);
    gl.uniform2f(uniforms.pixel, 2 / width, -2 / height);
    gl.uniform2f(uniforms.sheet, ...this.size);
    gl.uniform1f(uniforms.zoom, zoom);
    for (const [unit, name] of ["icons", "boxes"].entries()) {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, this[name]);
      gl.uniform1i(uniforms[name], unit);
    }
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.disable(gl.DEPTH_TEST);
    for (const batch of batches) this.#draw(batch);
    gl.bindVertexArray(null);
  }

  #draw(batch) {
    const { gl } = this;
    if (!this.#buffers.has(batch)) this.#buffers.set(batch, records(gl));
    const held = this.#buffers.get(batch);
    if (batch.isStale || held.length !== batch.data.length) this.#load(held, batch);
    if (!batch.size) return;
    gl.bindVertexArray(held.array);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, batch.size);
  }

  #load(held, batch) {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, held.buffer);
    const [from, to] = [batch.stale[0] * STRIDE, Math.min(batch.stale[1], batch.size) * STRIDE];
    if (held.length !== batch.data.length) gl.bufferData(gl.ARRAY_BUFFER, batch.data, gl.DYNAMIC_DRAW);
    else if (to > from) gl.bufferSubData(gl.ARRAY_BUFFER, from * 4, batch.data, from, to - from);
    held.length = batch.data.length;
    batch.fresh();
  }

  /** Let go of what the card holds. */
  end() {
    const { gl } = this;
    for (const { buffer, array } of this.#buffers.values()) {
      gl.deleteBuffer(buffer);
      gl.deleteVertexArray(array);
    }
    this.#buffers.clear();
    gl.deleteTexture(this.icons ?? null);
    gl.deleteTexture(this.boxes ?? null);
    gl.deleteProgram(this.program);
  }
}

function records(gl) {
  const [array, buffer] = [gl.createVertexArray(), gl.createBuffer()];
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  for (const [location, size, offset] of [[0, 2, 0], [1, 4, 8]]) {
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, gl.FLOAT, false, STRIDE * 4, offset);
    gl.vertexAttribDivisor(location, 1);
  }
  gl.bindVertexArray(null);
  return { array, buffer, length: -1 };
}

function texture(gl, before, filter, fill) {
  const made = before ?? gl.createTexture();
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, made);
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, filter);
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
  fill();
  return made;
}

function program(gl) {
  const made = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(made));
  return made;
}
