import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { userError } from "../errors.ts";

/** Narrow letters, so that whatever fits with the fonts of a browser fits with these. */
const fontFiles = ["DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"];

/** As many pixels as a picture may have: some hundred megabytes of memory. */
const mostPixels = 100_000_000;

let renderer: ReturnType<typeof loadRenderer> | undefined;

/**
 * An SVG picture as PNG, by a renderer in WebAssembly and fonts of our own, so that it is the same bytes
 * on every machine; letters that the fonts do not have, such as Chinese, are left out.
 *
 * @param svg - with its colours written out; preferences of a reader are not known here
 * @param scale - pixels for each of the SVG's
 * @throws NacreError `PICTURE_TOO_LARGE`
 */
export async function pngOf(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg } = await (renderer ??= loadRenderer());
  const fontBuffers = await Promise.all(fontFiles.map(async (file) => readFile(fontFile(file))));
  const picture = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      fontBuffers,
      loadSystemFonts: false,
      defaultFontFamily: "DejaVu Sans Condensed",
      sansSerifFamily: "DejaVu Sans Condensed",
    },
  });
  try {
    const pixels = picture.width * scale * picture.height * scale;
    if (pixels > mostPixels) {
      const most = Math.floor(Math.sqrt(mostPixels / picture.width / picture.height) * 100) / 100;
      throw userError(
        "PICTURE_TOO_LARGE",
        `a PNG at scale ${scale} would have ${Math.round(pixels / 1e6)} million pixels; at most are 100 million`,
        { help: `give --scale ${most} or less, or take --format svg` },
      );
    }
    const rendered = picture.render();
    try {
      return rendered.asPng();
    } finally {
      rendered.free();
    }
  } finally {
    picture.free();
  }
}

async function loadRenderer() {
  const resvg = await import("@resvg/resvg-wasm");
  const wasm = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
  await resvg.initWasm(await readFile(wasm));
  return { Resvg: resvg.Resvg };
}

/** Beside the built command; run from its sources, the package that the build takes them from. */
function fontFile(name: string): string {
  const own = fileURLToPath(new URL(`fonts/${name}`, import.meta.url));
  if (existsSync(own)) return own;
  return createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`);
}
