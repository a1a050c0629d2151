// Servers of a journey's own: the page as another host would have it, and the pages of others around it.

import { createServer } from "node:http";

/** A server on a free port of its own, so an origin of its own. `answer`: from a path to `{ type, body }`, or null for "not found". */
export async function serve(answer) {
  const missed = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const found = await answer(pathname);
    if (found) response.setHeader("Content-Type", found.type).end(found.body);
    else {
      missed.push(pathname);
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A journey that fails on its way must not wait for it.
  server.unref();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: server.address().port, missed, close };
}

/** As `serve` answers. */
export const html = (body) => ({ type: "text/html; charset=utf-8", body });

/**
 * The page as it is served, under the path `under`, but for a `studio.json` made of its own (`null`: there is none), and with `pages`
 * beside it, from their name to their HTML.
 */
export async function site({ studio = (shipped) => shipped, pages = {}, under = "/" } = {}) {
  const own = process.env.TESTPRESS_URL;
  const shipped = await (await fetch(new URL("studio.json", own))).text();
  const json = studio(shipped);
  const { port, ...rest } = await serve(async (pathname) => {
    if (!pathname.startsWith(under)) return null;
    const name = pathname.slice(under.length);
    if (name in pages) return html(pages[name]);
    if (name === "studio.json") return json === null ? null : { type: "application/json", body: json };
    const served = await fetch(new URL(name, own)).catch(() => null);
    return served?.ok ? { type: served.headers.get("Content-Type"), body: Buffer.from(await served.arrayBuffer()) } : null;
  });
  const origin = `http://127.0.0.1:${port}`;
  return { origin, at: origin + under, ...rest };
}

/** The shipped file with changes at its first level. */
export const with_ = (changes) => (shipped) => JSON.stringify({ ...JSON.parse(shipped), ...changes });
